import type { Listener } from '../../src/core/event.ts';
import type { HostResult } from '../../src/core/outcome.ts';
import type { HostPlan } from '../../src/core/plan.ts';
import type { Change } from '../../src/execution/change.ts';
import type { Orders } from '../../src/execution/change-host.ts';
import type { Conditions } from '../../src/execution/conditions.ts';
import type { Hold } from '../../src/execution/hold-pools.ts';
import type { Ledger } from '../../src/execution/ledger.ts';
import type { ReadyHost } from '../../src/execution/survey-hosts.ts';
import type { Session } from '../../src/transports/transport.ts';

/** A fault that somebody might put into the engine: one function of one module, replaced by a wrong one. */
export interface Mutation {
  readonly what: string;
  /** Below src/. */
  readonly module: string;
  readonly replace: (original: Original) => Readonly<Record<string, unknown>>;
}

// biome-ignore lint/suspicious/noExplicitAny: the modules of the engine are replaced whatever their types are.
type Original = any;

const never = new AbortController().signal;

export const mutations: readonly Mutation[] = [
  {
    what: 'the gate always opens',
    module: 'planning/rollout/gate.ts',
    replace: () => ({ judgeGate: () => [] }),
  },
  {
    what: 'answers of the wrong ones count for nothing',
    module: 'planning/rollout/weigh-claims.ts',
    replace: () => ({ isWrongAnswer: () => false }),
  },
  {
    what: 'members are taken out of service without counting',
    module: 'execution/serving-members.ts',
    replace: () => ({
      keepInService: () => ({ takeOut: () => Promise.resolve(true), putBack: () => undefined }),
    }),
  },
  {
    what: 'what is taken back is only said to be',
    module: 'execution/take-back.ts',
    replace: () => ({
      takeBack: ({ host }: { host: { name: string } }): Promise<HostResult> =>
        Promise.resolve({ host: host.name, outcome: 'rolled-back' }),
    }),
  },
  {
    what: 'a lost answer is taken for a good one',
    module: 'execution/after-loss.ts',
    replace: () => ({
      settleLostHost: ({ ready }: { ready: { host: { name: string } } }): Promise<HostResult> =>
        Promise.resolve({ host: ready.host.name, outcome: 'changed' }),
    }),
  },
  {
    what: 'the script is believed, and not what is read back',
    module: 'verification/judge-change.ts',
    replace: () => ({
      judgeChange: (host: string): HostResult => ({ host, outcome: 'changed' }),
    }),
  },
  {
    what: 'a lease that is lost is not noticed',
    module: 'execution/hold-pools.ts',
    replace: (original) => ({
      holdPools: async (...args: readonly unknown[]): Promise<Hold> => {
        const hold: Hold = await original.holdPools(...args);
        return { ...hold, lost: never };
      },
    }),
  },
  {
    what: 'hosts that failed are not counted',
    module: 'planning/rollout/gate.ts',
    replace: () => ({ hasFailed: () => false }),
  },
  {
    what: 'a host is not sent back into service',
    module: 'execution/ask-hook.ts',
    replace: (original) => ({
      askHook: (name: string, ...rest: readonly unknown[]) =>
        name === 'undrain' ? Promise.resolve(undefined) : original.askHook(name, ...rest),
    }),
  },
  {
    what: 'the result of a host that failed is forgotten',
    module: 'execution/ledger.ts',
    replace: (original) => ({
      keepLedger: (...args: readonly unknown[]): Ledger => {
        const ledger: Ledger = original.keepLedger(...args);
        return { ...ledger, settle: (result) => result.outcome !== 'failed' && ledger.settle(result) };
      },
    }),
  },
  {
    what: 'a script is sent a second time when its answer does not come',
    module: 'execution/exchange.ts',
    replace: (original) => ({
      sendScript: async (...args: readonly unknown[]) => {
        const answer: unknown = await original.sendScript(...args);
        return answer instanceof Error ? await original.sendScript(...args) : answer;
      },
    }),
  },
  {
    what: 'the journal is written after the send',
    module: 'core/event.ts',
    replace: (original) => ({
      announceTo: (listeners: readonly Listener[]): Listener => {
        const tell: Listener = original.announceTo(listeners);
        return (event) => (event.kind === 'change-sent' ? queueMicrotask(() => tell(event)) : tell(event));
      },
    }),
  },
  {
    what: 'a run that was overtaken says a higher number than it has',
    module: 'execution/change-host.ts',
    replace: (original) => ({
      changeHost: (ready: ReadyHost, steps: unknown, orders: Orders, conditions: unknown) =>
        original.changeHost(
          unmarked(ready),
          steps,
          { ...orders, fence: Number.MAX_SAFE_INTEGER },
          conditions,
        ),
    }),
  },
  {
    what: 'what protects a VIP goes before the VIP',
    module: 'planning/plan-host.ts',
    replace: (original) => ({
      planHost: (...args: readonly unknown[]): HostPlan => {
        const plan: HostPlan = original.planHost(...args);
        const removes = plan.kind === 'change' && plan.steps.some(({ id }) => id.startsWith('vip-down'));
        return removes ? { ...plan, steps: plan.steps.toReversed() } : plan;
      },
    }),
  },
  {
    what: 'a dead-man is confirmed over the connection that made the change',
    module: 'execution/confirm-change.ts',
    replace: (original) => ({
      confirmChange: (change: Change, trial: unknown, conditions: Conditions) =>
        original.confirmChange(change, trial, {
          ...conditions,
          connect: () => Promise.resolve(borrowed(change.ready.session)),
        }),
    }),
  },
];

/** A host whose mark nobody has looked at. */
function unmarked(ready: ReadyHost): ReadyHost {
  const { observed } = ready.reading;
  const { changeMark: _mark, ...moment } = observed.moment;
  return { ...ready, reading: { ...ready.reading, observed: { ...observed, moment } } };
}

/** The session in hand, which is not closed by the one who borrows it. */
function borrowed(session: Session): Session {
  const { host, language, isOpen, peer } = session;
  return {
    host,
    language,
    isOpen,
    peer,
    run: (request) => session.run(request),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
