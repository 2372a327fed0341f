import type { Check, HostState, HostVerdict } from '../core/check.ts';
import { foldNames } from '../core/fold-names.ts';
import type { PlannedPool } from '../core/plan.ts';
import { alignColumns, countWords, groupAlike } from './group-alike.ts';

/** What an audit found: the counts, then only the hosts that are not ok, equal findings once. */
export function auditText(
  pools: readonly PlannedPool[],
  verdicts: readonly HostVerdict[],
  run: string,
  mend: string,
): string {
  const byName = new Map(verdicts.map((verdict) => [verdict.host, verdict]));
  const lines = pools.flatMap((pool) => {
    const mine = pool.members.flatMap((member) => byName.get(member) ?? []);
    return [headline(pool, mine), ...findings(mine)];
  });
  lines.push(...wayOut(verdicts, mend), `Evidence: vipfarm runs evidence ${run}`);
  return `${lines.join('\n')}\n`;
}

/** An apply is proposed only where it would do something; what a host needs besides is told by its plan. */
function wayOut(verdicts: readonly HostVerdict[], mend: string): readonly string[] {
  const others = verdicts.filter((verdict) => verdict.applyMends === false).map((verdict) => verdict.host);
  return [
    ...(verdicts.some((verdict) => verdict.applyMends) ? [`Mend it: ${mend}`] : []),
    ...(others.length === 0
      ? []
      : [`An apply does not mend ${foldNames(others)}; its plan tells what does.`]),
  ];
}

const stateOrder: readonly HostState[] = [
  'ok',
  'conflict',
  'drift',
  'partial',
  'missing',
  'foreign',
  'unreachable',
  'not-attempted',
];

function headline(pool: PlannedPool, verdicts: readonly HostVerdict[]): string {
  const counts = countWords(
    stateOrder.map((state) => [verdicts.filter((verdict) => verdict.state === state).length, state]),
  );
  const members = verdicts.length === 1 ? '1 member' : `${verdicts.length} members`;
  return `${pool.name}  ${pool.vips.map((vip) => vip.address).join('  ')}   ${members}: ${counts || 'none selected'}`;
}

function findings(verdicts: readonly HostVerdict[]): readonly string[] {
  const open = verdicts.filter((verdict) => verdict.state !== 'ok');
  const rows = groupAlike(open, (verdict) => JSON.stringify([verdict.state, describe(verdict)])).map(
    (group) => [group.first.state, group.names, describe(group.first)],
  );
  return alignColumns(rows, '  ');
}

function describe(verdict: HostVerdict): string {
  if (verdict.reason !== undefined) return verdict.reason;
  if (verdict.state === 'missing') return 'nothing of it is there';
  const open = verdict.checks.filter(
    (check) => check.verdict !== 'ok' && (check.verdict !== 'notice' || verdict.state === 'foreign'),
  );
  const stranger = verdict.checks.some((check) => check.id === 'made-by-vipfarm' && check.verdict !== 'ok');
  const words = open.map((check) => check.found);
  if (stranger && verdict.state !== 'foreign') words.push('not made by vipfarm: apply --adopt takes it over');
  return words.join('; ');
}

/** Every check of every host: what was expected, what was found. Hosts that read the same are shown once. */
export function verifyText(verdicts: readonly HostVerdict[], run: string): string {
  const lines = groupAlike(verdicts, (verdict) =>
    JSON.stringify([verdict.title, verdict.state, verdict.reason, verdict.checks]),
  ).flatMap((group) => {
    const { title, state, reason, checks } = group.first;
    const count = group.count === 1 ? '' : `  (${group.count})`;
    return [
      `${group.names}${count}  ${title}: ${state}`,
      ...(reason === undefined ? [] : [`  ${reason}`]),
      ...alignColumns(checks.map(checkRow), '  '),
      '',
    ];
  });
  return `${lines.join('\n')}Evidence: vipfarm runs evidence ${run}\n`;
}

function checkRow(check: Check): readonly string[] {
  const found =
    check.verdict === 'ok' || check.verdict === 'notice'
      ? check.found
      : `${check.found}  (expected: ${check.expected})`;
  return [check.verdict, check.title, found];
}
