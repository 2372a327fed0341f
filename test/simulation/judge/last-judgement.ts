import type { Conduct } from '../engine/conduct.ts';
import { isExposed, stateOf } from '../farm/host.ts';
import { isIpv4 } from '../platform/words.ts';
import type { Farm } from '../scenario.ts';
import type { Judge } from './judge.ts';
import { isAsWanted } from './outcomes.ts';

/** A run that nothing disturbed any more: every host is as it was asked for, or was refused for a reason. */
export function judgeFinish(conduct: Conduct, farm: Farm, judge: Judge): void {
  const { run } = conduct.errand;
  const view = judge.runs().find((one) => one.conduct === conduct);
  if (view === undefined) return;
  if (conduct.state !== 'ended') {
    // A pool that the run does not name may still ask for more than it has.
    if (conduct.state?.code === 'service-not-kept') return;
    // One that no host of this run can mend.
    if (conduct.state?.code === 'gate-shut' && [...farm.hosts.values()].some(isExposed)) return;
    judge.accuse(`${run} does not come to its end: ${conduct.state?.message ?? 'it goes on'}`);
    return;
  }
  // A member that the run does not name and that answers keeps its gates shut.
  const mayStayShut = [...farm.hosts.values()].some(
    (one) => isExposed(one) && !conduct.errand.hosts.some((host) => host.name === one.name),
  );
  for (const { name } of conduct.errand.hosts) {
    const host = farm.hosts.get(name);
    if (host === undefined) continue;
    const outcome = view.hosts.get(name)?.outcome;
    const isForeign = (farm.foreign.get(name) ?? []).length > 0;
    if (outcome === 'skipped' && isForeign) continue;
    if (outcome === 'rolled-back' && mayStayShut) continue;
    if (outcome !== 'ok' && outcome !== 'changed')
      judge.accuse(`${run}: ${name} ends as ${outcome}, although nothing was in the way`);
    else if (!isAsWanted(view, host, farm))
      judge.accuse(`${run}: ${name} ends as ${outcome}, and is ${stateOf(host)}`);
    if (host.memory.trial?.state === 'open' || host.disk.windows?.trial !== undefined)
      judge.accuse(`${run}: a dead-man still waits on ${name}`);
  }
}

/** Everything was taken away: each host is as it was before the first VIP came. */
export function judgeRestored({ hosts, foreign, prior }: Farm, judge: Judge): void {
  for (const host of hosts.values()) {
    const { name, memory, disk } = host;
    const theirs = foreign.get(name) ?? [];
    const say = (why: string): void =>
      judge.accuse(`${name} ${why}, after all was taken away: ${stateOf(host)}`);
    if ([...memory.vips, ...disk.vips].some((vip) => !theirs.includes(vip))) say('has a VIP');
    const { windows } = disk;
    // Where somebody else's VIP is, ARP may stay silent for it.
    if (windows === undefined && theirs.some(isIpv4)) continue;
    if (memory.isSet !== prior.get(name) || disk.isSet !== prior.get(name))
      say(`does not have its ${windows === undefined ? 'ARP' : 'weak host'} back`);
    if (disk.record !== undefined || windows?.trialRecord !== undefined) say('still has a record');
    if (windows?.adapter === true) say('still has our adapter');
  }
}
