import { parseAddress, type Vip } from '../../core/address.ts';
import type { Acceptance } from '../../core/network.ts';
import { asProblem } from '../../core/problem.ts';
import type { Service } from '../../core/service.ts';
import type { Host } from '../../inventory/fleet.ts';
import type { Witness } from './call-witness.ts';
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
  for (;;) {
    const witness = await firstFit(party, member, signal);
    if (party === undefined || witness === undefined) {
      return untried('there is no witness beside it that can carry a connection to a chosen MAC');
    }
    try {
      return told(witness.host.name, await tryAll(witness, question, signal));
    } catch (thrown) {
      if (signal.aborted) return untried('interrupted');
      await party.dismiss(witness, asProblem(thrown).message);
    }
  }
}

async function firstFit(
  party: Party | undefined,
  member: Host,
  signal: AbortSignal,
): Promise<Witness | undefined> {
  const standing = (await party?.standing(signal)) ?? [];
  return standing.find(
    ({ host, knowledge, introduction }) =>
      host.name !== member.name && knowledge.carrier(introduction) !== undefined,
  );
}

/** Tries the MACs of the member one after the other until something comes back. @throws Problem of the session */
async function tryAll(
  witness: Witness,
  question: AcceptanceQuestion,
  signal: AbortSignal,
): Promise<AcceptanceJudgement> {
  let silent: AcceptanceJudgement | undefined;
  for (const mac of question.macs) {
    const { judgement, heard } = await tryOne(witness, question, mac, signal);
    if (heard) return judgement;
    silent ??= judgement;
  }
  return silent ?? { verdict: 'untried', found: `the MAC of ${question.member.name} is not known` };
}

async function tryOne(
  { session, knowledge, introduction, nic }: Witness,
  { member, vip, service, macs, nameOf }: AcceptanceQuestion,
  mac: string,
  signal: AbortSignal,
): Promise<{ readonly judgement: AcceptanceJudgement; readonly heard: boolean }> {
  const carrier = knowledge.carrier(introduction);
  const memberAddress = parseAddress(member.address);
  const payload = greetingOf(service, vip);
  const script = carrier?.script({ vip, port: service.port, nic, mac, payload, memberAddress });
  if (carrier === undefined || script === undefined) {
    const found = `the witness has no IPv${vip.family} address that a member could answer`;
    return { judgement: { verdict: 'untried', found }, heard: true };
  }
  const { stdout } = await session.run({ script, asRoot: true, signal });
  const { complete, frames, reason } = carrier.read(stdout);
  if (!complete) {
    const found = `the witness could not carry the connection${reason === undefined ? '' : `: ${reason}`}`;
    return { judgement: { verdict: 'untried', found }, heard: true };
  }
  const askedItself = memberAddress?.family === vip.family;
  const judgement = judgeAcceptance({ vip, service, macs, askedItself, frames, nameOf });
  return { judgement, heard: frames.length > 0 };
}
