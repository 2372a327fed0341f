import { stringify } from 'yaml';
import { planHost } from '../../../src/planning/plan-host.ts';
import { readAnswer } from '../../../src/platforms/reading.ts';
import { windows } from '../../../src/platforms/windows/index.ts';
import { judgeHost } from '../../../src/verification/judge-host.ts';
import type { PowershellHost } from '../../powershell-host/powershell-host.ts';
import { desiring } from '../desiring.ts';
import type { SimulatedHost } from './simulated-hosts.ts';
import { probe } from './windows-host.ts';

/** The text of a transcript: what a simulated machine answers to the probe, and what vipfarm makes of it. */
export async function writeTranscript(host: PowershellHost, one: SimulatedHost): Promise<string> {
  const output = maskMark(await probe(host, await one.make(host)));
  const { present = [], absent = [], adopt = false } = one.wanted;
  const services = present.length > 0 ? [3389] : [];
  const wanted = desiring({
    present,
    absent,
    adopt,
    services: services.map((port) => ({ port, protocol: 'tcp' })),
  });
  const reading = readAnswer(output, [windows]);
  const plan = planHost('web01', reading, wanted);
  return stringify(
    {
      name: one.name,
      evidence: 'simulated',
      source: 'test/powershell-host: the real PowerShell engine on a machine that is JSON',
      wanted: {
        present: present.map((vip) => vip.address),
        absent: absent.map((vip) => vip.address),
        services,
        adopt,
      },
      expected: {
        platform: 'windows',
        title: plan.title,
        decision: plan.kind,
        steps: plan.kind === 'change' ? plan.steps.map((step) => step.id) : [],
        ...(plan.kind === 'refused' ? { reason: plan.reason } : {}),
        ...(present.length > 0 ? { state: judgeHost('web01', reading, wanted).state } : {}),
      },
      output,
    },
    { lineWidth: 0 },
  );
}

/** The mark is a digest of the moment of a change, so it is another one each time. */
function maskMark(output: string): string {
  return output.replace(/(?<=@@vipfarm change-mark\n)(?:[0-9A-F]{2}-)+[0-9A-F]{2}/, '00-11-22-33');
}
