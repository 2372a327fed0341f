import type { Session } from './transport.ts';

/** A session that also shows what is sent and answered; whoever writes it removes the secrets. */
export function tellSession(session: Session, write: (text: string) => void): Session {
  return {
    host: session.host,
    language: session.language,
    get isOpen() {
      return session.isOpen;
    },
    peer: session.peer,
    async run(request) {
      write(`${session.host} <- ${request.asRoot ? 'as root' : 'as it is'}\n${indent(request.script)}`);
      const answer = await session.run(request);
      const status = answer.exitCode === undefined ? 'no exit status' : `exit ${answer.exitCode}`;
      write(
        `${session.host} -> ${status}, ${Math.round(answer.milliseconds)} ms\n${indent(answer.stdout + answer.stderr)}`,
      );
      return answer;
    },
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  };
}

function indent(text: string): string {
  return text.trimEnd().replace(/^/gm, '    ').concat('\n');
}
