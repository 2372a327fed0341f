import type { Vip } from '../../../src/core/address.ts';
import type { ChangeOrder } from '../../../src/core/change-order.ts';
import type { HostVerdict } from '../../../src/core/check.ts';
import type { ChangeAnswer, Desired, HostDecision } from '../../../src/platforms/platform.ts';
import { probeScript, readAnswer } from '../../../src/platforms/reading.ts';
import { windows } from '../../../src/platforms/windows/index.ts';
import type { WindowsObserved } from '../../../src/platforms/windows/observed.ts';
import { judgeHost } from '../../../src/verification/judge-host.ts';
import type { FakeWindows } from '../../powershell-host/fake-windows.ts';
import type { PowershellHost } from '../../powershell-host/powershell-host.ts';

export const vip4: Vip = { address: '192.0.2.100', family: 4 };
export const vip6: Vip = { address: '2001:db8::100', family: 6 };
export const vips: readonly Vip[] = [vip4, vip6];

export const order: ChangeOrder = { run: 'run-1', fence: 1, owner: 'ops@admin1', deadman: undefined };

/** What the probe prints on a machine, which must be its whole output and change nothing. */
export async function probe(
  host: PowershellHost,
  machine: FakeWindows,
  method?: Desired['method'],
): Promise<string> {
  const script = probeScript({ vips, method }, 'powershell', [windows]);
  const answer = await host.run({ machine, what: { script } });
  const errors = answer.stderr.toString();
  if (answer.exitCode !== 0 || errors !== '')
    throw new Error(`the probe ended with ${answer.exitCode}: ${errors}`);
  const changes = answer.calls.filter((call) => call.changes);
  if (changes.length > 0) throw new Error(`the probe called ${changes.map((call) => call.name).join(', ')}`);
  return answer.stdout.toString();
}

export async function observe(
  host: PowershellHost,
  machine: FakeWindows,
  method?: Desired['method'],
): Promise<WindowsObserved> {
  const text = await probe(host, machine, method);
  const observed = readAnswer(text, [windows]).observed;
  if (!isWindows(observed)) throw new Error(`it was read as ${observed.platform}`);
  return observed;
}

export async function plan(host: PowershellHost, machine: FakeWindows, wish: Desired): Promise<HostDecision> {
  return windows.plan(wish, await observe(host, machine, wish.method));
}

/** The steps that a plan has now; none when all is as wanted. @throws Error: it is refused */
export async function planned(
  host: PowershellHost,
  machine: FakeWindows,
  wish: Desired,
): Promise<readonly string[]> {
  const decision = await plan(host, machine, wish);
  if (decision.kind === 'refused') throw new Error(decision.reason);
  return decision.kind === 'change' ? decision.steps.map((step) => step.id) : [];
}

/**
 * Plans and does it, in one script without a dead-man. How each step ended: `remember done`.
 * @param first only so many of the steps are done, as where the script was cut off after them
 */
export async function carryOut(
  host: PowershellHost,
  machine: FakeWindows,
  wish: Desired,
  first = Number.POSITIVE_INFINITY,
): Promise<readonly string[]> {
  const observed = await observe(host, machine, wish.method);
  const decision = windows.plan(wish, observed);
  if (decision.kind === 'refused') throw new Error(decision.reason);
  if (decision.kind === 'as-wanted') return [];
  const script = windows.compile(decision.steps.slice(0, first), order);
  const answer = await host.run({ machine, what: { script } });
  return endsOf(windows.readChange(answer.stdout.toString()), answer.stderr.toString());
}

export function endsOf(answer: ChangeAnswer, errors: string): readonly string[] {
  if (!answer.complete || errors !== '') throw new Error(`the answer is not whole: ${errors}`);
  if (answer.refused !== undefined) throw new Error(answer.refused.text);
  return answer.ends.map(({ step, end, output }) => `${step} ${end}${output === '' ? '' : `: ${output}`}`);
}

export async function audit(host: PowershellHost, machine: FakeWindows, wish: Desired): Promise<HostVerdict> {
  const reading = readAnswer(await probe(host, machine, wish.method), [windows]);
  return judgeHost('win01', reading, wish);
}

/** Takes the notes away that a run leaves until they are kept elsewhere. */
export async function dismiss(host: PowershellHost, machine: FakeWindows): Promise<void> {
  await host.run({ machine, what: { script: windows.dismiss(order.run) } });
}

/** What of a machine a change must leave as it was: all but the clock, and the folder with the last fencing number. */
export function lasting({ state }: FakeWindows): unknown {
  const { slept: _slept, files, folders, permissions: _permissions, ...rest } = structuredClone(state);
  const own = 'C:\\ProgramData\\vipfarm';
  return {
    ...without(rest, 'owners'),
    files: Object.fromEntries(Object.entries(files).filter(([path]) => path !== `${own}\\fence`)),
    folders: folders.filter((path) => path !== own),
  };
}

function without(from: object, name: string): object {
  return Object.fromEntries(Object.entries(from).filter(([key]) => key !== name));
}

function isWindows(observed: { readonly platform: string }): observed is WindowsObserved {
  return observed.platform === 'windows';
}
