import { aborted, receiveInProgress, timedOut } from '../wsman/faults.ts';
import { spaces } from '../wsman/names.ts';
import { answer, type Reply, refuse } from '../wsman/reply.ts';
import type { Request } from '../wsman/request.ts';
import type { Command, Piece } from './shell.ts';

export interface Patience {
  /** Milliseconds to wait for output. */
  readonly wait: number;
  /** Bytes of output that one answer may carry. */
  readonly limit: number;
  /** Aborted when the connection of the request is gone. */
  readonly signal: AbortSignal;
}

/** Answers as soon as there is output, or the command has ended; the fault TimedOut after the time of the operation. */
export async function receive(request: Request, command: Command, patience: Patience): Promise<Reply> {
  if (command.receiver !== undefined) return refuse(receiveInProgress);
  const receiver = new AbortController();
  command.receiver = receiver;
  try {
    if (isQuiet(command)) await waitFor(receiver, patience);
    // What is told in one breath, and the end right behind it, comes in one answer.
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    command.receiver = undefined;
  }
  if (command.state === 'terminated') return refuse(aborted);
  if (isQuiet(command) || patience.signal.aborted) return refuse(timedOut);
  return answer(request, writeOutput(command, patience.limit));
}

function isQuiet(command: Command): boolean {
  return command.state !== 'terminated' && command.exitCode === undefined && command.pieces.length === 0;
}

function waitFor(receiver: AbortController, { wait, signal }: Patience): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, wait);
    receiver.signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
    else signal.addEventListener('abort', done, { once: true });
  });
}

function writeOutput(command: Command, limit: number): string {
  const streams = takePieces(command.pieces, limit).map((piece) => writeStream(command.id, piece));
  const done = command.pieces.length === 0 && command.exitCode !== undefined;
  if (done) command.state = 'reported';
  const ends = done ? [writeEnd(command.id, 'stdout'), writeEnd(command.id, 'stderr')] : [];
  const exitCode = done ? `<rsp:ExitCode>${command.exitCode}</rsp:ExitCode>` : '';
  const state = `${spaces.shell}/CommandState/${done ? 'Done' : 'Running'}`;
  return (
    `<rsp:ReceiveResponse>${[...streams, ...ends].join('')}` +
    `<rsp:CommandState CommandId="${command.id}" State="${state}">${exitCode}</rsp:CommandState></rsp:ReceiveResponse>`
  );
}

function writeStream(commandId: string, { stream, bytes }: Piece): string {
  const text = Buffer.from(bytes).toString('base64');
  return `<rsp:Stream Name="${stream}" CommandId="${commandId}">${text}</rsp:Stream>`;
}

function writeEnd(commandId: string, stream: string): string {
  return `<rsp:Stream Name="${stream}" CommandId="${commandId}" End="true"></rsp:Stream>`;
}

/** Takes from the front. A piece that does not fit is cut where the limit is, be it in the middle of a character. */
function takePieces(pieces: Piece[], limit: number): readonly Piece[] {
  let room = limit;
  const cut = pieces.findIndex(({ bytes }) => {
    if (bytes.length > room) return true;
    room -= bytes.length;
    return false;
  });
  if (cut === -1) return pieces.splice(0);
  const taken = pieces.splice(0, cut);
  const next = pieces[0];
  if (next === undefined || room === 0) return taken;
  pieces[0] = { ...next, bytes: next.bytes.subarray(room) };
  return [...taken, { ...next, bytes: next.bytes.subarray(0, room) }];
}
