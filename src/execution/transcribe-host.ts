import { parseAddress } from '../core/address.ts';
import type { ExpectedReading, HostTranscript } from '../core/host-transcript.ts';
import { maskText } from '../core/mask.ts';
import type { Host } from '../inventory/fleet.ts';
import { planHost } from '../planning/plan-host.ts';
import type { Desired, Platform } from '../platforms/platform.ts';
import { probeScript, type Reading, readAnswer } from '../platforms/reading.ts';
import type { Session } from '../transports/transport.ts';
import { judgeHost } from '../verification/judge-host.ts';

/** Reads a host and masks its answer, whatever it is; nothing is changed there. @throws Problem of the session */
export async function transcribeHost(
  session: Session,
  host: Host,
  desired: Desired,
  platforms: readonly Platform[],
  at: { readonly day: string; readonly signal: AbortSignal },
): Promise<HostTranscript> {
  const script = probeScript({ vips: desired.present, method: desired.method }, session.language, platforms);
  const { stdout } = await session.run({ script, asRoot: true, signal: at.signal });
  const vips = desired.present.map((vip) => vip.address);
  const hostname = readIfReadable(stdout, platforms)?.observed.hostname ?? '';
  const names = [host.name, host.address, hostname];
  // In one text, so that the VIPs are replaced by the same as in the answer.
  const [first = '', ...rest] = maskText([vips.join(' '), stdout].join('\n'), names).split('\n');
  const present = first.split(' ').flatMap((address) => parseAddress(address) ?? []);
  const output = rest.join('\n');
  return {
    name: `a host that vipfarm doctor recorded on ${at.day}`,
    evidence: 'recorded',
    source: `${session.peer.software}, ${at.day}`,
    wanted: {
      present: present.map((vip) => vip.address),
      services: desired.services.map((service) => service.port),
    },
    expected: expectedOf(output, { ...desired, present }, platforms),
    output,
  };
}

function expectedOf(
  output: string,
  desired: Desired,
  platforms: readonly Platform[],
): ExpectedReading | undefined {
  const reading = readIfReadable(output, platforms);
  if (reading === undefined) return undefined;
  const plan = planHost('host', reading, desired);
  return {
    platform: reading.platform.id,
    title: plan.title,
    decision: plan.kind,
    steps: plan.kind === 'change' ? plan.steps.map((step) => step.id) : [],
    reason: plan.kind === 'refused' ? plan.reason : '',
    state: judgeHost('host', reading, desired).state,
  };
}

/** An answer that nobody can read yet is just what has to be recorded. */
function readIfReadable(output: string, platforms: readonly Platform[]): Reading | undefined {
  try {
    return readAnswer(output, platforms);
  } catch {
    return undefined;
  }
}
