import type { HostPlan, Plan, PlannedPool } from '../core/plan.ts';
import type { Step } from '../core/step.ts';
import { alignColumns, countWords, groupAlike } from './group-alike.ts';
import { rolloutLines } from './rollout-text.ts';

/** A plan for people: equal plans once, with the folded names; then what will not be done, and why. */
export function planText(plan: Plan, detailed: boolean): string {
  const byName = new Map(plan.hosts.map((host) => [host.host, host]));
  const pools = plan.pools
    .map((pool) => {
      const hosts = pool.members.flatMap((member) => byName.get(member) ?? []);
      return poolText(pool, hosts, detailed);
    })
    .join('\n');
  const rollout = rolloutLines(plan.rollout);
  return rollout.length === 0 ? pools : `${pools}\n${rollout.join('\n')}\n`;
}

function poolText(pool: PlannedPool, hosts: readonly HostPlan[], detailed: boolean): string {
  const of = (kind: HostPlan['kind']): readonly HostPlan[] => hosts.filter((host) => host.kind === kind);
  const counts = countWords([
    [of('change').length, 'to change'],
    [of('as-wanted').length, 'as wanted'],
    [of('refused').length, 'refused'],
    [of('unreachable').length, 'unreachable'],
    [of('not-attempted').length, 'not attempted'],
  ]);
  const vips = pool.vips.map((vip) => vip.address).join('  ');
  const members = hosts.length === 1 ? '1 member' : `${hosts.length} members`;
  const lines = [`${pool.name}  ${vips}   ${members}: ${counts || 'none selected'}`];
  for (const group of groupAlike(of('change'), changeKey)) {
    lines.push('', `  ${group.names}  (${group.count})  ${group.first.title}`);
    if (group.first.kind === 'change') lines.push(...stepLines(group.first.steps, detailed));
    lines.push(...group.first.notices.map((notice) => `    note: ${notice}`));
  }
  lines.push(...standingAside(hosts));
  return `${lines.join('\n')}\n`;
}

function changeKey(host: HostPlan): string {
  return JSON.stringify([host.title, host.kind === 'change' ? host.steps : [], host.notices]);
}

function stepLines(steps: readonly Step[], detailed: boolean): readonly string[] {
  return steps.flatMap((step) => {
    const risk = step.risk === 'none' ? '' : ` [${step.risk.replaceAll('-', ' ')}]`;
    const title = `    ${step.title}${risk}`;
    return detailed ? [title, `        why   ${step.reason}`, `        undo  ${undoWords(step)}`] : [title];
  });
}

function undoWords(step: Step): string {
  if (step.undo.length === 0) return 'stays: going back would be worse';
  return step.undo
    .map((action) => (action.kind === 'run' ? action.command.join(' ') : `${action.kind} ${action.path}`))
    .join('; ');
}

function standingAside(hosts: readonly HostPlan[]): readonly string[] {
  const aside = hosts.filter((host) => 'reason' in host);
  const noted = hosts.filter((host) => host.kind === 'as-wanted' && host.notices.length > 0);
  const rows = [
    ...groupAlike(aside, (host) => JSON.stringify([host.kind, reasonOf(host)])).map((group) => [
      group.first.kind,
      group.names,
      reasonOf(group.first),
    ]),
    ...groupAlike(noted, (host) => host.notices.join('; ')).map((group) => [
      'note',
      group.names,
      group.first.notices.join('; '),
    ]),
  ];
  return rows.length === 0 ? [] : ['', ...alignColumns(rows, '  ')];
}

function reasonOf(host: HostPlan): string {
  if (!('reason' in host)) return '';
  return 'wayOut' in host ? `${host.reason}; ${host.wayOut}` : host.reason;
}
