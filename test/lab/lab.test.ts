import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeWith } from '../describe-with.ts';
import { type ArpCount, countFrom } from './arp-prober.ts';
import { type Farm, startFarm } from './farm.ts';
import { LAB_NEEDS } from './needs.ts';
import { runCommand } from './run-command.ts';
import { compareSnapshots } from './snapshot.ts';
import { STACKS } from './stack-files.ts';

const HIDE = 'sysctl -q -w net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2';
const SHOW = 'sysctl -q -w net.ipv4.conf.all.arp_ignore=0 net.ipv4.conf.all.arp_announce=0';

// The first run on a machine builds the tree that hosts are made from.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 900_000 });

describeWith(LAB_NEEDS, 'the lab', () => {
  let farm: Farm;

  beforeAll(async () => {
    farm = await startFarm({ hosts: STACKS.map((stack) => ({ name: stack, stack })) });
  });

  afterAll(async () => {
    await farm?.[Symbol.asyncDispose]();
  });

  it.each(STACKS)('boots a host with %s that lets ops in and lets it become root', async (stack) => {
    const { stdout } = await logIn(farm, farm.host(stack).address, 'hostname; sudo -n id -u');
    expect(stdout).toBe(`${stack}\n0\n`);
  });

  it.each(STACKS)('finds %s as it was after a power loss, and nothing of what only ran', async (stack) => {
    const host = farm.host(stack);
    const before = await host.snapshot();
    expect(before.size).toBeGreaterThan(1000);
    await host.mustExec('echo kept > /var/tmp/kept; ip address add 192.0.2.200/32 dev lo');
    await host.mustExec('sysctl -q -w net.ipv4.conf.all.arp_ignore=8');
    expect(compareSnapshots(before, await host.snapshot())).toEqual([
      'sysctl net.ipv4.conf.all.arp_ignore: 0 -> 8',
    ]);

    await host.powerLoss();
    await host.boot();
    expect(await host.readFile('/var/tmp/kept')).toBe('kept\n');
    expect(await host.mustExec('ip address show dev lo')).not.toContain('192.0.2.200');
    expect(compareSnapshots(before, await host.snapshot())).toEqual([]);
  });

  it('hears the wrong replies of the usual recipe, address first and sysctl after', async () => {
    const host = farm.host('ifupdown');
    const count = await watch(farm, () =>
      host.mustExec(`ip address add 192.0.2.100/32 dev lo; sleep 0.5; ${HIDE}`),
    );
    expect(count.replies.get(host.mac)).toBeGreaterThan(0);
    expect(count.replies.get(farm.directorMac)).toBeGreaterThan(0);
    await host.mustExec(`ip address del 192.0.2.100/32 dev lo; ${SHOW}`);
  });

  it('hears no wrong reply when ARP is silenced first, and its clients reach every server', async () => {
    const members = farm.hosts.map((host) => host.mac);
    const count = await watch(farm, async () => {
      for (const host of farm.hosts) await host.mustExec(`${HIDE}; ip address add 192.0.2.100/32 dev lo`);
      await farm.client.forgetNeighbours();
      const names = await farm.client.fetch('192.0.2.100', 200);
      expect([...names.keys()].sort()).toEqual([...STACKS].sort());
      for (const host of farm.hosts) await host.mustExec(`ip address del 192.0.2.100/32 dev lo; ${SHOW}`);
    });
    expect(countFrom(count, members)).toBe(0);
    expect(count.replies.get(farm.directorMac)).toBeGreaterThan(count.requests * 0.9);
  });

  it('hears a server that answers ARP beside the director', async () => {
    const host = farm.host('networkd');
    const count = await watch(farm, () => host.mustExec('ip address add 192.0.2.100/32 dev lo; sleep 0.3'));
    expect([...count.replies.keys()].sort()).toEqual([farm.directorMac, host.mac].sort());
    await host.mustExec('ip address del 192.0.2.100/32 dev lo');
  });

  it('leaves nothing of a farm whose owner was killed, and this one alone', async () => {
    const owner = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', OWNER], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [folder] = await once(createInterface(owner.stdout), 'line');
    expect(await findTraces(String(folder))).toHaveLength(4);
    owner.kill('SIGKILL');
    await expect.poll(() => findTraces(String(folder)), { timeout: 60_000 }).toEqual([]);
    expect(await farm.host('netplan').mustExec('systemctl is-active ssh')).toBe('active\n');
  });
});

/** A process that makes a farm, says where, and then does nothing. */
const OWNER = `
import { startFarm } from './test/lab/farm.ts';
const farm = await startFarm({ hosts: [{ name: 'web', stack: 'ifupdown' }] });
console.log(farm.folder);
setInterval(() => undefined, 1000);
`;

/** What a run shows to a machine's administrator: mounts, namespaces, cgroups, processes. */
async function findTraces(folder: string): Promise<readonly string[]> {
  const id = basename(folder);
  const looks: Readonly<Record<string, string>> = {
    files: 'ls -d "/run/vipfarm-lab/$0"*; grep "/run/vipfarm-lab/$0" /proc/self/mounts',
    namespaces: 'ip netns | grep "vipfarm-$0-"',
    cgroups: 'find /sys/fs/cgroup -type d -name "vipfarm-$0-*"',
    processes: 'grep -l "vipfarm-$0-" /proc/[0-9]*/cgroup',
  };
  const found: string[] = [];
  for (const [kind, look] of Object.entries(looks)) {
    const { stdout } = await runCommand(['sh', '-c', `{ ${look}; } 2>/dev/null`, id]);
    if (stdout !== '') found.push(`${kind}:\n${stdout}`);
  }
  return found;
}

async function logIn(farm: Farm, address: string, command: string) {
  const options = ['-F', 'none', '-i', farm.identityFile, '-o', `UserKnownHostsFile=${farm.knownHosts}`];
  return farm.inLab(['ssh', ...options, '-o', 'StrictHostKeyChecking=yes', `ops@${address}`, command]);
}

async function watch(farm: Farm, change: () => Promise<unknown>): Promise<ArpCount> {
  await using prober = await farm.startProber('192.0.2.100');
  await change();
  return prober.stop();
}
