import type { HostResult } from '../../src/core/outcome.ts';
import type { ReadyHost } from '../../src/execution/survey-hosts.ts';
import { takeBack } from '../../src/execution/take-back.ts';
import type { Session } from '../../src/transports/transport.ts';

/** A fault that somebody might put into the engine: one function of one module, replaced by a wrong one. */
export interface Mutation {
  readonly what: string;
  /** Below src/. */
  readonly module: string;
  /** The module with the fault in it, made of the one without. */
  spoil(importOriginal: <Original>() => Promise<Original>): Promise<object>;
}

interface Modules {
  'core/event.ts': typeof import('../../src/core/event.ts');
  'execution/after-loss.ts': typeof import('../../src/execution/after-loss.ts');
  'execution/ask-hook.ts': typeof import('../../src/execution/ask-hook.ts');
  'execution/change-host.ts': typeof import('../../src/execution/change-host.ts');
  'execution/confirm-change.ts': typeof import('../../src/execution/confirm-change.ts');
  'execution/exchange.ts': typeof import('../../src/execution/exchange.ts');
  'execution/hold-pools.ts': typeof import('../../src/execution/hold-pools.ts');
  'execution/ledger.ts': typeof import('../../src/execution/ledger.ts');
  'execution/serving-members.ts': typeof import('../../src/execution/serving-members.ts');
  'execution/take-back.ts': typeof import('../../src/execution/take-back.ts');
  'execution/take-back-all.ts': typeof import('../../src/execution/take-back-all.ts');
  'planning/plan-host.ts': typeof import('../../src/planning/plan-host.ts');
  'planning/rollout/gate.ts': typeof import('../../src/planning/rollout/gate.ts');
  'planning/rollout/weigh-claims.ts': typeof import('../../src/planning/rollout/weigh-claims.ts');
  'platforms/reading.ts': typeof import('../../src/platforms/reading.ts');
  'platforms/trial.ts': typeof import('../../src/platforms/trial.ts');
  'verification/judge-change.ts': typeof import('../../src/verification/judge-change.ts');
}

const never = new AbortController().signal;

export const mutations: readonly Mutation[] = [
  mutation('the gate always opens', 'planning/rollout/gate.ts', () => ({ judgeGate: () => [] })),
  mutation('answers of the wrong ones count for nothing', 'planning/rollout/weigh-claims.ts', () => ({
    isWrongAnswer: () => false,
  })),
  mutation('members are taken out of service without counting', 'execution/serving-members.ts', () => ({
    keepInService: () => ({ takeOut: () => Promise.resolve(true), putBack: () => undefined }),
  })),
  mutation('what is taken back is only said to be', 'execution/take-back.ts', () => ({
    takeBack: ({ host }) => Promise.resolve({ host: host.name, outcome: 'rolled-back' }),
  })),
  mutation(
    'members that serve are taken back without leaving their service',
    'execution/take-back-all.ts',
    () => ({
      async takeBackAll(hosts, { why, ledger }, means, conditions) {
        for (const moved of hosts) ledger.settle(await takeBack(moved, why, means, conditions));
        return [];
      },
    }),
  ),
  mutation('a lost answer is taken for a good one', 'execution/after-loss.ts', () => ({
    settleLostHost: ({ ready }) => Promise.resolve({ host: ready.host.name, outcome: 'changed' }),
  })),
  mutation('the script is believed, and not what is read back', 'verification/judge-change.ts', () => ({
    judgeChange: (host): HostResult => ({ host, outcome: 'changed' }),
  })),
  mutation('a lease that is lost is not noticed', 'execution/hold-pools.ts', (original) => ({
    holdPools: async (...given) => ({ ...(await original.holdPools(...given)), lost: never }),
  })),
  mutation('hosts that failed are not counted', 'planning/rollout/gate.ts', () => ({
    hasFailed: () => false,
  })),
  mutation('a host is not sent back into service', 'execution/ask-hook.ts', (original) => ({
    askHook: (name, ...given) =>
      name === 'undrain' ? Promise.resolve(undefined) : original.askHook(name, ...given),
  })),
  mutation('the result of a host that failed is forgotten', 'execution/ledger.ts', (original) => ({
    keepLedger(...given) {
      const ledger = original.keepLedger(...given);
      return { ...ledger, settle: (result) => result.outcome !== 'failed' && ledger.settle(result) };
    },
  })),
  mutation(
    'a script is sent a second time when its answer does not come',
    'execution/exchange.ts',
    (original) => ({
      async sendScript(...given) {
        const answer = await original.sendScript(...given);
        return answer instanceof Error ? await original.sendScript(...given) : answer;
      },
    }),
  ),
  mutation('the journal is written after the send', 'core/event.ts', (original) => ({
    announceTo(listeners) {
      const tell = original.announceTo(listeners);
      return (event) => (event.kind === 'change-sent' ? queueMicrotask(() => tell(event)) : tell(event));
    },
  })),
  mutation(
    'a run that was overtaken says a higher number than it has',
    'execution/change-host.ts',
    (original) => ({
      changeHost: (ready, steps, orders, conditions) =>
        original.changeHost(
          unmarked(ready),
          steps,
          { ...orders, fence: Number.MAX_SAFE_INTEGER },
          conditions,
        ),
    }),
  ),
  mutation('what protects a VIP goes before the VIP', 'planning/plan-host.ts', (original) => ({
    planHost(...given) {
      const plan = original.planHost(...given);
      const removes = plan.kind === 'change' && plan.steps.some(({ id }) => id.startsWith('vip-down'));
      return removes ? { ...plan, steps: plan.steps.toReversed() } : plan;
    },
  })),
  mutation(
    'a dead-man is confirmed over the connection that made the change',
    'execution/confirm-change.ts',
    (original) => ({
      confirmChange: (change, trial, conditions) =>
        original.confirmChange(change, trial, {
          ...conditions,
          connect: () => Promise.resolve(borrowed(change.ready.session)),
        }),
    }),
  ),
  mutation(
    'what outlasts a boot on Windows is not done after the confirmation',
    'platforms/trial.ts',
    (original) => ({
      partsOfTrial: (steps) => ({ ...original.partsOfTrial(steps), lasting: [] }),
    }),
  ),
  mutation('every session is taken for one that speaks shell', 'platforms/reading.ts', (original) => ({
    probeScript: (question, _language, known) => original.probeScript(question, 'shell', known),
  })),
];

function mutation<Name extends keyof Modules>(
  what: string,
  module: Name,
  replace: (original: Modules[Name]) => Partial<Modules[Name]>,
): Mutation {
  return {
    what,
    module,
    async spoil(importOriginal) {
      const original = await importOriginal<Modules[Name]>();
      return { ...original, ...replace(original) };
    },
  };
}

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
