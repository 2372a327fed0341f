import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { median } from './compare.ts';
import { type Cost, measure } from './measure.ts';
import type { BenchPart } from './parts.ts';
import { table } from './table.ts';

/** Above this the package's own search for duplicate keys would take the rest of the day. */
const mostWithAllKeys = 10_000;

/** `vipfarm lint` of large inventories, beside the yaml package that only parses the same files. */
export const lint: BenchPart = {
  name: 'lint',
  needs: ['root', 'unshare', 'time'],
  hosts: [10_000, 20_000, 50_000],
  async run({ hosts, rounds, say }) {
    const folder = mkdtempSync(join(tmpdir(), 'vipfarm-bench-'));
    const rows: (readonly string[])[] = [];
    try {
      for (const count of hosts) {
        for (const listed of [false, true]) {
          const file = join(folder, 'inventory.yaml');
          writeFileSync(file, inventoryOf(count, listed));
          const shape = `${count} entries${listed ? ', members one by one' : ', members as a range'}`;
          for (const row of await compareWithParsing(file, count, rounds, folder)) {
            rows.push([shape, ...row]);
            say(`lint  ${shape}  ${row.join('  ')}`);
          }
        }
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
    return table(['file', '', 'wall, s', 'CPU, s', 'CPU, of yaml alone', 'memory, MB'], rows);
  },
};

/** Each host with an entry and an address of its own; as members a range, or each by its name. */
function inventoryOf(hosts: number, listed: boolean): string {
  const numbers = Array.from({ length: hosts }, (_, at) => at);
  const name = (at: number) => `web${String(at).padStart(5, '0')}.dc1`;
  const address = (at: number) => `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`;
  const entry = (at: number) =>
    `  ${name(at)}: { address: ${address(at)}, site: dc${at % 3}, port: ${at % 2 === 0 ? 22 : 2222} }`;
  const members = listed
    ? numbers.map((at) => `      - ${name(at)}`)
    : [`      - "web[00000-${String(hosts - 1).padStart(5, '0')}].dc1"`];
  return [
    'version: 1',
    'directors: { l4-a: { macs: ["02:00:5e:00:01:0a"] } }',
    'hosts:',
    ...numbers.map(entry),
    'pools:',
    '  web:',
    '    vips: [192.0.2.100]',
    '    director: l4-a',
    '    members:',
    ...members,
    '',
  ].join('\n');
}

async function compareWithParsing(
  file: string,
  hosts: number,
  rounds: number,
  folder: string,
): Promise<readonly (readonly string[])[]> {
  const contestants: readonly (readonly [name: string, argv: readonly string[]])[] = [
    ['yaml alone, duplicate keys not searched', ['.cache/bench/bare-yaml.js', file]],
    ['vipfarm lint', ['dist/main.js', 'lint', '-i', file]],
    ['yaml alone, as it comes', ['.cache/bench/bare-yaml.js', file, '--all-keys']],
  ];
  const running = contestants.slice(0, hosts > mostWithAllKeys ? 2 : 3);
  const costs = running.map((): Cost[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, [name, argv]] of running.entries()) {
      const cost = await measure({ argv: [process.execPath, ...argv] }, folder);
      if (cost.exitCode !== 0) throw new Error(`${name} ended with ${cost.exitCode}: ${cost.stdout}`);
      costs[index]?.push(cost);
    }
  }
  const medians = costs.map((each) => ({
    wall: median(each.map((cost) => cost.wall)),
    cpu: median(each.map((cost) => cost.cpu)),
    memory: median(each.map((cost) => cost.memory)),
  }));
  return medians.map(({ wall, cpu, memory }, index) => [
    running[index]?.[0] ?? '',
    wall.toFixed(1),
    cpu.toFixed(1),
    (cpu / (medians[0]?.cpu ?? Number.NaN)).toFixed(2),
    memory.toFixed(0),
  ]);
}
