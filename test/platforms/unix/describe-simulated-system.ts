import { expect, it, vi } from 'vitest';
import { parseAddress, type Vip } from '../../../src/core/address.ts';
import type { ChangeOrder } from '../../../src/core/change-order.ts';
import type { Step } from '../../../src/core/step.ts';
import { planHost } from '../../../src/planning/plan-host.ts';
import type { Desired, Platform } from '../../../src/platforms/platform.ts';
import { probeScript, type Reading, readAnswer } from '../../../src/platforms/reading.ts';
import { judgeHost } from '../../../src/verification/judge-host.ts';
import { describeWith } from '../../describe-with.ts';
import { desiring } from '../desiring.ts';
import { type SimulatedHost, simulateHost } from './simulated-host.ts';
import { simulationNeeds, type Toolset, toolsets } from './toolsets.ts';

/** A system, and what is to be seen of it on its simulated host. */
export interface SimulatedSystem {
  readonly platform: Platform;
  /** The folder in simulated/; several may be of one platform. */
  readonly name: string;
  /** What is special about this host, where several are made of one folder. */
  readonly case?: string;
  /** Words that its title must begin with: `FreeBSD 14.1`. */
  readonly title: string;
  /** Where `stack:` of the inventory names one. */
  readonly stack?: string;
  /** Another one that this system has, to which an inventory may change later. */
  readonly otherStack?: string;
  readonly vips: readonly string[];
  /** TCP ports that its netstat shows listeners of, on every address. */
  readonly services?: readonly number[];
  /** A script that makes the host what this test is about, before its first boot. */
  readonly furnish?: string;
  /** The shells and tools that such a system may have; all unless said. */
  readonly toolsets?: readonly Toolset[];
  /** What somebody may do to a host that is right: a script, and what an audit then calls the host. */
  readonly drifts: readonly { readonly title: string; readonly script: string; readonly state: string }[];
}

const order: ChangeOrder = { run: 'run-1', fence: 7, owner: 'ops@admin1', deadman: undefined };

/**
 * The whole way of one system on its simulated host, under every toolset: probe, plan, change, boot, drift, removal; and
 * what goes wrong on the way. All scripts are the real ones, under a real shell.
 */
export function describeSimulatedSystem(system: SimulatedSystem): void {
  vi.setConfig({ testTimeout: 300_000 });
  const { platform } = system;
  const vips = system.vips.map(vipOf);
  const services = (system.services ?? []).map((port) => ({ port, protocol: 'tcp' as const }));
  const wanted = desiring({ present: vips, stack: system.stack, services });
  const unwanted = desiring({ absent: vips, stack: system.stack });
  const all = system.toolsets ?? toolsets;
  const few = [...new Set([...all.slice(0, 1), ...all.slice(-1)])];

  describeWith(simulationNeeds, `simulated ${system.name} ${system.case ?? ''}`.trimEnd(), () => {
    it.each(all)('goes the whole way under $title', async (toolset) => {
      await onHost(toolset, async (host) => {
        const before = host.look();
        const first = await read(host);
        expect(first.observed).toMatchObject({
          platform: platform.id,
          title: expect.stringContaining(system.title),
          complete: true,
          moment: { session: '192.0.2.11' },
        });
        expect(differences(before, host.look())).toEqual([]);
        const done = await carryOut(host, wanted);
        expect(done.filter((one) => !one.endsWith(' done'))).toEqual([]);
        expect(done.length).toBeGreaterThan(vips.length);
        expect(await stateOf(host)).toBe('ok');
        expect(await plan(host, wanted)).toEqual([]);
        await host.boot();
        expect(await stateOf(host)).toBe('ok');
        expect(await plan(host, wanted)).toEqual([]);
        await carryOut(host, unwanted);
        expect(await plan(host, unwanted)).toEqual([]);
        expect(differences(before, host.look())).toEqual([]);
        await host.boot();
        expect(onLoopback(await read(host), vips)).toEqual([]);
      });
    });

    it.each(few)(
      'finds the address of its session from a shell that sudo has cleaned, under $title',
      async (toolset) => {
        await onHost(toolset, async (host) => {
          const script = `unset SSH_CONNECTION\nsh <<'LAST_LINE'\n${probeScript({ vips }, 'shell')}LAST_LINE\n`;
          expect(readAnswer(await host.run(script)).observed.moment.session).toBe('192.0.2.11');
        });
      },
    );

    it.each(few)('finds every drift and mends it under $title', async (toolset) => {
      await onHost(toolset, async (host) => {
        await carryOut(host, wanted);
        for (const drift of system.drifts) {
          await host.run(`PATH=/usr/sbin:/usr/bin:/.real/usr/bin\n${drift.script}`);
          expect({ drift: drift.title, state: await stateOf(host) }).toEqual({
            drift: drift.title,
            state: drift.state,
          });
          await carryOut(host, wanted);
          expect({ drift: drift.title, state: await stateOf(host) }).toEqual({
            drift: drift.title,
            state: 'ok',
          });
        }
      });
    });

    it.each(few)('undoes everything under $title when any step fails', async (toolset) => {
      await onHost(toolset, async (host) => {
        for (const desired of [wanted, unwanted]) {
          const before = withoutNotes(host.look());
          const steps = await plan(host, desired);
          for (const [number, step] of steps.entries()) {
            const broken = steps.with(number, { ...step, confirm: [...step.confirm, never] });
            const ends = platform.readChange(await host.run(platform.compile(broken, order))).ends;
            expect(ends.filter(({ end }) => end === 'not-undone')).toEqual([]);
            expect({ step: step.id, left: differences(before, withoutNotes(host.look())) }).toEqual({
              step: step.id,
              left: [],
            });
          }
          await carryOut(host, desired);
        }
      });
    });

    it.each(few)('is right after a kill between any two steps under $title', async (toolset) => {
      await onHost(toolset, async (host) => {
        const before = host.look();
        for (const desired of [wanted, unwanted]) {
          const count = (await plan(host, desired)).length;
          for (let killed = 1; killed <= count; killed += 1) {
            const steps = await plan(host, desired);
            if (steps.length < 2) break;
            await host.run(platform.compile([...steps.slice(0, 1), dying], order)).catch(() => '');
          }
          await carryOut(host, desired);
          expect(await plan(host, desired)).toEqual([]);
        }
        expect(differences(before, host.look())).toEqual([]);
      });
    });

    it.each(few.slice(0, 1))(
      'names what is ours until it is gone, wherever the power goes under $title',
      async (toolset) => {
        await onHost(toolset, async (host) => {
          const before = host.look();
          const wishes = [
            unwanted,
            desiring({ absent: vips.slice(1), stack: system.stack }),
            ...(system.otherStack === undefined ? [] : [{ ...wanted, stack: system.otherStack }]),
          ];
          for (const wish of wishes) {
            await carryOut(host, wanted);
            const count = actionsOf(await plan(host, wish));
            for (let done = 1; done < count; done += 1) {
              await carryOut(host, wanted);
              const steps = cutAfter(done, await plan(host, wish));
              await host.run(platform.compile(steps, order)).catch(() => '');
              await carryOut(host, { ...unwanted, stack: wish.stack });
              const where = `${done} of ${count} deeds, ${steps.at(-2)?.id}`;
              expect({ where, left: differences(before, withoutNotes(host.look())) }).toEqual({
                where,
                left: [],
              });
            }
            await carryOut(host, unwanted);
          }
        });
      },
    );

    it.each(few)(
      'takes a trial back by itself under $title, loses one with the power, keeps one that is confirmed',
      async (toolset) => {
        await onHost(toolset, async (host) => {
          const before = host.look();
          const soon = { ...order, deadman: 6 };
          const steps = await plan(host, wanted);
          const answer = platform.readChange(await host.run(platform.compile(steps, soon)));
          expect(answer.armed).toEqual({ means: expect.any(String), seconds: expect.any(Number) });
          await until(
            async () => platform.readRecall(await host.run(platform.recall())).change?.state === 'taken-back',
          );
          await host.run(platform.dismiss(order.run));
          expect(differences(before, host.look())).toEqual([]);
          for (const desired of [wanted, unwanted]) {
            const later = { ...order, deadman: 300 };
            const again = await plan(host, desired);
            await host.run(platform.compile(again, later));
            const kept = platform.readChange(await host.run(platform.compileConfirm(again, later)));
            expect(kept.ends.filter(({ end }) => end !== 'done')).toEqual([]);
            expect(await plan(host, desired)).toEqual([]);
          }
          expect(differences(before, host.look())).toEqual([]);
        });
      },
    );
  });

  async function onHost(toolset: Toolset, body: (host: SimulatedHost) => Promise<void>): Promise<void> {
    const host = await simulateHost(system.name, toolset, system.furnish);
    try {
      await body(host);
    } finally {
      host.dispose();
    }
  }

  async function read(host: SimulatedHost): Promise<Reading> {
    return readAnswer(await host.run(probeScript({ vips }, 'shell')));
  }

  async function plan(host: SimulatedHost, desired: Desired): Promise<readonly Step[]> {
    const decision = planHost('host', await read(host), desired);
    if (decision.kind === 'refused') throw new Error(`${decision.reason}: ${decision.wayOut}`);
    return decision.kind === 'change' ? decision.steps : [];
  }

  async function stateOf(host: SimulatedHost): Promise<string> {
    return judgeHost('host', await read(host), wanted).state;
  }

  /** How each step ended; of what failed, why. */
  async function carryOut(host: SimulatedHost, desired: Desired): Promise<readonly string[]> {
    const steps = await plan(host, desired);
    if (steps.length === 0) return [];
    const { ends, refused } = platform.readChange(await host.run(platform.compile(steps, order)));
    if (refused !== undefined) throw new Error(refused.text);
    return ends.map(({ step, end, output }) => `${step} ${end}${end === 'done' ? '' : `: ${output}`}`);
  }
}

const never = { command: ['echo', 'something else'], expect: { is: 'never' } } as const;

const dying: Step = {
  id: 'dying',
  title: 'the power goes',
  reason: 'a test',
  risk: 'none',
  trial: 'none',
  apply: [{ kind: 'run', command: ['sh', '-c', 'kill -KILL $PPID'] }],
  confirm: [],
  undo: [],
  undone: [],
};

function actionsOf(steps: readonly Step[]): number {
  return steps.reduce((sum, { apply }) => sum + apply.length, 0);
}

/** The steps up to one of their actions, after which the power goes. */
function cutAfter(actions: number, steps: readonly Step[]): readonly Step[] {
  const cut: Step[] = [];
  for (const step of steps) {
    const left = actions - actionsOf(cut);
    if (left === 0) break;
    cut.push(left < step.apply.length ? { ...step, apply: step.apply.slice(0, left), confirm: [] } : step);
  }
  return [...cut, dying];
}

function vipOf(text: string): Vip {
  const vip = parseAddress(text);
  if (vip === undefined) throw new Error(`${text} is no address`);
  return vip;
}

function onLoopback({ observed }: Reading, vips: readonly Vip[]): readonly string[] {
  return observed.addresses
    .map((one) => one.address)
    .filter((address) => vips.some((vip) => vip.address === address));
}

/** The paths at which two looks differ, with what is there now. */
function differences(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths]
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => `${path}: ${before.get(path) ?? 'nothing'} -> ${after.get(path) ?? 'nothing'}`);
}

/** Without what a host notes of its last change, which a change that was undone leaves as well. */
function withoutNotes(look: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...look].filter(([path]) => !path.endsWith('/vipfarm/progress')));
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 150; tries += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('it never came to that');
}
