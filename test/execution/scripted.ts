import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../src/core/clock.ts';
import type { RunEvent } from '../../src/core/event.ts';
import { Problem } from '../../src/core/problem.ts';
import type { Conditions } from '../../src/execution/conditions.ts';
import type { Host } from '../../src/inventory/fleet.ts';
import { platforms } from '../../src/platforms/index.ts';
import { openRunFolder } from '../../src/store/run-folder.ts';
import type { Session } from '../../src/transports/transport.ts';
import { hostWith } from '../transports/host-fixture.ts';

/** What one call of a scripted session does: it prints a text, or ends with a problem. */
export type Line = string | Problem;

/** In a line of a script: the id of the run. */
export const thisRun = 'THIS-RUN';

export const lost = new Problem('connection-lost', 'the connection was closed', { retryable: true });

/** Hosts whose sessions answer from a script, call after call, over all connections; everything sent to them is kept. */
export interface ScriptedFarm extends Disposable {
  readonly conditions: Conditions;
  /** Where the run keeps its evidence. */
  readonly folder: string;
  readonly events: readonly RunEvent[];
  /** `web01 connect`, `web01 probe`, `web01 change`, `web01 close`, in their order. */
  readonly calls: readonly string[];
}

export function scriptedFarm(
  scripts: Readonly<Record<string, readonly Line[]>>,
  said: Partial<Conditions> = {},
): ScriptedFarm {
  const root = mkdtempSync(join(tmpdir(), 'vipfarm-test-'));
  const run = openRunFolder({ root, name: 'web', now: new Date(), redact: (text) => text });
  const left = new Map(Object.entries(scripts).map(([host, lines]) => [host, [...lines]]));
  const events: RunEvent[] = [];
  const calls: string[] = [];

  function next(host: string): string {
    const line = left.get(host)?.shift();
    if (line === undefined) throw new Error(`nothing more is scripted for ${host}`);
    if (line instanceof Problem) throw line;
    return line.replaceAll(thisRun, run.id);
  }

  async function connect(host: Host): Promise<Session> {
    calls.push(`${host.name} connect`);
    if (left.get(host.name)?.[0] === cannotConnect) next(host.name);
    return {
      host: host.name,
      language: 'shell',
      isOpen: true,
      peer: { address: host.address, software: 'scripted', hostKey: 'none', login: 'none' },
      async run({ script }) {
        calls.push(`${host.name} ${kindOf(script)}`);
        const stdout = next(host.name);
        return { exitCode: 0, stdout, stderr: '', dropped: 0, milliseconds: 1 };
      },
      async [Symbol.asyncDispose]() {
        calls.push(`${host.name} close`);
      },
    };
  }

  return {
    conditions: {
      connect,
      platforms,
      run,
      announce: (event) => events.push(event),
      fanout: 4,
      signal: new AbortController().signal,
      clock: aClock(),
      ...said,
    },
    events,
    calls,
    folder: run.path,
    [Symbol.dispose]() {
      run.close({ id: run.id, verb: 'apply', startedAt: '', endedAt: '', pools: [], hosts: [] });
      rmSync(root, { recursive: true });
    },
  };
}

function kindOf(script: string): string {
  if (script.includes('vf_probe')) return 'probe';
  if (script.includes('@@vipfarm at-work')) return 'recall';
  return 'change';
}

/** A clock on which only waiting takes time, and that at once. */
function aClock(): Clock {
  let now = Date.UTC(2026, 10, 22, 23, 10);
  return {
    now: () => now,
    sleep(milliseconds) {
      now += milliseconds;
      return Promise.resolve();
    },
  };
}

/** As a line of a script: the next connection to this host does not come about. */
export const cannotConnect = new Problem('tcp-refused', 'port 22 is closed', { wayOut: 'start sshd' });

export function aMember(name: string): Host {
  return hostWith({ name, address: name, user: 'ops', pools: ['web'] });
}
