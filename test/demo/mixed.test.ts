import { afterEach, expect, it } from 'vitest';
import { describeWith } from '../describe-with.ts';
import type { RunningProgram } from '../running-program.ts';
import { footprintOf, remainsOf, startDemo } from './running-demo.ts';

/** It takes a minute by itself; other tests may run beside it, and a program may have to be built first. */
const patience = 900_000;
const namespaces = ['user-namespaces', 'ip', 'sysctl', 'nsenter'];
const guests = ['dash', 'gawk', 'dotnet', 'gcc', 'openssl'];

describeWith([...namespaces, ...guests], 'vipfarm demo --mixed', () => {
  let demo: RunningProgram;
  afterEach(() => {
    demo.process.kill('SIGKILL');
  });

  it(
    'takes a pool of five systems through plan, apply, verify, audit, mending and removal',
    async () => {
      demo = startDemo(['--mixed']);
      await demo.said('$ vipfarm plan web');
      const footprint = footprintOf(demo);
      expect(await demo.ended, demo.output()).toBe(0);
      const shown = demo.output();
      expect(remainsOf(footprint)).toEqual([]);

      const [, real, simulated, , ...titles] = shown.split('\n');
      expect(real).toMatch(/^Real kernels: web\[01-04\]/);
      expect(simulated).toMatch(/^SIMULATED/);
      expect(
        titles.slice(0, 4).map((line) => line.split(' scripts run under ')[0]?.trim().replace(/ +/, ' ')),
      ).toEqual(['aix01 AIX 7.2', 'sol11 Solaris 11.4', 'fbsd01 FreeBSD 14.1', 'win01 Windows Server 2022']);
      expect(shown).toContain('8 members: 8 to change');
      expect(shown).toMatch(/^web {2}8 changed .* run \S+-web(-2)?$/m);
      expect(shown).toContain('8 members: 2 ok, 2 drift, 4 partial');
      expect(shown).toMatch(/drift +web02 +eth0 answers ARP/);
      expect(shown).toMatch(/partial +web03 +192\.0\.2\.100 is not on lo/);
      expect(shown).toMatch(/partial +aix01 +not in the entry vipfarm of inittab/);
      expect(shown).toMatch(/partial +sol11,fbsd01 +192\.0\.2\.100 is not on lo0/);
      expect(shown).toMatch(/drift +win01 +weak host receive is off on Ethernet/);
      expect(shown).toMatch(/^web {2}6 changed, 2 as wanted/m);
      expect(shown).toContain('8 members: 8 ok');
      expect(shown).toContain('Every member, of whatever system, is as it was at first');
      expect(shown).toMatch(/^0 wrong replies of the Linux members to [1-9]\d* requests/m);
      expect(shown).not.toContain('Not as it is meant to be');
    },
    patience,
  );

  it(
    'leaves Windows out by name where .NET is missing, and leaves nothing behind after Ctrl-C',
    async () => {
      const hideDotnet = 'mount --bind /dev/null "$(readlink -f "$(command -v dotnet)")" && exec "$@"';
      demo = startDemo(['--mixed'], ['unshare', '-Urm', 'sh', '-c', hideDotnet, 'sh']);
      await demo.said('$ vipfarm plan web');
      expect(demo.output()).toMatch(/^Left out on this machine:\n {2}win01 .* dotnet is missing/m);
      const footprint = footprintOf(demo);
      demo.process.kill('SIGINT');
      expect(await demo.ended).toBe(130);
      expect(remainsOf(footprint)).toEqual([]);
    },
    patience,
  );
});
