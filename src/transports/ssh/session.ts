import { randomUUID } from 'node:crypto';
import type { Client } from 'ssh2';
import { allowSilence } from '../../core/deadline.ts';
import type { ScriptLanguage } from '../../core/script-language.ts';
import type { Host } from '../../inventory/fleet.ts';
import type { Secrets } from '../../secrets/secrets.ts';
import { readErrorText } from '../clixml.ts';
import { alsoTold, keepAtMost, type Output } from '../output.ts';
import type { PasswordGate } from '../password-gate.ts';
import { bootstrapProblem } from '../powershell-bootstrap.ts';
import { type StageClock, startClock } from '../stage-clock.ts';
import type { Answer, ScriptRequest, Session } from '../transport.ts';
import { type Ascent, errorsMark, planAscent } from './ascent.ts';
import { converse } from './become.ts';
import type { Connection } from './connection.ts';
import { execute } from './exec.ts';
import { languageOf, powershellAscent } from './powershell-ascent.ts';
import { listenFor } from './preamble.ts';
import { lost } from './shake-hands.ts';

const usualOutputLimit = 1024 * 1024;

/** What becoming root may need. */
export interface SessionMeans {
  readonly secrets: Secrets;
  readonly gate: PasswordGate;
}

/** A session on a connection that has logged in. */
export function sessionOn(opened: Connection, host: Host, means: SessionMeans): Session {
  const { peer } = opened;
  const language = languageOf(host, peer.software);
  // Let go of at its end: a session may be kept for longer than the tens of kilobytes of its connection.
  let connection: Connection | undefined = opened;
  opened.client.once('close', () => {
    connection = undefined;
  });
  return {
    host: host.name,
    language,
    get isOpen() {
      return connection !== undefined;
    },
    peer,
    async run(request) {
      if (connection === undefined) throw lost(undefined);
      return await run(connection.client, host, language, means, request);
    },
    [Symbol.asyncDispose]: () => {
      connection?.close();
      connection = undefined;
      return Promise.resolve();
    },
  };
}

async function run(
  client: Client,
  host: Host,
  language: ScriptLanguage,
  means: SessionMeans,
  request: ScriptRequest,
): Promise<Answer> {
  const started = performance.now();
  const limit = request.outputLimit ?? usualOutputLimit;
  const kept = keepAtMost(limit);
  const stdout = request.onOutput === undefined ? kept : alsoTold(kept, request.onOutput);
  const stderr = keepAtMost(limit);
  const clock = startClock(allowSilence(host.deadlines, request.limit), request.signal);
  const onLoss = (): void => clock.fail(lost(undefined));
  client.once('close', onLoss);
  clock.limitWhole();
  try {
    const onWindows = language === 'powershell';
    const ascent = onWindows
      ? powershellAscent(request.script)
      : planAscent(host, request.script, request.asRoot, randomUUID());
    const hasLimit = request.limit !== undefined;
    const manner = { endsWithExit: onWindows || hasLimit, keepsInput: !onWindows && hasLimit };
    const exitCode = await runOnChannel(client, host, ascent, { stdout, stderr }, means, clock, manner);
    const problem = onWindows ? bootstrapProblem(exitCode) : undefined;
    if (problem !== undefined) throw problem;
    const answer = answerOf(ascent, exitCode, stdout, stderr, performance.now() - started);
    return onWindows ? { ...answer, stderr: readErrorText(answer.stderr) } : answer;
  } finally {
    clock.stop();
    client.off('close', onLoss);
  }
}

/** Runs the command to its end and resolves with its exit code. */
async function runOnChannel(
  client: Client,
  host: Host,
  ascent: Ascent,
  output: Record<'stdout' | 'stderr', Output>,
  means: SessionMeans,
  clock: StageClock,
  { endsWithExit, keepsInput }: Record<'endsWithExit' | 'keepsInput', boolean>,
): Promise<number | undefined> {
  const { channel, ended } = await execute(client, ascent, endsWithExit, clock);
  const preamble = ascent.mark === undefined ? undefined : listenFor(ascent.mark);
  const conversation =
    preamble === undefined ? undefined : converse(host, ascent, channel, preamble, means, clock);
  const spoken = ascent.terminal ? 'stdout' : 'stderr';

  function send(): void {
    channel.write(ascent.body);
    if (!ascent.terminal && !keepsInput) channel.end();
  }
  function hear(stream: 'stdout' | 'stderr', chunk: Buffer): void {
    if (preamble === undefined || preamble.reached || stream !== spoken) {
      keep(stream, chunk);
      return;
    }
    const rest = preamble.take(chunk);
    if (!preamble.reached) {
      conversation?.onText();
      return;
    }
    conversation?.onReached();
    clock.enter('firstByte');
    if (!ascent.sendAtOnce) send();
    if (rest.length > 0) keep(stream, rest);
  }
  function keep(stream: 'stdout' | 'stderr', chunk: Buffer): void {
    output[stream].add(chunk);
    if (clock.stage === 'firstByte') clock.enter('idle');
    else if (clock.stage === 'idle') clock.heard();
  }

  clock.enter(preamble === undefined ? 'firstByte' : 'become');
  channel.on('data', (chunk: Buffer) => hear('stdout', chunk));
  channel.stderr.on('data', (chunk: Buffer) => hear('stderr', chunk));
  try {
    if (ascent.sendAtOnce) send();
    const exitCode = await clock.until(ended);
    if (preamble?.reached === false && conversation !== undefined) throw conversation.refusal(exitCode);
    return exitCode;
  } finally {
    conversation?.settle();
  }
}

/** On a terminal, what went to standard error is found behind its mark at the end of the output. */
function answerOf(
  ascent: Ascent,
  exitCode: number | undefined,
  stdout: Output,
  stderr: Output,
  milliseconds: number,
): Answer {
  const dropped = stdout.dropped + stderr.dropped;
  const text = stdout.takeText();
  const mark = ascent.terminal && ascent.mark !== undefined ? errorsMark(ascent.mark) : undefined;
  const end = mark === undefined ? -1 : text.lastIndexOf(mark);
  if (mark === undefined || end === -1) {
    return { exitCode, stdout: text, stderr: stderr.takeText(), dropped, milliseconds };
  }
  const errors = text.slice(end + mark.length);
  return {
    exitCode,
    stdout: text.slice(0, end),
    stderr: errors === '' ? '' : `${errors}\n`,
    dropped,
    milliseconds,
  };
}
