import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../lab/run-command.ts';
import { startMisbehaving } from '../transports/servers/misbehaving.ts';
import { vipfarm } from './contestants.ts';
import { applyToFirst } from './first-apply.ts';
import { type BenchFleet, startFleet, vip } from './fleet.ts';
import { measure } from './measure.ts';
import type { BenchPart } from './parts.ts';
import { table } from './table.ts';

/** One host stuck in each phase among many that are well. */
export const hang: BenchPart = {
  name: 'hang',
  needs: ['root', 'unshare', 'time', 'ssh-keygen', 'sshd'],
  hosts: [200],
  async run({ hosts, fanout, say }) {
    await using fleet = await startFleet();
    await applyToFirst(fleet);
    await using stuck = await startStuckHosts(fleet);
    const lines: string[] = [];
    for (const count of hosts) {
      const alone = await audit(fleet, fleet.choose(count).inventory, fanout);
      say(`hang  ${count} hosts alone: ${alone.wall.toFixed(1)} s`);
      const together = await audit(fleet, stuck.besides(count), fanout);
      say(`hang  with ${stuck.names.length} that hang: ${together.wall.toFixed(1)} s`);
      lines.push(...describe(count, stuck.names, alone, together));
    }
    return lines;
  },
};

/** Seconds that a stuck host is given in the phase that it is stuck in. */
const limit = 40;

interface StuckHosts extends AsyncDisposable {
  readonly names: readonly string[];
  /** An inventory in which the stuck hosts come first, before `count` hosts that are well. */
  besides(count: number): string;
}

/** They live in this process; the first is an address whose packets nobody ever answers. */
async function startStuckHosts(fleet: BenchFleet): Promise<StuckHosts> {
  await mustRun('ip neigh add 198.51.100.66 lladdr 02:00:00:00:00:66 dev eth0'.split(' '));
  const never = (): void => undefined;
  const servers = {
    'no-banner': await startMisbehaving({ onConnect: never }),
    'no-key-exchange': await startMisbehaving({ onConnect: (socket) => socket.write('SSH-2.0-stuck\r\n') }),
    'no-login': await startMisbehaving({ onLogin: never }),
    'no-channel': await startMisbehaving({ onChannel: never }),
    'no-output': await startMisbehaving({ onCommand: (accept) => accept() }),
  };
  const keys = Object.values(servers).map(({ port, hostKey }) => `[127.0.0.1]:${port} ${hostKey}\n`);
  const knownHosts = join(fleet.folder, 'known_hosts.stuck');
  writeFileSync(knownHosts, keys.join(''));
  const timeouts = ['tcp', 'banner', 'keyExchange', 'authentication', 'channel', 'firstByte', 'idle'];
  const settings = `knownHosts: ${knownHosts}, timeouts: { ${timeouts.map((one) => `${one}: ${limit}`).join(', ')} }`;
  const entries = [
    `  no-answer: { address: 198.51.100.66, ${settings} }`,
    ...Object.entries(servers).map(
      ([name, { port }]) => `  ${name}: { address: 127.0.0.1, port: ${port}, ${settings} }`,
    ),
  ];
  const names = ['no-answer', ...Object.keys(servers)];
  return {
    names,
    besides: (count) => {
      const path = join(fleet.folder, `inventory-stuck-${count}.yaml`);
      writeFileSync(
        path,
        `version: 1
defaults: { ${fleet.settings} }
hosts:
${entries.join('\n')}
pools:
  web: { vips: [${vip}], members: [${names.join(', ')}, "127.1.0.[1-${count}]"] }
`,
      );
      return path;
    },
    [Symbol.asyncDispose]: async () => {
      for (const server of Object.values(servers)) await server[Symbol.asyncDispose]();
    },
  };
}

interface Audit {
  /** Seconds of the whole run. */
  readonly wall: number;
  /** Seconds after which the last host was read that could be. */
  readonly lastRead: number;
  readonly reasons: ReadonlyMap<string, string>;
  readonly ok: number;
}

async function audit(fleet: BenchFleet, inventory: string, fanout: number): Promise<Audit> {
  const started = Date.now();
  const program = vipfarm(fleet, ['audit', '-i', inventory, '--fanout', String(fanout), '--output', 'json']);
  const { wall, stdout } = await measure(program, fleet.folder);
  const { run, hosts } = JSON.parse(stdout) as {
    run: string;
    hosts: readonly { host: string; state: string; reason?: string }[];
  };
  const journal = readFileSync(join(fleet.folder, 'state/vipfarm/runs', run, 'journal.jsonl'), 'utf8');
  const read = journal
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { at: string; kind: string });
  const times = read.filter((event) => event.kind === 'host-probed').map((event) => Date.parse(event.at));
  return {
    wall,
    lastRead: (Math.max(...times) - started) / 1000,
    reasons: new Map(hosts.map(({ host, reason }) => [host, reason ?? ''])),
    ok: hosts.filter((host) => host.state === 'ok').length,
  };
}

function describe(count: number, names: readonly string[], alone: Audit, together: Audit): readonly string[] {
  for (const { ok } of [alone, together]) {
    if (ok !== count) throw new Error(`${ok} of ${count} hosts that are well were read`);
  }
  return [
    ...table(
      ['', 'hosts read', 'the last one after, s', 'end of the run after, s'],
      [
        [`${count} hosts`, String(alone.ok), alone.lastRead.toFixed(1), alone.wall.toFixed(1)],
        [
          `${names.length} that hang, then ${count} hosts`,
          String(together.ok),
          together.lastRead.toFixed(1),
          together.wall.toFixed(1),
        ],
      ],
    ),
    '',
    `Each stuck host was given ${limit} s in its phase, and all of them are at the head of the list:`,
    '',
    ...names.map((name) => `- ${name}: ${together.reasons.get(name)}`),
  ];
}
