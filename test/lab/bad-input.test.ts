import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeWith } from '../describe-with.ts';
import { type ArpProber, countFrom } from './arp-prober.ts';
import { type Farm, startFarm } from './farm.ts';
import type { LabHost } from './lab-host.ts';
import { LAB_NEEDS } from './needs.ts';
import type { CommandResult } from './run-command.ts';
import { compareSnapshots, type Snapshot } from './snapshot.ts';
import { type Answer, askVipfarm, outcomesOf, statesOf } from './vipfarm-answer.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 900_000 });

const VIP = '192.0.2.100';
const MEMBERS = ['one', 'two'];

/** Stands before the real sysctl: the step that silences ARP takes long enough to pull the plug in it. */
const SLOW_SYSCTL = `cp /sbin/sysctl /run/sysctl.real
printf '#!/bin/sh\\ntouch /run/in-step; sleep 90; exec /run/sysctl.real "$@"\\n' >/run/sysctl.slow
chmod 755 /run/sysctl.slow && mount --bind /run/sysctl.slow /sbin/sysctl`;

describeWith(
  LAB_NEEDS,
  'what can go wrong is said with its place and a way out, and leaves nothing half-done',
  () => {
    let farm: Farm;
    let inventory: string;
    let prober: ArpProber;
    let before: ReadonlyMap<string, Snapshot>;

    beforeAll(async () => {
      farm = await startFarm({ hosts: MEMBERS.map((name) => ({ name, stack: 'ifupdown' })), vips: [VIP] });
      inventory = await farm.inventory({ pools: { web: poolOf(MEMBERS) } });
      await Promise.all(farm.hosts.map((host) => host.mustExec('echo ops:right | chpasswd')));
      before = new Map(
        await Promise.all(farm.hosts.map(async (host) => [host.name, await host.snapshot()] as const)),
      );
      prober = await farm.startProber(VIP);
    });

    afterAll(async () => {
      await farm?.[Symbol.asyncDispose]();
    });

    it('broken YAML: file, line and column, and no host is contacted', async () => {
      const file = join(farm.folder, 'broken.yaml');
      await writeFile(file, 'version: 1\npools:\n  web: { vips: [192.0.2.100, members: [one] }\n');
      const { code, stderr } = await farm.vipfarm(['plan', '-i', file]);
      expect(code).toBe(64);
      expect(stderr).toMatch(/broken\.yaml[\s\S]*\n +3:45 +not valid YAML/);
      expect(stderr).toContain('vipfarm lint');
    });

    it('an unknown host key: the fingerprint, and how to look at it', async () => {
      const knownHosts = join(farm.folder, 'nobody');
      await writeFile(knownHosts, '');
      const file = await farm.inventory({ pools: { web: poolOf(MEMBERS) }, defaults: { knownHosts } });
      const { code, stdout } = await farm.vipfarm(['apply', 'web', '--yes', '-i', file]);
      inventory = await farm.inventory({ pools: { web: poolOf(MEMBERS) } });
      expect(code).toBe(4);
      expect(stdout).toMatch(/unreachable +one .*SHA256:/);
      expect(stdout).toContain('vipfarm hostkeys scan');
      await expectUntouched();
    });

    it('a wrong sudo password: tried on one host, withheld from the other', async () => {
      for (const host of farm.hosts) {
        await host.mustExec(`sed -i.kept 's/NOPASSWD: *//' $(grep -l ^ops /etc/sudoers /etc/sudoers.d/*)`);
      }
      try {
        const file = await farm.inventory({
          pools: { web: poolOf(MEMBERS) },
          defaults: { becomePassword: { env: 'LAB_SUDO' } },
        });
        const wrong = await sudoing(file, 'wrong-for-sure');
        expect(wrong.code).toBe(4);
        expect(wrong.stdout).toMatch(/sudo did not let ops become root/);
        expect(wrong.stdout).toMatch(/not tried: (one|two) has rejected the same password/);
        expect(`${wrong.stdout}${wrong.stderr}`).not.toContain('wrong-for-sure');
        const right = await sudoing(file, 'right');
        expect(right.code).toBe(2);
      } finally {
        for (const host of farm.hosts) {
          await host.mustExec(
            'for f in $(ls /etc/sudoers.kept /etc/sudoers.d/*.kept 2>/dev/null); do mv $f $(echo $f | sed s/.kept$//); done',
          );
        }
        inventory = await farm.inventory({ pools: { web: poolOf(MEMBERS) } });
      }
    });

    it('a full disk: the step that fails is undone, and the host is as it was', async () => {
      const host = farm.host('one');
      await host.mustExec(
        'mkdir /run/full && mount -t tmpfs -o size=16k none /run/full && cp -a /etc/sysctl.d/. /run/full/ && mount --bind /run/full /etc/sysctl.d && ! cat /dev/zero >/etc/sysctl.d/filler 2>/dev/null',
      );
      try {
        const answer = await ask('apply', '--yes', '--limit', 'one');
        expect(outcomesOf(answer)).toEqual(new Map([['one', 'rolled-back']]));
        expect(answer.exitCode).toBe(8);
      } finally {
        await host.mustExec('umount /etc/sysctl.d /run/full && rmdir /run/full');
      }
      await expectUntouched();
    });

    it('a read-only /etc: refused before anything is done', async () => {
      const host = farm.host('one');
      await host.mustExec('mount --bind /etc /etc && mount -o remount,bind,ro /etc');
      try {
        const { code, stdout } = await farm.vipfarm([
          'apply',
          'web',
          '--yes',
          '--limit',
          'one',
          '-i',
          inventory,
        ]);
        expect(code).toBe(2);
        expect(stdout).toMatch(/refused +one +\/etc.* cannot be written/);
      } finally {
        await host.mustExec('umount /etc');
      }
      await expectUntouched();
    });

    it('a host that dies in mid-step: unknown, said so, and mended by the next apply', async () => {
      const host = farm.host('one');
      await host.mustExec(SLOW_SYSCTL);
      const applying = ask('apply', '--yes', '--batches', '2', '--max-fail', '1');
      await untilInStep(host);
      await host.powerLoss();
      const answer = await applying;
      expect(outcomesOf(answer)).toEqual(
        new Map([
          ['one', 'unknown'],
          ['two', 'changed'],
        ]),
      );
      expect(answer.exitCode).toBe(3);
      await host.boot();
      expect(statesOf(await ask('audit')).get('one')).toMatch(/^(missing|partial)$/);
      expect(outcomesOf(await ask('apply', '--yes')).get('one')).toBe('changed');
      expect(statesOf(await ask('audit'))).toEqual(new Map(MEMBERS.map((name) => [name, 'ok'])));
      await ask('remove', '--yes');
      await expectUntouched();
    });

    it('through all of this no member has answered ARP for the VIP', async () => {
      const count = await prober.stop();
      expect(count.requests).toBeGreaterThan(500);
      expect(
        countFrom(
          count,
          farm.hosts.map((host) => host.mac),
        ),
      ).toBe(0);
    });

    function poolOf(members: readonly string[]): Record<string, unknown> {
      return { vips: [VIP], director: 'lab', members };
    }

    function ask(...argv: readonly string[]): Promise<Answer> {
      return askVipfarm(farm, inventory, [...argv, 'web']);
    }

    function sudoing(file: string, password: string): Promise<CommandResult> {
      return farm.vipfarm(['plan', 'web', '-v', '-i', file], { environment: { LAB_SUDO: password } });
    }

    async function untilInStep(host: LabHost): Promise<void> {
      const deadline = Date.now() + 60_000;
      while ((await host.exec('test -e /run/in-step')).code !== 0) {
        if (Date.now() > deadline) throw new Error('the step was never begun');
        await wait(100);
      }
    }

    async function expectUntouched(): Promise<void> {
      for (const host of farm.hosts) {
        expect([
          host.name,
          ...compareSnapshots(before.get(host.name) ?? new Map(), await host.snapshot()),
        ]).toEqual([host.name]);
        expect((await host.exec('ls -d /var/lib/vipfarm')).stdout).toBe('');
      }
    }
  },
);
