import { failedAmong, hostView, isOutByRun, type RunView } from './run-view.ts';

type Accuse = (what: string) => void;

/** May this host be begun now? */
export function judgeBeginning(view: RunView, host: string, now: number, accuse: Accuse): void {
  const { plan, conduct } = view;
  if (plan === undefined) return;
  const { run } = conduct.errand;
  const batch = plan.rollout.batches[view.batch - 1];
  const say = (why: string): void => accuse(`${run}: ${host} is begun ${why}`);
  if (batch?.hosts.includes(host) !== true) say(`in batch ${view.batch}, which is not its own`);
  if (view.gateShut) say('behind a shut gate');
  if (view.leaseLost) say('after the lease was lost');
  for (const [pool, fence] of view.leases) {
    const until = conduct.errand.book.granted.get(`${pool} ${fence}`) ?? 0;
    if (until < now) say(`${now - until} ms after the lease of ${pool} has expired`);
  }
  if (view.strangerSeen) say('after a MAC that nobody knows answered for the VIP');
  if (conduct.interrupt.signal.aborted) say('after the operator has ended the run');
  const failed = failedAmong(view, view.hosts.keys());
  if (failed > plan.rollout.maxFail)
    say(`after ${failed} hosts have failed (maxFail ${plan.rollout.maxFail})`);
  const here = failedAmong(view, batch?.hosts ?? []);
  if (batch !== undefined && here > batch.maxFail)
    say(`after ${here} of its batch have failed (maxFail ${batch.maxFail})`);
  judgeService(view, host, say);
}

/** May a host that was in service until now have its VIPs taken back? */
export function judgeRetreat(view: RunView, host: string, accuse: Accuse): void {
  const say = (why: string): void => accuse(`${view.conduct.errand.run}: ${host} is taken back ${why}`);
  const batch = view.plan?.rollout.batches.find(({ hosts }) => hosts.includes(host));
  if (batch?.hooks.drain !== undefined && !hostView(view, host).isDrained) say('without a drain');
  judgeService(view, host, say);
}

/** Enough members serve although this one is in hand. */
function judgeService(view: RunView, host: string, say: Accuse): void {
  for (const { pool, members, keep, out } of view.plan?.rollout.capacities ?? []) {
    if (!members.includes(host) || out.includes(host)) continue;
    const gone = members.filter((member) => out.includes(member) || isOutByRun(view, member, pool));
    if (members.length - gone.length < keep)
      say(`while ${gone.join(' ')} of ${members.length} are out of ${pool}, which keeps ${keep}`);
  }
}

/** Was the gate right to open? */
export function judgeGateOpened(view: RunView, accuse: Accuse): void {
  const { plan, conduct } = view;
  if (plan === undefined) return;
  const { run } = conduct.errand;
  const batch = plan.rollout.batches[view.batch - 1];
  const say = (why: string): void => accuse(`${run}: the gate after batch ${view.batch} opens ${why}`);
  const failed = failedAmong(view, view.hosts.keys());
  if (failed > plan.rollout.maxFail) say(`although ${failed} hosts have failed`);
  const here = failedAmong(view, batch?.hosts ?? []);
  if (batch !== undefined && here > batch.maxFail) say(`although ${here} of the batch have failed`);
  if (view.strangerSeen) say('although a MAC that nobody knows answered for the VIP');
  if (view.leaseLost) say('although the lease was lost');
  if (view.hasGaps) say('although the journal cannot be written');
  const open = (batch?.hosts ?? []).filter((host) => view.hosts.get(host)?.isInHand === true);
  if (open.length > 0) say(`while ${open.join(' ')} are in hand`);
}
