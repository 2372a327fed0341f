import type { Output } from '../output.ts';
import { bootstrapProblem, powershellCommand } from '../powershell-bootstrap.ts';
import type { StageClock } from '../stage-clock.ts';
import type { Connection } from './open-connection.ts';
import { scriptPieces } from './script-pieces.ts';
import type { Operation } from './wsman/envelope.ts';
import { faultCode, faultProblem } from './wsman/fault-problem.ts';
import type { Fault, Reply } from './wsman/reply.ts';
import { readCommandId, readOutput, readShellId } from './wsman/shell-answers.ts';
import { createShell, receiveOutput, sendInput, startCommand } from './wsman/shell-operations.ts';
import type { Element } from './wsman/xml.ts';

/** @throws Problem: channel-refused and what a connection throws */
export async function openShell(connection: Connection): Promise<string> {
  return await connection.ask(createShell(), (reply) => readShellId(bodyOf(reply)));
}

/**
 * Starts the bootstrap, which waits for a script and has done nothing so far.
 * @returns the id of the command; undefined when the shell is gone or used up, so that another is needed
 */
export async function startBootstrap(connection: Connection, shellId: string): Promise<string | undefined> {
  return await connection.ask(startCommand(shellId, powershellCommand()), (reply) => {
    const isUsedUp = reply.kind === 'fault' && usedUp.includes(reply.fault.code);
    return isUsedUp ? undefined : readCommandId(bodyOf(reply));
  });
}

const usedUp: readonly (number | undefined)[] = [faultCode.notFound, faultCode.operationQuota];

/** One command in a shell. */
export interface Command {
  readonly shellId: string;
  readonly commandId: string;
}

/**
 * Sends the script; with its last piece it begins to run. The stage is `firstByte`, and begins anew with each piece.
 * @throws Problem
 */
export async function sendScript(
  connection: Connection,
  { shellId, commandId }: Command,
  script: string,
  clock: StageClock,
): Promise<void> {
  const pieces = scriptPieces(script);
  for (const [index, piece] of pieces.entries()) {
    const isLast = index === pieces.length - 1;
    await sendPiece(connection, sendInput(shellId, commandId, piece, isLast), clock);
    clock.heard();
  }
}

/** How often a piece is sent to a host that is too busy to take it. */
const attempts = 4;

/**
 * A piece that the host did not take in time has probably arrived and is not sent again: the bootstrap counts what
 * comes, and runs nothing that is too long or too short.
 */
async function sendPiece(connection: Connection, operation: Operation, clock: StageClock): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const fault = await clock.until(connection.ask(operation, faultIn));
    if (fault === undefined || fault.code === faultCode.timedOut) return;
    if (fault.code !== faultCode.busy || attempt === attempts) throw faultProblem(fault);
    await clock.until(new Promise((resolve) => setTimeout(resolve, attempt * 500)));
  }
}

/**
 * Takes what the command writes until it has ended. A host that has nothing to say for a while says that, which is no
 * output and ends no deadline.
 * @returns its exit code
 * @throws Problem
 */
export async function followOutput(
  connection: Connection,
  { shellId, commandId }: Command,
  output: Readonly<Record<'stdout' | 'stderr', Output>>,
  clock: StageClock,
): Promise<number | undefined> {
  for (;;) {
    const receiving = connection.ask(receiveOutput(shellId, commandId), (reply) => {
      if (reply.kind === 'fault' && reply.fault.code === faultCode.timedOut) return undefined;
      return readOutput(bodyOf(reply), commandId);
    });
    const received = await clock.until(receiving);
    if (received === undefined) continue;
    // Taken out of what the promise gave: it may be kept for longer.
    const chunks = received.chunks.splice(0);
    for (const { stream, bytes } of chunks) output[stream].add(bytes);
    if (received.ended !== undefined) return exitCodeOf(received.ended.exitCode);
    if (chunks.length > 0) clock.enter('idle');
  }
}

function exitCodeOf(exitCode: number | undefined): number | undefined {
  const problem = bootstrapProblem(exitCode);
  if (problem !== undefined) throw problem;
  return exitCode;
}

/** What a host that has done what it was asked says: nothing. */
export function faultIn(reply: Reply): Fault | undefined {
  return reply.kind === 'fault' ? reply.fault : undefined;
}

function bodyOf(reply: Reply): Element {
  if (reply.kind === 'fault') throw faultProblem(reply.fault);
  return reply.body;
}
