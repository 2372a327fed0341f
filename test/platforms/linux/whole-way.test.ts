import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Desired } from '../../../src/platforms/platform.ts';
import { probeScript, type Reading, readAnswer } from '../../../src/platforms/reading.ts';
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

/** A kernel's network of its own, with a NIC whose own value would outdo what is set for all; /etc and /var/lib are copies. */
const furnish = `mount -t tmpfs tmpfs /media && mkdir /media/lib && mount -t tmpfs tmpfs /run && cp -a /etc /media/etc &&
mount --bind /media/etc /etc && mount --bind /media/lib /var/lib && mkdir -p /etc/network &&
echo 'source /etc/network/interfaces.d/*' >/etc/network/interfaces && rm -rf /etc/network/interfaces.d &&
ip link set lo up && ip link add eth0.100 type veth peer name far && ip link set eth0.100 up &&
ip address add 192.0.2.11/24 dev eth0.100 && sysctl -q -w net/ipv4/conf/eth0.100/arp_ignore=3 &&
ip address add 198.51.100.7/32 dev lo && echo ready && exec sleep 3600`;

const look = `find /etc /var/lib -printf '%p %y %#m %s %l\\n' | sort; ip -o address
grep . /proc/sys/net/ipv4/conf/*/arp_*`;

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
      expect(await carryOut(shell, wanted)).toEqual([]);
      expect(await carryOut(shell, unwanted)).toHaveLength(6);
      expect(await inside(['dash', '-c', look])).toBe(before);
    },
  );

  /** Probes, plans and carries out under this shell; how each step ended. */
  async function carryOut(shell: string, desired: Desired): Promise<readonly string[]> {
    const { platform, observed }: Reading = readAnswer(await inside(shell.split(' '), probeScript({ vips })));
    const decision = platform.plan(desired, observed);
    if (decision.kind === 'refused') throw new Error(decision.reason);
    if (decision.kind === 'as-wanted') return [];
    const answer = platform.readChange(
      await inside(shell.split(' '), platform.compile(decision.steps, order)),
    );
    return answer.ends.map(({ step, end, output }) => `${step} ${end}${end === 'done' ? '' : `: ${output}`}`);
  }

  function inside(argv: readonly string[], input = ''): Promise<string> {
    return mustRun(['nsenter', '-t', String(host.pid), '-n', '-m', ...argv], { input });
  }
});
