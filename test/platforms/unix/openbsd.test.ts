import { expect, it } from 'vitest';
import { openbsd, openbsdSystem } from '../../../src/platforms/openbsd/index.ts';
import { probeScript, readAnswer } from '../../../src/platforms/reading.ts';
import { describeWith } from '../../describe-with.ts';
import { desiring } from '../desiring.ts';
import { describeSimulatedSystem } from './describe-simulated-system.ts';
import { describeTranscripts } from './describe-transcripts.ts';
import { simulateHost } from './simulated-host.ts';
import { simulationNeeds, toolsets } from './toolsets.ts';

const title = 'OpenBSD 7.5, hostname.lo0';

describeSimulatedSystem({
  platform: openbsd,
  name: 'openbsd',
  title,
  vips: ['192.0.2.100', '2001:db8::100'],
  drifts: [
    { title: 'the VIP is gone', script: 'ifconfig lo0 inet -alias 192.0.2.100', state: 'partial' },
    { title: 'hostname.lo0 is gone', script: 'rm /etc/hostname.lo0', state: 'partial' },
    { title: 'a line came into it', script: 'echo up >>/etc/hostname.lo0', state: 'drift' },
  ],
});

describeSimulatedSystem({
  platform: openbsd,
  name: 'openbsd',
  title,
  vips: ['192.0.2.100'],
  furnish: "printf '# by hand\\ninet alias 198.51.100.7 255.255.255.255\\n' >/etc/hostname.lo0",
  drifts: [
    { title: 'its line is gone', script: "sed -i '/192.0.2.100/d' /etc/hostname.lo0", state: 'partial' },
  ],
  toolsets: toolsets.slice(0, 1),
});

describeTranscripts(openbsdSystem);

describeWith(simulationNeeds, 'a file of others on OpenBSD whose last line has no end', () => {
  it.each(toolsets)(
    'gets ours on a line of its own, and is as it was when that is undone: $title',
    async (toolset) => {
      const others = 'inet alias 198.51.100.7 255.255.255.255';
      const host = await simulateHost('openbsd', toolset, `printf '${others}' >/etc/hostname.lo0`);
      try {
        const vips = [{ address: '192.0.2.100', family: 4 } as const];
        const { platform, observed } = readAnswer(await host.run(probeScript({ vips }, 'shell')));
        expect(platform.plan(desiring({ absent: vips }), observed)).toMatchObject({ kind: 'as-wanted' });
        const decision = platform.plan(desiring({ present: vips }), observed);
        const steps = decision.kind === 'change' ? decision.steps : [];
        const order = { run: 'run-1', fence: 7, owner: 'ops@admin1', deadman: undefined };
        const never = { command: ['echo', 'no'], expect: { is: 'yes' } } as const;
        const broken = steps.map((step) =>
          step.id.startsWith('vip-up') ? { ...step, confirm: [never] } : step,
        );
        const { ends } = openbsd.readChange(await host.run(openbsd.compile(broken, order)));
        expect(ends.map(({ end }) => end)).toEqual(['done', 'done', 'failed', 'undone', 'undone', 'undone']);
        expect(host.look().get('etc/hostname.lo0')).toMatch(new RegExp(`${others}$`));
        await host.run(openbsd.compile(steps, order));
        expect(host.look().get('etc/hostname.lo0')).toMatch(
          new RegExp(`${others}\ninet alias 192.0.2.100 255.255.255.255\n$`),
        );
      } finally {
        host.dispose();
      }
    },
  );
});
