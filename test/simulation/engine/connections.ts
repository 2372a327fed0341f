import { Problem } from '../../../src/core/problem.ts';
import type { Host } from '../../../src/inventory/fleet.ts';
import type { Answer, ScriptRequest, Session } from '../../../src/transports/transport.ts';
import { isReachable, kill, type Process, type SimHost, type Surroundings } from '../farm/host.ts';
import { runScript } from '../farm/host-answers.ts';
import { readScript, type SimScript } from '../platform/words.ts';
import { type Controller, comeTo } from './controller.ts';

/** Told of every script that a controller hands to a connection. */
export interface WireWatcher {
  sent(controller: Controller, host: SimHost, script: SimScript, connectedAt: number): void;
}

/** Deadlines of a session, in milliseconds. */
const connectDeadline = 10_000;
const answerDeadline = 60_000;

export function connectionsOf(
  controller: Controller,
  hosts: ReadonlyMap<string, SimHost>,
  surroundings: Surroundings,
  wire: WireWatcher,
): (host: Host, signal: AbortSignal) => Promise<Session> {
  const { time, random, trouble } = surroundings;
  return ({ name }, signal) =>
    new Promise((resolve, reject) => {
      const host = hosts.get(name);
      if (!controller.isAlive) return;
      if (signal.aborted || host === undefined) return reject(interrupted());
      const isRefused = trouble.happens('connectFails');
      const settle = (deed: () => void): void => {
        signal.removeEventListener('abort', giveUp);
        cancel();
        deed();
      };
      const giveUp = (): void => settle(() => controller.isAlive && reject(interrupted()));
      let cancel = comeTo(controller, random.between(2, 40), time, () => {
        if (isRefused) return settle(() => reject(refused(name)));
        if (isReachable(host))
          return settle(() => resolve(openSession(controller, host, surroundings, wire)));
        cancel = comeTo(controller, connectDeadline, time, () =>
          settle(() => reject(tooLate(name, 'connecting'))),
        );
      });
      signal.addEventListener('abort', giveUp, { once: true });
    });
}

function openSession(
  controller: Controller,
  host: SimHost,
  surroundings: Surroundings,
  wire: WireWatcher,
): Session {
  const { time } = surroundings;
  const connectedAt = time.now();
  const boots = host.boots;
  let closed = false;
  const inHand = new Set<(problem: Problem) => void>();
  function close(problem: Problem): void {
    closed = true;
    for (const reject of [...inHand]) reject(problem);
  }
  controller.onDeath.push(() => {
    closed = true;
  });
  return {
    host: host.name,
    language: host.disk.windows === undefined ? 'shell' : 'powershell',
    get isOpen() {
      return !closed && host.isUp && host.boots === boots;
    },
    peer: { address: undefined, software: 'simulated', hostKey: 'none', login: 'simulated' },
    run: (request) =>
      new Promise<Answer>((resolve, reject) => {
        if (!controller.isAlive) return;
        if (request.signal.aborted) return reject(interrupted());
        wire.sent(controller, host, readScript(request.script), connectedAt);
        if (closed || host.boots !== boots) return reject(lost(host.name));
        exchange(request, { controller, host, surroundings, inHand, close }, resolve, reject);
      }),
    [Symbol.asyncDispose]() {
      close(lost(host.name));
      return Promise.resolve();
    },
  };
}

interface Line {
  readonly controller: Controller;
  readonly host: SimHost;
  readonly surroundings: Surroundings;
  readonly inHand: Set<(problem: Problem) => void>;
  close(problem: Problem): void;
}

/** One script and its answer, with all that can become of both. */
function exchange(
  { script, signal }: ScriptRequest,
  { controller, host, surroundings, inHand, close }: Line,
  resolve: (answer: Answer) => void,
  reject: (problem: Problem) => void,
): void {
  const { time, random, trouble, watcher } = surroundings;
  const begun = time.now();
  const cancels: (() => void)[] = [];
  const losing: (() => void)[] = [];
  function settle(deed: () => void): void {
    inHand.delete(fail);
    signal.removeEventListener('abort', giveUp);
    for (const cancel of cancels) cancel();
    if (controller.isAlive) deed();
  }
  function fail(problem: Problem): void {
    settle(() => reject(problem));
    for (const lose of losing) lose();
  }
  function giveUp(): void {
    fail(interrupted());
  }
  function come(milliseconds: number, deed: () => void): void {
    cancels.push(comeTo(controller, milliseconds, time, deed));
  }
  /** Windows ends the processes of a session with it, as soon as it has noticed. */
  function endSession(process: Process): void {
    if (host.disk.windows === undefined) return;
    time.after(random.between(5, 5_000), () => process.isAlive && kill(host, process));
  }
  inHand.add(fail);
  controller.onDeath.push(() => {
    if (inHand.has(fail)) for (const lose of losing) lose();
  });
  signal.addEventListener('abort', giveUp, { once: true });
  come(answerDeadline, () => close(tooLate(host.name, 'an answer')));
  if (trouble.happens('lostBefore')) {
    watcher.story(() => `the connection to ${host.name} is lost before the script came there`);
    come(random.between(1, 3000), () => close(lost(host.name)));
    return;
  }
  if (trouble.happens('lostDuring')) come(random.between(5, 400), () => close(lost(host.name)));
  const isLostAfter = trouble.happens('lostAfter');
  // The script is on its way: it arrives even when the controller dies now.
  time.after(random.between(1, 10), () => {
    if (!isReachable(host)) return;
    const process = runScript(host, script, surroundings, (output) => {
      if (!isReachable(host)) return;
      if (isLostAfter) return come(random.between(1, 100), () => close(lost(host.name)));
      const delay = trouble.happens('answerLate') ? random.between(1_000, 90_000) : random.between(1, 20);
      const stdout = trouble.happens('answerCut')
        ? output.slice(0, random.between(0, output.length))
        : trouble.happens('answerTwice')
          ? output + output
          : output;
      const answer = { exitCode: 0, stdout, stderr: '', dropped: 0, milliseconds: time.now() - begun };
      come(delay, () => settle(() => resolve(answer)));
    });
    if (!inHand.has(fail) || !controller.isAlive) endSession(process);
    else losing.push(() => endSession(process));
  });
}

function lost(host: string): Problem {
  return new Problem('connection-lost', `the connection to ${host} was lost`, { retryable: true });
}

function refused(host: string): Problem {
  return new Problem('tcp-refused', `${host} refuses the connection`, { retryable: true });
}

function tooLate(host: string, what: string): Problem {
  return new Problem('deadline-passed', `${host}: ${what} took too long`, { retryable: true });
}

function interrupted(): Problem {
  return new Problem('interrupted', 'the run was interrupted');
}
