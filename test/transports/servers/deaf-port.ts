import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { stop } from './openssh.ts';

/** A port of 127.0.0.1 that answers nobody, as behind a firewall that drops. Needs perl. */
export interface DeafPort extends AsyncDisposable {
  readonly port: number;
}

/** Whoever accepts nothing and has no room for more leaves a connection hanging: node alone cannot do that. */
export async function openDeafPort(): Promise<DeafPort> {
  const program = `use Socket; socket(S, PF_INET, SOCK_STREAM, 0); bind(S, sockaddr_in(0, INADDR_LOOPBACK));
    listen(S, 0); $| = 1; print +(sockaddr_in(getsockname(S)))[0], "\\n"; sleep`;
  const deaf = spawn('perl', ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = Number(String((await once(deaf.stdout, 'data'))[0]));
  const fillers: Socket[] = [];
  for (let count = 0; count < 8; count += 1) fillers.push(connect(port, '127.0.0.1'));
  await once(fillers[0] ?? deaf, 'connect');
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      for (const filler of fillers) filler.on('error', () => undefined).destroy();
      await stop(deaf);
    },
  };
}
