import { asProblem, type Problem } from '../core/problem.ts';
import type { ChangeAnswer } from '../platforms/platform.ts';
import type { Answer, Session } from '../transports/transport.ts';
import type { Change } from './change.ts';
import type { Conditions } from './conditions.ts';

/** Keeps what a change script printed, and tells how its steps ended. */
export function hearScript(
  { ready }: Change,
  moment: 'change' | 'confirm',
  sent: Answer,
  conditions: Conditions,
): ChangeAnswer {
  const { host, reading } = ready;
  conditions.run.keep(host.name, moment, `${sent.stdout}${sent.stderr}`);
  const answer = reading.platform.readChange(sent.stdout);
  for (const { step, end } of answer.ends) {
    conditions.announce({ kind: 'step-ended', host: host.name, step, end });
  }
  return answer;
}

export async function sendScript(
  session: Session,
  script: string,
  { signal }: Conditions,
): Promise<Answer | Problem> {
  try {
    return await session.run({ script, asRoot: true, signal });
  } catch (thrown) {
    return asProblem(thrown);
  }
}
