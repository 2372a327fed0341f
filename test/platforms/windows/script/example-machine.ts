import type { ChangeOrder } from '../../../../src/core/change-order.ts';
import type { Confirmation, Step } from '../../../../src/core/step.ts';
import { readChangeAnswer } from '../../../../src/platforms/change-answer.ts';
import type { HostMemory } from '../../../../src/platforms/host-memory.ts';
import type { ChangeAnswer } from '../../../../src/platforms/platform.ts';
import { readHostMemory } from '../../../../src/platforms/read-recall.ts';
import { compileChange, compileConfirm } from '../../../../src/platforms/windows/script/change-script.ts';
import { placePath } from '../../../../src/platforms/windows/script/host-place.ts';
import { compileRecall } from '../../../../src/platforms/windows/script/recall-script.ts';
import { type FakeWindows, newFakeWindows } from '../../../powershell-host/fake-windows.ts';
import { fireDue } from '../../../powershell-host/pass-time.ts';
import type { PowershellHost } from '../../../powershell-host/powershell-host.ts';

export const order: ChangeOrder = { run: 'run-1', fence: 7, owner: 'ops@admin1', deadman: undefined };
export const onTrial: ChangeOrder = { ...order, deadman: 120 };

export const vip = '192.0.2.100';
const newText = 'it\'s "new" $HOME `x` \\n %s\n\n한글 \u{1f600}';

/** What the examples call, beside the cmdlets of Windows. */
const commands = `function Show-TestAddresses { Get-NetIPAddress | ForEach-Object { $_.IPAddress + ' ' } }
function Add-TestAddress([string]$Store) {
  [void](New-NetIPAddress -InterfaceIndex 4 -IPAddress '${vip}' -PrefixLength 32 -SkipAsSource $true -PolicyStore $Store)
}
function Write-TestFailure { Write-Error 'it went wrong' }`;

const showing: Confirmation['command'] = ['Show-TestAddresses'];

/** A step of each kind, as the platform makes them. */
export const exampleSteps: readonly Step[] = [
  step('file', {
    apply: [
      { kind: 'save', path: 'C:\\farm\\file' },
      { kind: 'write', path: 'C:\\farm\\file', content: newText, mode: 0o600 },
    ],
    confirm: [{ command: ['Read-VipText', 'C:\\farm\\file'], expect: { is: newText } }],
    undo: [{ kind: 'restore', path: 'C:\\farm\\file' }],
    undone: [{ command: ['Read-VipText', 'C:\\farm\\file'], expect: { is: 'old\n\nlines' } }],
  }),
  step('new-file', {
    apply: [
      { kind: 'folder', path: 'C:\\farm\\folder', mode: 0o755 },
      { kind: 'save', path: 'C:\\farm\\folder\\new' },
      { kind: 'write', path: 'C:\\farm\\folder\\new', content: '', mode: 0o644 },
    ],
    confirm: [{ command: ['Test-Path', '-LiteralPath', 'C:\\farm\\folder\\new'], expect: { is: 'True' } }],
    undo: [
      { kind: 'restore', path: 'C:\\farm\\folder\\new' },
      { kind: 'remove', path: 'C:\\farm\\folder' },
    ],
    undone: [],
  }),
  step('address', {
    apply: [{ kind: 'run', command: ['Add-TestAddress', 'ActiveStore'] }],
    confirm: [{ command: showing, expect: { contains: `${vip} ` } }],
    undo: [
      {
        kind: 'run',
        command: ['Remove-NetIPAddress', '-InterfaceIndex', '4', '-IPAddress', vip, '-Confirm:$false'],
      },
    ],
    undone: [{ command: showing, expect: { lacks: `${vip} ` } }],
  }),
  step('away', {
    apply: [
      { kind: 'save', path: 'C:\\farm\\away' },
      { kind: 'remove', path: 'C:\\farm\\away' },
    ],
    confirm: [],
    undo: [{ kind: 'restore', path: 'C:\\farm\\away' }],
    undone: [{ command: ['Read-VipText', 'C:\\farm\\away'], expect: { is: 'gone' } }],
  }),
];

/** A confirmation that holds on no host. */
export const never: Confirmation = { command: ['Write-Output', 'something else'], expect: { is: 'never' } };

/** The same step, but for a confirmation that never holds. */
export function failing(one: Step): Step {
  return { ...one, confirm: [...one.confirm, never] };
}

/** A step that leaves a record behind, as the first VIP of a host does. */
export const remember: Step = step('remember', {
  apply: [{ kind: 'write', path: placePath('record'), content: 'ours', mode: 0o600 }],
  confirm: [],
  undo: [{ kind: 'remove', path: placePath('record') }],
  undone: [],
});

/** Files and an address on trial; what follows after the confirmation; a record that goes with it. */
export const trialSteps: readonly Step[] = [...exampleSteps, remember].map((one, number) => {
  return { ...one, trial: number < 3 ? 'all' : 'none' };
});

export function step(id: string, parts: Pick<Step, 'apply' | 'confirm' | 'undo' | 'undone'>): Step {
  return { id, title: id, reason: 'an example', risk: 'none', trial: 'all', ...parts };
}

export const compile = (steps: readonly Step[], given = order): string =>
  compileChange(steps, given, commands);
export const confirm = (steps: readonly Step[], given = onTrial): string =>
  compileConfirm(steps, given, commands);

/** A server with the files that the examples replace. */
export function newMachine(): FakeWindows {
  return newFakeWindows({
    alter(state) {
      state.files['C:\\farm\\file'] = 'old\n\nlines';
      state.files['C:\\farm\\away'] = 'gone';
      state.folders.push('C:\\farm');
    },
  });
}

export interface Answer extends ChangeAnswer {
  readonly end: 'exited' | 'killed' | 'timed-out';
  /** `address done`, in order. */
  readonly told: readonly string[];
  readonly said: string;
  readonly stderr: string;
}

export async function send(host: PowershellHost, machine: FakeWindows, script: string): Promise<Answer> {
  const { end, stdout, stderr } = await host.run({ machine, what: { script }, codePage: 65001 });
  const answer = readChangeAnswer(stdout.toString());
  return {
    ...answer,
    end,
    told: answer.ends.map(({ step: id, end: how }) => `${id} ${how}`),
    said: answer.ends.map((one) => one.output).join('\n'),
    stderr: stderr.toString(),
  };
}

export async function recall(host: PowershellHost, machine: FakeWindows): Promise<HostMemory> {
  const { stdout } = await host.run({ machine, what: { script: compileRecall() }, codePage: 65001 });
  return readHostMemory(stdout.toString());
}

/** So many minutes go by; the task comes at its time and each minute after it. */
export async function waitMinutes(
  host: PowershellHost,
  machine: FakeWindows,
  minutes: number,
): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    machine.state.slept += 60_000;
    const now = new Date(Date.now() + machine.state.slept);
    for (const task of machine.state.tasks) task.requested ||= task.at === undefined;
    await fireDue(host, machine, now);
  }
}

/** All that a change can have altered, but for its own notes. */
export function look(machine: FakeWindows): unknown {
  const { files, folders, addresses, persistentAddresses, adapters, ipInterfaces } = machine.state;
  const isOurs = (path: string) => path.startsWith('C:\\ProgramData\\vipfarm');
  return {
    files: Object.fromEntries(Object.entries(files).filter(([path]) => !isOurs(path))),
    folders: folders.filter((path) => !isOurs(path)),
    addresses: addresses.map(({ address, ifIndex }) => `${address} ${ifIndex}`),
    persistentAddresses: persistentAddresses.map(({ address, ifIndex }) => `${address} ${ifIndex}`),
    adapters,
    ipInterfaces,
  };
}

/** What of ours lies on the machine. */
export function leavings(machine: FakeWindows): readonly string[] {
  const paths = [...Object.keys(machine.state.files), ...machine.state.folders];
  const own = 'C:\\ProgramData\\vipfarm\\';
  return [
    ...paths.filter((path) => path.startsWith(own)).map((path) => path.slice(own.length)),
    ...machine.state.tasks.map((task) => `task ${task.name}`),
  ].sort();
}
