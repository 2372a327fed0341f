import { performance } from 'node:perf_hooks';
import type { Client } from 'ssh2';
import type { Host } from '../../inventory/fleet.ts';
import { startClock } from '../stage-clock.ts';
import type { Answer, Peer, ScriptRequest, Session } from '../transport.ts';
import { lost } from './connection.ts';
import { execute } from './exec.ts';
import { keepAtMost } from './output.ts';

const usualOutputLimit = 1024 * 1024;

/** A session on an authenticated client. */
export function sessionOn(client: Client, host: Host, peer: Peer, close: () => void): Session {
  return {
    host: host.name,
    peer,
    run: (request) => runScript(client, host, request),
    [Symbol.asyncDispose]: () => {
      close();
      return Promise.resolve();
    },
  };
}

async function runScript(client: Client, host: Host, request: ScriptRequest): Promise<Answer> {
  const started = performance.now();
  const limit = request.outputLimit ?? usualOutputLimit;
  const stdout = keepAtMost(limit);
  const stderr = keepAtMost(limit);
  const clock = startClock(host.deadlines, request.signal);
  const onLoss = (): void => clock.fail(lost(undefined));
  client.once('close', onLoss);
  const whole = setTimeout(() => clock.expire('whole'), host.deadlines.whole);
  try {
    const line = request.asRoot ? 'sudo -n /bin/sh -s' : 'exec /bin/sh -s';
    const { channel, closed } = await execute(client, line, false, clock);
    clock.enter('firstByte');
    const onOutput = (): void => (clock.stage === 'firstByte' ? clock.enter('idle') : clock.heard());
    channel.on('data', (chunk: Buffer) => {
      stdout.add(chunk);
      onOutput();
    });
    channel.stderr.on('data', (chunk: Buffer) => {
      stderr.add(chunk);
      onOutput();
    });
    channel.end(request.script);
    const exitCode = await clock.until(closed);
    return {
      exitCode,
      stdout: stdout.text(),
      stderr: stderr.text(),
      dropped: stdout.dropped + stderr.dropped,
      milliseconds: performance.now() - started,
    };
  } finally {
    clock.stop();
    clearTimeout(whole);
    client.off('close', onLoss);
  }
}
