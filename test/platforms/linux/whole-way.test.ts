import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Step } from '../../../src/core/step.ts';
import { linux } from '../../../src/platforms/linux/index.ts';
import type { Desired } from '../../../src/platforms/platform.ts';
import { probeScript, readAnswer } from '../../../src/platforms/reading.ts';
import { describeWith } from '../../describe-with.ts';
import { mustRun } from '../../lab/run-command.ts';
import { desiring } from '../desiring.ts';
import { sandboxNeeds, shells } from '../posix/sandbox.ts';

vi.setConfig({ testTimeout: 300_000 });

const order = { run: 'run-1', fence: 1, owner: 'ops@admin1', deadman: undefined };

const vips = [
  { address: '192.0.2.100', family: 4 as const },
  { address: '2001:db8::100', family: 6 as const },
];
const wanted = desiring({ present: vips, stack: 'ifupdown', arp: 'all' });
const unwanted = desiring({ absent: vips, stack: 'ifupdown', arp: 'all' });

/** A kernel's network of its own, with a NIC whose own value would outdo what is set for all, now and of NICs to come; /etc and /var/lib are copies. */
const furnish = `mount -t tmpfs tmpfs /media && mkdir /media/lib && mount -t tmpfs tmpfs /run && cp -a /etc /media/etc &&
mount --bind /media/etc /etc && mount --bind /media/lib /var/lib && mkdir -p /etc/network &&
echo 'source /etc/network/interfaces.d/*' >/etc/network/interfaces && rm -rf /etc/network/interfaces.d &&
ip link set lo up && ip link add eth0.100 type veth peer name far && ip link set eth0.100 up &&
ip address add 192.0.2.11/24 dev eth0.100 && sysctl -q -w net/ipv4/conf/eth0.100/arp_ignore=3 net/ipv4/conf/default/arp_ignore=3 &&
ip address add 198.51.100.7/32 dev lo && echo ready && exec sleep 3600`;

const look = `find /etc /var/lib -printf '%p %y %#m %s %l\\n' | sort; ip -o address
grep . /proc/sys/net/ipv4/conf/*/arp_*`;

/** What the kernel gives a NIC that comes later. */
const valuesOfNewNic = `ip link add later type veth peer name far-later &&
cat /proc/sys/net/ipv4/conf/later/arp_ignore; ip link del later`;

describeWith([...sandboxNeeds, 'nsenter'], 'on a real kernel', () => {
  let host: ChildProcess;

  beforeAll(async () => {
    host = spawn('unshare', ['-n', '-m', 'dash', '-c', furnish], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ready = host.stdout === null ? [] : [once(host.stdout, 'data')];
    await Promise.race([...ready, once(host, 'exit')]);
  });

  afterAll(() => {
    host.kill('SIGKILL');
  });

  it.each(shells)(
    '%s brings the VIPs, changes nothing a second time, and takes them away again',
    async (shell) => {
      const before = await inside(['dash', '-c', look]);
      expect(await carryOut(shell, wanted)).toEqual([
        'remember done',
        'arp-at-boot done',
        'arp-now done',
        'boot-files done',
        'vip-up-192.0.2.100 done',
        'vip-up-2001:db8::100 done',
      ]);
      expect(await inside(['ip', '-o', 'address', 'show', 'dev', 'lo'])).toMatch(
        /198\.51\.100\.7\/32[\s\S]*192\.0\.2\.100\/32[\s\S]*2001:db8::100\/128/,
      );
      expect(await inside(['sh', '-c', valuesOfNewNic])).toBe('1\n');
      expect(await carryOut(shell, wanted)).toEqual([]);
      expect(await carryOut(shell, unwanted)).toHaveLength(6);
      expect(await inside(['dash', '-c', look])).toBe(before);
    },
  );

  it.each(shells)(
    '%s tries them out, knows them for its own before they are confirmed, and then keeps them',
    async (shell) => {
      const before = await inside(['dash', '-c', look]);
      for (const [desired, lasting] of [
        [wanted, ['remember', 'arp-at-boot', 'boot-files']],
        [unwanted, ['boot-files', 'arp-as-before', 'arp-file-away', 'forget']],
      ] as const) {
        const steps = await planUnder(shell, desired);
        const trial = { ...order, deadman: 300 };
        const tried = linux.readChange(await inside(shell.split(' '), linux.compile(steps, trial)));
        expect(tried.armed).toEqual({ means: 'shell', seconds: 300 });
        expect((await planUnder(shell, desired)).map((step) => step.id)).toEqual(lasting);
        const kept = linux.readChange(await inside(shell.split(' '), linux.compileConfirm(steps, trial)));
        expect(kept.ends.map(({ step, end }) => `${step} ${end}`)).toEqual(lasting.map((id) => `${id} done`));
        expect(await planUnder(shell, desired)).toEqual([]);
      }
      expect(await inside(['dash', '-c', look])).toBe(before);
    },
  );

  it.each([
    ['ip addr add 192.0.2.100/30 dev lo', 'ip addr del 192.0.2.100/30 dev lo'],
    [
      'ip link add br0 type bridge && ip addr add 192.0.2.100/32 dev br0',
      'ip addr del 192.0.2.100/32 dev br0 && ip link del br0',
    ],
  ])(
    'after "%s" by hand the VIP is not removed, and ARP stays silent, until it is undone',
    async (accident, mending) => {
      const before = await inside(['dash', '-c', look]);
      await carryOut('dash', wanted);
      await inside(['dash', '-c', `ip addr del 192.0.2.100/32 dev lo && ${accident}`]);
      await expect(planUnder('dash', unwanted)).rejects.toThrow(
        /^192\.0\.2\.100\/\d+ on \w+ was not put there/,
      );
      await inside(['dash', '-c', mending]);
      await carryOut('dash', unwanted);
      expect(await inside(['dash', '-c', look])).toBe(before);
    },
  );

  it('a VIP is verified gone from every interface before ARP is as it was', async () => {
    const before = await inside(['dash', '-c', look]);
    await carryOut('dash', wanted);
    const steps = await planUnder('dash', unwanted);
    await inside(['ip', 'addr', 'add', '192.0.2.100/30', 'dev', 'lo']);
    const { ends } = linux.readChange(await inside(['dash'], linux.compile(steps, order)));
    expect(ends.map(({ step, end }) => `${step} ${end}`)).toEqual([
      'vip-down-192.0.2.100 failed',
      'vip-down-192.0.2.100 undone',
    ]);
    await inside(['ip', 'addr', 'del', '192.0.2.100/30', 'dev', 'lo']);
    await carryOut('dash', unwanted);
    expect(await inside(['dash', '-c', look])).toBe(before);
  });

  async function planUnder(shell: string, desired: Desired): Promise<readonly Step[]> {
    const { platform, observed } = readAnswer(await inside(shell.split(' '), probeScript({ vips }, 'shell')));
    const decision = platform.plan(desired, observed);
    if (decision.kind === 'refused') throw new Error(decision.reason);
    return decision.kind === 'change' ? decision.steps : [];
  }

  /** Probes, plans and carries out under this shell; how each step ended. */
  async function carryOut(shell: string, desired: Desired): Promise<readonly string[]> {
    const steps = await planUnder(shell, desired);
    if (steps.length === 0) return [];
    const answer = linux.readChange(await inside(shell.split(' '), linux.compile(steps, order)));
    return answer.ends.map(({ step, end, output }) => `${step} ${end}${end === 'done' ? '' : `: ${output}`}`);
  }

  function inside(argv: readonly string[], input = ''): Promise<string> {
    return mustRun(['nsenter', '-t', String(host.pid), '-n', '-m', ...argv], { input });
  }
});
