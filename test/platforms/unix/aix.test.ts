import { describe, expect, it } from 'vitest';
import type { HostPlan } from '../../../src/core/plan.ts';
import { planHost } from '../../../src/planning/plan-host.ts';
import { aix, aixSystem } from '../../../src/platforms/aix/index.ts';
import { recipe } from '../../../src/platforms/aix/recipe.ts';
import type { Desired } from '../../../src/platforms/platform.ts';
import { probeScript, readAnswer } from '../../../src/platforms/reading.ts';
import { observeUnix } from '../../../src/platforms/unix/observe.ts';
import type { FoundText } from '../../../src/platforms/unix/observed.ts';
import { describeWith } from '../../describe-with.ts';
import { readTranscripts } from '../../transcripts/read-transcripts.ts';
import { desiring } from '../desiring.ts';
import { describeSimulatedSystem } from './describe-simulated-system.ts';
import { describeTranscripts } from './describe-transcripts.ts';
import { type SimulatedHost, simulateHost } from './simulated-host.ts';
import { simulationNeeds, toolsets } from './toolsets.ts';

const order = { run: 'run-1', fence: 7, owner: 'ops@admin1', deadman: undefined };

const gone = { title: 'the VIP is gone', script: 'ifconfig lo0 delete 192.0.2.100', state: 'partial' };
const notExecutable = {
  title: 'the script is not executable',
  script: 'chmod 644 /etc/vipfarm/vip',
  state: 'drift',
};

describeSimulatedSystem({
  platform: aix,
  name: 'aix',
  title: 'AIX 7.2 TL05 SP03, inittab',
  otherStack: 'rc.d',
  vips: ['192.0.2.100', '192.0.2.101'],
  drifts: [
    gone,
    notExecutable,
    { title: 'the entry is gone', script: 'rmitab vipfarm', state: 'partial' },
    { title: 'the entry is another', script: 'chitab vipfarm:2:off:/etc/vipfarm/vip', state: 'partial' },
  ],
});

describeSimulatedSystem({
  platform: aix,
  name: 'aix',
  title: 'AIX 7.2 TL05 SP03',
  stack: 'rc.d',
  otherStack: 'rc.net',
  vips: ['192.0.2.100'],
  drifts: [gone, { title: 'the link is gone', script: 'rm /etc/rc.d/rc2.d/S09vipfarm', state: 'partial' }],
  toolsets: toolsets.slice(0, 2),
});

describeSimulatedSystem({
  platform: aix,
  name: 'aix',
  title: 'AIX 7.2 TL05 SP03',
  stack: 'rc.net',
  otherStack: 'inittab',
  vips: ['192.0.2.100'],
  drifts: [
    gone,
    { title: 'rc.net is as it was', script: "sed -i '/vipfarm/d' /etc/rc.net", state: 'partial' },
  ],
  toolsets: toolsets.slice(2, 4),
});

describeTranscripts(aixSystem);

it('the recipe that is often copied is recognised on AIX, and its defects are named', () => {
  const transcript = readTranscripts('aix').find(({ file }) => file.endsWith('simulated-recipe.yaml'));
  const { platform, observed } = readAnswer(transcript?.output ?? '');
  const checks = platform.checks(transcript?.wanted ?? desiring({}), observed);
  expect(checks.find(({ id }) => id === 'recipe')).toMatchObject({
    verdict: 'notice',
    found: expect.stringMatching(
      /mode 644 and cannot be executed.*names no interpreter.*the same for start and stop.*--adopt takes the VIP over/,
    ),
  });
});

it.each([
  ['rc.net', { content: `#!/bin/ksh\n/usr/sbin/ifconfig lo0 alias 192.0.2.100 netmask 255.255.255.255\n` }],
  ['inittab', { entry: 'dsr:2:once:/usr/sbin/ifconfig lo0 alias 192.0.2.100 netmask 255.255.255.255' }],
  ['nothing', { content: '# ifconfig lo0 alias 192.0.2.100\n', entry: 'dsr:2:once:/opt/dsr 192.0.2.100' }],
])('a VIP of AIX that %s sets as well is refused with that line by every stack', (where, found) => {
  const { content = '', entry = '' }: { content?: string; entry?: string } = found;
  const host = {
    ...observeUnix(aixSystem, new Map([['inittab', entry]])),
    files: new Map([['/etc/rc.net', { kind: 'file', mode: 0o744, content } as const]]),
  };
  const said = aixSystem.stacks.map(
    (stack) => stack.objection?.({ address: '192.0.2.100', family: 4 }, host) ?? 'nothing',
  );
  expect(said).toEqual(said.map(() => expect.stringContaining(where)));
});

describe('the recipe that is often copied', () => {
  const line = 'ifconfig lo0 alias 192.0.2.100 netmask 255.255.255.255 -arp';
  const vip = { address: '192.0.2.100', family: 4 } as const;

  it.each([
    ['its one line', line, true],
    ['a shell, comments and a path', `#!/bin/ksh\n# DSR\n\n/usr/sbin/${line}\n`, true],
    ['another VIP', `${line}\n${line.replace('2.100', '2.101')}\n`, false],
    ['a wider mask', line.replace('255.255.255.255', '255.255.255.0'), false],
    ['something else as well', `${line}\n/opt/app/start\n`, false],
  ])('is ended by a take-over only where it sets up nothing else: %s', (_what, content, ends) => {
    const host = {
      ...observeUnix(aixSystem, new Map()),
      files: new Map<string, FoundText>([
        ['/home/dsr.sh', { kind: 'file', mode: 0o644, content }],
        ['/etc/rc.d/rc2.d/S09dsr_start', { kind: 'link', target: '/home/dsr.sh' }],
      ]),
    };
    expect(recipe.ending([vip], host)).toEqual(ends ? ['/etc/rc.d/rc2.d/S09dsr_start'] : []);
  });

  describeWith(simulationNeeds, 'on a simulated host', () => {
    it('is taken over on request only, as a whole, and comes back when a step fails', async () => {
      const furnish = `mkdir /home; echo '${line}' >/home/dsr.sh; ln -s /home/dsr.sh /etc/rc.d/rc2.d/S09dsr_start`;
      const [toolset] = toolsets;
      if (toolset === undefined) throw new Error('there is no toolset');
      const host = await simulateHost('aix', toolset, furnish);
      try {
        await host.run(line);
        const wish = desiring({ present: [vip] });
        expect(await decide(host, wish)).toMatchObject({
          kind: 'refused',
          wayOut: expect.stringContaining('S09dsr_start, which would set it at boot, goes then'),
        });
        const decision = await decide(host, { ...wish, adopt: true });
        const steps = decision.kind === 'change' ? decision.steps : [];
        expect(decision).toMatchObject({ notices: [expect.stringContaining('mode 644')] });
        expect(steps.map((step) => step.title).join()).toContain('- /etc/rc.d/rc2.d/S09dsr_start');
        const never = { command: ['echo', 'no'], expect: { is: 'yes' } } as const;
        const broken = steps.map((step, at) =>
          at === steps.length - 1 ? { ...step, confirm: [never] } : step,
        );
        await host.run(aix.compile(broken, order));
        expect(host.look().get('etc/rc.d/rc2.d/S09dsr_start')).toBe('link /home/dsr.sh');
        await host.run(aix.compile(steps, order));
        expect(host.look().has('etc/rc.d/rc2.d/S09dsr_start')).toBe(false);
        await host.boot();
        expect(await decide(host, wish)).toMatchObject({ kind: 'as-wanted' });
        const leaving = await decide(host, desiring({ absent: [vip] }));
        await host.run(aix.compile(leaving.kind === 'change' ? leaving.steps : [], order));
        await host.boot();
        expect(
          readAnswer(await host.run(probeScript({ vips: [vip] }, 'shell'))).observed.addresses,
        ).not.toContainEqual(expect.objectContaining({ address: vip.address }));
      } finally {
        host.dispose();
      }
    }, 300_000);
  });

  async function decide(host: SimulatedHost, desired: Desired): Promise<HostPlan> {
    return planHost('host', readAnswer(await host.run(probeScript({ vips: [vip] }, 'shell'))), desired);
  }
});
