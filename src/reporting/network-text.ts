import { foldNames } from '../core/fold-names.ts';
import {
  type Acceptance,
  type Claim,
  describeClaimant,
  describeLosses,
  type PoisonedNeighbour,
  type SegmentReport,
} from '../core/network.ts';

/** What stands for a witness where there is none. */
const noHost = '-';

/** Who answers for the VIPs now, a line for each, and who looked. */
export function answerLines(report: SegmentReport): readonly string[] {
  const able = report.witnesses.filter(({ proves }) => proves !== 'nothing');
  if (able.length === 0) return [`Nobody looked at the network: ${whyNot(report)}.`];
  return report.vips.map(({ address, family }) => {
    const claims = report.claims.filter(({ vip }) => vip === address);
    const word = family === 4 ? 'ARP' : 'neighbour solicitations';
    const who = claims.length === 0 ? 'nobody' : [...new Set(claims.map(describeClaimant))].join(', ');
    const isGood = claims.every(({ claimant }) => claimant.kind === 'director');
    const verdict = isGood ? (claims.length === 0 ? '' : ' Good.') : ' That must not be.';
    return `Who answers ${word} for ${address} now: ${who}.${verdict}`;
  });
}

/** What the witnesses saw while hosts were changed and after, and whether the servers answer on the VIPs themselves. */
export function proofLines(
  watched: readonly SegmentReport[],
  acceptances: readonly Acceptance[],
): readonly string[] {
  return [...watchedLine(watched), ...acceptedLines(acceptances)];
}

/** Whoever would send packets for a VIP past its director. */
export function poisonLines(
  poisoned: readonly PoisonedNeighbour[],
  pools: readonly string[],
): readonly string[] {
  if (poisoned.length === 0) return [];
  const lines = poisoned.map(({ host, vip, mac }) => `  ${host} has ${vip} at ${mac}`);
  return [
    `Neighbour tables that lead a VIP past its director:`,
    ...lines,
    `  vipfarm heal ${pools.join(' ')}`,
  ];
}

function watchedLine(watched: readonly SegmentReport[]): readonly string[] {
  if (watched.length === 0) return [];
  const witnesses = watched.flatMap((report) => report.witnesses);
  const able = new Set(witnesses.filter(({ proves }) => proves !== 'nothing').map(({ host }) => host));
  const [first] = watched;
  if (able.size === 0) return first === undefined ? [] : [`network   not looked at: ${whyNot(first)}`];
  const requests = witnesses.reduce((sum, one) => sum + one.requests, 0);
  const claims = watched.flatMap((report) => report.claims);
  const vips = [...new Set(watched.flatMap((report) => report.vips.map(({ address }) => address)))].join(
    ', ',
  );
  const counted = `${requests.toLocaleString('en')} requests from ${able.size} ${able.size === 1 ? 'witness' : 'witnesses'}`;
  return [`network   ${answererText(claims)} answered for ${vips}, ${counted}`, ...lossLines(watched)];
}

/** Who was lost on the way, and what nobody looked at any more when the last look ended. */
function lossLines(watched: readonly SegmentReport[]): readonly string[] {
  const blind = watched.at(-1)?.unwatched ?? [];
  const end = blind.length === 0 ? [] : [`in the end nobody looked for ${blind.join(', ')}`];
  return [...describeLosses(watched), ...end].map((line) => `          ${line}`);
}

function answererText(claims: readonly Claim[]): string {
  const names = [...new Set(claims.map(describeClaimant))];
  if (names.length === 0) return 'nobody';
  return claims.every(({ claimant }) => claimant.kind === 'director')
    ? `only ${names.join(', ')}`
    : names.join(', ');
}

function acceptedLines(acceptances: readonly Acceptance[]): readonly string[] {
  const services = [...new Set(acceptances.map(({ vip, port }) => `${vip}:${port}`))];
  return services.flatMap((service) => {
    const mine = acceptances.filter(({ vip, port }) => `${vip}:${port}` === service);
    const good = mine.filter(({ verdict }) => verdict === 'answers').length;
    const others = mine.filter(({ verdict }) => verdict !== 'answers');
    const kinds = [...new Set(others.map(({ found }) => found))];
    if (mine.every(({ verdict }) => verdict === 'untried')) {
      return [`accepted  nobody was asked on ${service}: ${kinds.join('; ')}`];
    }
    return [
      `accepted  ${good} of ${mine.length} answer on ${service} themselves`,
      ...kinds.map((found) => {
        const hosts = others.filter((one) => one.found === found).map(({ host }) => host);
        return `          ${foldNames(hosts)}: ${found}`;
      }),
    ];
  });
}

function whyNot({ witnesses }: SegmentReport): string {
  const reasons = new Set(
    witnesses.flatMap(({ host, reason }) => {
      if (reason === undefined) return [];
      return host === noHost ? reason : `${host}: ${reason}`;
    }),
  );
  return reasons.size === 0 ? 'there is no witness' : [...reasons].join('; ');
}
