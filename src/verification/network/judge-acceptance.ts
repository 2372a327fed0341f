import type { Vip } from '../../core/address.ts';
import type { AcceptanceVerdict } from '../../core/network.ts';
import type { Service } from '../../core/service.ts';
import type { Frame } from '../../platforms/ethernet/read-frame.ts';
import { pingNumbers } from '../../platforms/witness.ts';
import { judgeGreeting } from './judge-greeting.ts';

/** One try of a connection to a member's MAC. */
export interface Attempt {
  readonly vip: Vip;
  readonly service: Service;
  /** All MACs of the member: it may answer through another NIC than the one that was asked. */
  readonly macs: readonly string[];
  /** Its own address was known, so it was asked for a ping too. */
  readonly askedItself: boolean;
  readonly frames: readonly Frame[];
  /** Whose MAC this is, for people. */
  nameOf(mac: string): string;
}

export interface AcceptanceJudgement {
  readonly verdict: AcceptanceVerdict;
  readonly found: string;
}

/** What came back says whether the member answers on the VIP itself. */
export function judgeAcceptance(attempt: Attempt): AcceptanceJudgement {
  const { vip, service, macs, frames, nameOf } = attempt;
  const fromVip = frames.filter((frame) => frame.from === vip.address);
  const other = fromVip.find(({ mac }) => !macs.includes(mac));
  if (other !== undefined) {
    return { verdict: 'answered-by-another', found: `the answer came from ${nameOf(other.mac)}` };
  }
  const spoken = fromVip.flatMap(({ content }) => (content.kind === 'tcp' ? [content] : []));
  if (spoken.some(({ syn }) => syn)) {
    const response = spoken.find(({ payload }) => payload !== '')?.payload ?? '';
    const { works, found } = judgeGreeting(service, response);
    return { verdict: works ? 'answers' : 'not-listening', found };
  }
  if (spoken.some(({ reset }) => reset)) {
    return { verdict: 'not-listening', found: `port ${service.port} refuses connections to the VIP` };
  }
  return judgeRefusal(attempt) ?? judgeSilence(attempt);
}

/** ICMP says that a packet was not wanted, or that the host wanted to pass it on. */
function judgeRefusal({ vip, frames }: Attempt): AcceptanceJudgement | undefined {
  for (const { from, content } of frames) {
    if (content.kind !== 'icmp-error' || content.about !== vip.address) continue;
    const told = `ICMP type ${content.type}, code ${content.code}, from ${from}`;
    return isPassedOn(vip.family, content.type, content.code)
      ? { verdict: 'no-vip', found: `it passes packets for the VIP on (${told})` }
      : { verdict: 'filtered', found: `a filter refuses the connection (${told})` };
  }
  return undefined;
}

/** Redirects, expired packets, networks and hosts that cannot be reached: only a router says these. */
function isPassedOn(family: 4 | 6, type: number, code: number): boolean {
  if (family === 4) return type !== 3 || code === 0 || code === 1;
  return type !== 1 || code === 0 || code === 3;
}

function judgeSilence({ vip, service, frames, askedItself }: Attempt): AcceptanceJudgement {
  const answered = (number: number) =>
    frames.some(({ content }) => content.kind === 'echo-reply' && content.number === number);
  if (frames.some(({ from, content }) => from === vip.address && content.kind === 'echo-reply')) {
    return { verdict: 'filtered', found: `the VIP answers a ping; port ${service.port} is silent` };
  }
  if (answered(pingNumbers.member)) {
    return { verdict: 'no-vip', found: 'its own address answers a ping, the VIP answers nothing' };
  }
  return askedItself
    ? { verdict: 'filtered', found: 'nothing came back, not even from its own address' }
    : { verdict: 'no-vip', found: `nothing came back, neither from port ${service.port} nor to a ping` };
}
