import { allowSilence } from '../../core/deadline.ts';
import type { Host } from '../../inventory/fleet.ts';
import { readErrorText } from '../clixml.ts';
import { alsoTold, keepAtMost } from '../output.ts';
import { startClock } from '../stage-clock.ts';
import type { Answer, ScriptRequest, Session } from '../transport.ts';
import { lineLost } from './http/http-line.ts';
import { followOutput, sendScript } from './shell.ts';
import type { Workplace } from './workplace.ts';

const usualOutputLimit = 1024 * 1024;

/** A session on a host where a shell is open. Its scripts run one after the other. */
export function sessionOn(host: Host, workplace: Workplace): Session {
  let last: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  function run(request: ScriptRequest): Promise<Answer> {
    const answer = last.then(() => {
      if (isClosed) throw lineLost(undefined);
      return runScript(host, workplace, request);
    });
    last = answer.then(ended, ended);
    return answer;
  }

  return {
    host: host.name,
    language: 'powershell',
    get isOpen() {
      return !isClosed && !workplace.isLost;
    },
    peer: workplace.peer,
    run,
    [Symbol.asyncDispose]: async () => {
      isClosed = true;
      await workplace.leave();
    },
  };
}

/** Whoever runs next has no use for the answer before, which is large. */
function ended(): void {}

async function runScript(host: Host, workplace: Workplace, request: ScriptRequest): Promise<Answer> {
  const started = performance.now();
  const limit = request.outputLimit ?? usualOutputLimit;
  const kept = keepAtMost(limit);
  const stdout = request.onOutput === undefined ? kept : alsoTold(kept, request.onOutput);
  const stderr = keepAtMost(limit);
  const clock = startClock(allowSilence(host.deadlines, request.limit), request.signal);
  clock.limitWhole();
  try {
    const exitCode = await workplace.work(clock, async (connection, command) => {
      clock.enter('firstByte');
      await sendScript(connection, command, request.script, clock);
      return await followOutput(connection, command, { stdout, stderr }, clock);
    });
    return {
      exitCode,
      stdout: stdout.takeText(),
      stderr: readErrorText(stderr.takeText()),
      dropped: stdout.dropped + stderr.dropped,
      milliseconds: performance.now() - started,
    };
  } finally {
    clock.stop();
  }
}
