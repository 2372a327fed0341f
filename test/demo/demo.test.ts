import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { describeWith } from '../describe-with.ts';
import type { RunningProgram } from '../running-program.ts';
import { folderOf, footprintOf, remainsOf, startDemo, vipfarmCommand } from './running-demo.ts';

/** A demo takes half a minute by itself; other tests may run beside it. */
const patience = 600_000;

describeWith(['user-namespaces', 'ip', 'sysctl', 'nsenter'], 'vipfarm demo', () => {
  let demo: RunningProgram;
  afterEach(() => {
    demo.process.kill('SIGKILL');
  });

  it(
    'shows a whole life of a VIP without a wrong reply, and keeps the farm for other terminals until Ctrl-C',
    async () => {
      demo = startDemo(['--keep']);
      await demo.said('All files are below');
      const footprint = footprintOf(demo);
      await demo.said('The farm stays up until Ctrl-C');
      const shown = demo.output();

      expect(shown.split('\n')[0]).toMatch(/this machine's kernel/);
      expect(figure(shown, /vipfarm: +(\d+) wrong replies to \d+ requests/)).toBe(0);
      expect(figure(shown, /vipfarm: +0 wrong replies to (\d+) requests/)).toBeGreaterThan(0);
      expect(figure(shown, /the usual recipe: (\d+) wrong replies/)).toBeGreaterThan(0);
      expect(shown).toMatch(/rolled-back +web01 .*interfaces\.d/);
      expect(shown).toMatch(/Stopped at the gate after batch 1:\n.*\(web01\)/);
      expect(shown).toMatch(/Who answers ARP for 192\.0\.2\.100 now: director l4-a\. Good/);
      expect(shown).toMatch(/accepted +4 of 4 answer/);
      expect(shown).toMatch(/drift +web02/);
      expect(shown).toMatch(/the network is wrong already:\n.*web02/);
      expect(shown).toMatch(/web03 +192\.0\.2\.100 is not on lo/);
      expect(shown).toContain('is as it was at first: compared');
      expect(shown).not.toContain('Not as it is meant to be');

      expect(await elsewhere(shown, ['audit', 'web'])).toMatchObject({ exitCode: 2 });
      expect(await elsewhere(shown, ['apply', 'web', '--yes'])).toMatchObject({ exitCode: 0 });
      const audit = await elsewhere(shown, ['audit', 'web']);
      expect(audit).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('4 members: 4 ok') });

      demo.process.kill('SIGINT');
      expect(await demo.ended).toBe(0);
      expect(remainsOf(footprint)).toEqual([]);
    },
    patience,
  );

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'leaves no process, mount or file behind when %s comes while a command runs',
    async (signal) => {
      demo = startDemo([]);
      await demo.said('$ vipfarm plan web');
      const footprint = footprintOf(demo);
      demo.process.kill(signal);
      expect(await demo.ended).toBe(130);
      expect(remainsOf(footprint)).toEqual([]);
    },
    patience,
  );

  it(
    'runs on simulated hosts where user namespaces are refused, and says so first',
    async () => {
      const refuse = 'echo 0 >/proc/sys/user/max_user_namespaces && exec "$@"';
      const user = ['unshare', '-U', '--map-user=1000', '--map-group=1000', '--keep-caps'];
      demo = startDemo([], [...user, 'sh', '-c', refuse, 'sh']);
      expect(await demo.ended, demo.output()).toBe(0);
      const shown = demo.output();
      expect(shown.split('\n')[0]).toMatch(/^SIMULATED hosts/);
      expect(figure(shown, /vipfarm: +(\d+) wrong replies to \d+ requests/)).toBe(0);
      expect(figure(shown, /the usual recipe: (\d+) wrong replies/)).toBeGreaterThan(0);
      expect(shown).toMatch(/Stopped at the gate after batch 1:\n.*\(web01\)/);
      expect(shown).not.toContain('Not as it is meant to be');
      expect(shown).toMatch(/drift +web02/);
      expect(existsSync(folderOf(demo))).toBe(false);
    },
    patience,
  );

  it(
    'leaves nothing behind even when it is killed',
    async () => {
      demo = startDemo([]);
      await demo.said('The director owns the VIP');
      const footprint = footprintOf(demo);
      expect(remainsOf(footprint)).not.toEqual([]);
      demo.process.kill('SIGKILL');
      expect(await demo.ended).toBe('SIGKILL');
      while (remainsOf(footprint).length > 0) await pause(100);
    },
    patience,
  );
});

function figure(shown: string, pattern: RegExp): number {
  const found = pattern.exec(shown)?.[1];
  if (found === undefined) throw new Error(`${pattern} is not in:\n${shown}`);
  return Number(found);
}

/** Runs vipfarm as the demo says it is to be run in another terminal. */
async function elsewhere(shown: string, words: readonly string[]) {
  const exported = [...shown.matchAll(/^ {2}export (\w+)=(.*)$/gm)];
  const environment = Object.fromEntries(exported.map(([, name, value]) => [name, value]));
  const child = spawn(process.execPath, [...vipfarmCommand, ...words], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exitCode = new Promise((resolve) => child.once('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { stdout, stderr, exitCode: await exitCode };
}
