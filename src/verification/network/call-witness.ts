import type { Host } from '../../inventory/fleet.ts';
import { platforms } from '../../platforms/index.ts';
import type { Introduction, WitnessKnowledge, WitnessNic } from '../../platforms/witness.ts';
import type { Session } from '../../transports/transport.ts';
import { findNic, type SegmentSigns } from './find-nic.ts';

/** A host that looks at the segment for us, connected. */
export interface Witness {
  readonly host: Host;
  readonly session: Session;
  readonly knowledge: WitnessKnowledge;
  readonly nic: WitnessNic;
  readonly introduction: Introduction;
}

/** Opens the session of a host that is to look at a segment for a long time. */
export type Connect = (host: Host, signal: AbortSignal) => Promise<Session>;

/** A watch lasts as long as the run: its end is given by its own script, its session and the operator. */
const longestWatch = 24 * 60 * 60 * 1000;

/** Connects to a host and asks it where it stands. The reason, in words, when it cannot be a witness. @throws Problem */
export async function callWitness(
  host: Host,
  signs: SegmentSigns,
  connect: Connect,
  signal: AbortSignal,
): Promise<Witness | string> {
  const session = await connect({ ...host, deadlines: { ...host.deadlines, whole: longestWatch } }, signal);
  let kept = false;
  try {
    const found = await introduce(session, signal);
    if (typeof found === 'string') return found;
    const nic = findNic(found.introduction, signs);
    if (nic === undefined) return 'none of its NICs is on the segment of the VIPs';
    if (found.knowledge.means(found.introduction).length === 0) return 'it has no program to look with';
    kept = true;
    return { host, session, nic, ...found };
  } finally {
    if (!kept) await session[Symbol.asyncDispose]();
  }
}

/** What a host says of itself, as its platform reads it; in words, why it has nothing to say. @throws Problem */
export async function introduce(
  session: Session,
  signal: AbortSignal,
): Promise<Pick<Witness, 'knowledge' | 'introduction'> | string> {
  for (const { witness: knowledge, kernel } of platforms) {
    if (knowledge === undefined) continue;
    const { stdout } = await session.run({ script: knowledge.introduction(), asRoot: true, signal });
    if (!stdout.startsWith(`${kernel}\n`)) continue;
    return { knowledge, introduction: knowledge.readIntroduction(stdout) };
  }
  return 'its system is none that vipfarm can look from';
}
