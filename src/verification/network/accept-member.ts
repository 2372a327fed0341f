import { parseAddress, type Vip } from '../../core/address.ts';
import type { Acceptance } from '../../core/network.ts';
import { asProblem } from '../../core/problem.ts';
import type { Service } from '../../core/service.ts';
import type { Host } from '../../inventory/fleet.ts';
import type { Witness } from './call-witness.ts';
import { isInSubnetOf } from './find-nic.ts';
import { greetingOf } from './greeting.ts';
import { type AcceptanceJudgement, judgeAcceptance } from './judge-acceptance.ts';
import type { Party } from './party.ts';

/** One member, one VIP and one service, and all that is known of the member's place on the segment. */
export interface AcceptanceQuestion {
  readonly member: Host;
  readonly vip: Vip;
  readonly service: Service;
  /** Of all its NICs; which of them is on the segment is found out. */
  readonly macs: readonly string[];
  nameOf(mac: string): string;
}

/** Carries a connection from a witness to the MAC of the member. Nobody else sees a packet of it. */
export async function acceptMember(
  party: Party | undefined,
  question: AcceptanceQuestion,
  signal: AbortSignal,
): Promise<Acceptance> {
  const { member, vip, service, macs } = question;
  const told = (witness: string, judgement: AcceptanceJudgement): Acceptance => ({
    host: member.name,
    vip: vip.address,
    port: service.port,
    witness,
    ...judgement,
  });
  const untried = (found: string) => told('-', { verdict: 'untried', found });
  if (service.protocol !== 'tcp') return untried('only TCP services can be tried');
  if (macs.length === 0) return untried(`the MAC of ${member.name} is not known`);
  const tried = new Set<Witness>();
  let end = untried('there is no witness beside it that can carry a connection to a chosen MAC');
  for (;;) {
    const witness = await nextWitness(party, question, tried, signal);
    if (party === undefined || witness === undefined) return end;
    tried.add(witness);
    try {
      const { judgement, heard } = await tryAll(witness, question, signal);
      if (heard) return told(witness.host.name, judgement);
      // The silence of a witness that may be on another segment says nothing about the member.
      const counts = judgement.verdict === 'untried' || isBeside(witness, question);
      const said = counts ? judgement : silentFromAfar;
      if (end.verdict === 'untried') end = told(witness.host.name, said);
    } catch (thrown) {
      if (signal.aborted) return untried('interrupted');
      await party.dismiss(witness, asProblem(thrown).message);
    }
  }
}

const silentFromAfar: AcceptanceJudgement = {
  verdict: 'untried',
  found: 'nothing came back, but no witness is known to be on its segment',
};

/** Those that are known to be on the member's segment come first. */
async function nextWitness(
  party: Party | undefined,
  question: AcceptanceQuestion,
  tried: ReadonlySet<Witness>,
  signal: AbortSignal,
): Promise<Witness | undefined> {
  const standing = (await party?.standing(signal)) ?? [];
  const fit = standing.filter(
    (witness) =>
      !tried.has(witness) &&
      witness.host.name !== question.member.name &&
      witness.knowledge.carrier(witness.introduction) !== undefined,
  );
  return fit.find((witness) => isBeside(witness, question)) ?? fit[0];
}

/** Its NIC's subnet holds the member, or its kernel has learned where the member is there. */
function isBeside({ nic, introduction }: Witness, { member, macs }: AcceptanceQuestion): boolean {
  const own = parseAddress(member.address);
  return (
    (own !== undefined && isInSubnetOf(nic, own.address)) ||
    introduction.neighbours.some((neighbour) => neighbour.nic === nic.name && macs.includes(neighbour.mac))
  );
}

/** Tries the MACs of the member one after the other until something comes back. @throws Problem of the session */
async function tryAll(
  witness: Witness,
  question: AcceptanceQuestion,
  signal: AbortSignal,
): Promise<Attempted> {
  let silent: Attempted | undefined;
  for (const mac of question.macs) {
    const attempted = await tryOne(witness, question, mac, signal);
    if (attempted.heard) return attempted;
    silent ??= attempted;
  }
  return silent ?? couldNot(`the MAC of ${question.member.name} is not known`);
}

interface Attempted {
  readonly judgement: AcceptanceJudgement;
  /** Whether anything came back. */
  readonly heard: boolean;
}

function couldNot(found: string): Attempted {
  return { judgement: { verdict: 'untried', found }, heard: false };
}

async function tryOne(
  { session, knowledge, introduction, nic }: Witness,
  { member, vip, service, macs, nameOf }: AcceptanceQuestion,
  mac: string,
  signal: AbortSignal,
): Promise<Attempted> {
  const carrier = knowledge.carrier(introduction);
  const memberAddress = parseAddress(member.address);
  const payload = greetingOf(service, vip);
  const script = carrier?.script({ vip, port: service.port, nic, mac, payload, memberAddress });
  if (carrier === undefined || script === undefined) {
    return couldNot(`the witness has no IPv${vip.family} address that a member could answer`);
  }
  const { stdout } = await session.run({ script, asRoot: true, signal });
  const { complete, frames, reason } = carrier.read(stdout);
  if (!complete) {
    return couldNot(`the witness could not carry the connection${reason === undefined ? '' : `: ${reason}`}`);
  }
  const askedItself = memberAddress?.family === vip.family;
  const judgement = judgeAcceptance({ vip, service, macs, askedItself, frames, nameOf });
  return { judgement, heard: frames.length > 0 };
}
