import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { adapterCommands } from '../../../../src/platforms/windows/script/adapter/adapter-commands.ts';
import { compileChange } from '../../../../src/platforms/windows/script/change-script.ts';
import { changeMark } from '../../../../src/platforms/windows/script/host-place.ts';
import { compileDismiss, compileRecall } from '../../../../src/platforms/windows/script/recall-script.ts';
import { describeWith } from '../../../describe-with.ts';
import { checkScript } from '../../../powershell-host/check-script.ts';
import { openPowershellHost } from '../../../powershell-host/open-powershell-host.ts';
import type { PowershellHost } from '../../../powershell-host/powershell-host.ts';
import {
  compile,
  confirm,
  exampleSteps,
  failing,
  leavings,
  look,
  never,
  newMachine,
  onTrial,
  order,
  recall,
  remember,
  send,
  step,
  trialSteps,
} from './example-machine.ts';

vi.setConfig({ testTimeout: 300_000 });

describeWith(['dotnet', 'gcc'], 'a change script of Windows', () => {
  let host: PowershellHost;
  beforeAll(async () => {
    host = await openPowershellHost();
  }, 600_000);
  afterAll(() => host[Symbol.asyncDispose]());

  it('does every step, and leaves nothing of its own but the fencing number', async () => {
    const machine = newMachine();
    const answer = await send(host, machine, compile(exampleSteps));
    expect(answer).toMatchObject({ stderr: '', refused: undefined, armed: undefined, complete: true });
    expect(answer.told).toEqual(exampleSteps.map((one) => `${one.id} done`));
    expect(machine.state.files['C:\\farm\\file']).toContain('한글 \u{1f600}');
    expect(machine.state.files['C:\\farm\\folder\\new']).toBe('');
    expect(machine.state.files['C:\\farm\\away']).toBeUndefined();
    expect(machine.state.addresses.map((one) => one.address)).toContain('192.0.2.100');
    expect(leavings(machine)).toEqual(['fence']);
  });

  it('undoes everything when any step fails', async () => {
    for (const [number, failed] of exampleSteps.entries()) {
      const machine = newMachine();
      const before = look(machine);
      const answer = await send(host, machine, compile(exampleSteps.with(number, failing(failed))));
      const done = exampleSteps.slice(0, number).map((one) => one.id);
      expect(answer.told).toEqual([
        ...done.map((id) => `${id} done`),
        `${failed.id} failed`,
        ...[failed.id, ...done.toReversed()].map((id) => `${id} undone`),
      ]);
      expect(answer.said).toContain(
        'expected that Write-Output something else is: never\nfound: something else',
      );
      expect(look(machine)).toEqual(before);
      expect(leavings(machine)).toEqual(['fence']);
    }
  });

  it('undoes nothing below a step that is not undone, and keeps its copies', async () => {
    const machine = newMachine();
    const [first, second, third] = exampleSteps;
    if (first === undefined || second === undefined || third === undefined) throw new Error('too few steps');
    const answer = await send(
      host,
      machine,
      compile([first, { ...second, undone: [never] }, failing(third)]),
    );
    expect(answer.told.slice(2)).toEqual(['address failed', 'address undone', 'new-file not-undone']);
    expect(answer.complete).toBe(true);
    expect(machine.state.files['C:\\farm\\file']).toContain('new');
    expect(machine.state.files['C:\\ProgramData\\vipfarm\\saved\\C%farm%file']).toBe('old\n\nlines');
    expect((await recall(host, machine)).change).toMatchObject({ state: 'ended', confirmed: false });
    expect(machine.state.tasks).toEqual([]);
  });

  it('waits for somebody else who holds a file open for a moment', async () => {
    const machine = newMachine();
    machine.state.faults = [4, 7, 12].map((nth) => ({
      kind: 'fails',
      call: '[IO.File]::Open',
      nth,
      of: 'task',
    }));
    const answer = await send(host, machine, compile(exampleSteps));
    expect(answer.told).toEqual(exampleSteps.map((one) => `${one.id} done`));
    expect(machine.state.slept).toBeGreaterThanOrEqual(300);
  });

  it('replaces nothing of which it could keep no copy', async () => {
    const machine = newMachine();
    const before = look(machine);
    const [file] = exampleSteps;
    if (file === undefined) throw new Error('an example is missing');
    machine.state.faults = [{ kind: 'fails', call: '[IO.File]::ReadAllBytes', nth: 1, of: 'task' }];
    const answer = await send(host, machine, compile([file]));
    expect(answer.told).toEqual(['file failed', 'file undone']);
    expect(look(machine)).toEqual(before);
  });

  it('does nothing when it was cut off anywhere', async () => {
    const machine = newMachine();
    const before = structuredClone(machine.state);
    const script = compile(exampleSteps);
    const steps = Math.floor(script.length / 12);
    const end = script.lastIndexOf('}');
    for (let cut = 0; cut < script.length; cut += steps)
      await send(host, machine, script.slice(0, Math.min(cut, end)));
    for (const left of [1, 2, 9]) await send(host, machine, script.slice(0, end + 1 - left));
    expect(machine.state).toEqual(before);
  });

  it('writes any text exactly, and takes no word for syntax', async () => {
    const machine = newMachine();
    const texts = fc.sample(fc.string({ unit: 'binary', maxLength: 60 }), 30).map((text) => {
      return Buffer.from(text.replaceAll('\0', ''), 'utf8').toString('utf8');
    });
    const all = [...texts, "'", '\u2019', '$(1)', '`', '\n', '-n', '$true', '@(1)', '{', '#', 'a\r\nb'];
    const steps = all.map((content, number) =>
      step(`text-${number}`, {
        apply: [{ kind: 'write', path: `C:\\farm\\text-${number}`, content, mode: 0o600 }],
        confirm: [
          {
            command: ['Write-Output', '-InputObject', `=${content}`],
            expect: { is: `=${content}`.trimEnd() },
          },
        ],
        undo: [],
        undone: [],
      }),
    );
    const answer = await send(host, machine, compile(steps));
    expect(answer.said).toBe(''.padEnd(steps.length - 1, '\n'));
    for (const [number, content] of all.entries()) {
      expect(machine.state.files[`C:\\farm\\text-${number}`], `text-${number}`).toBe(content);
    }
  });

  it.each(['4.0', '5.1'] as const)('is in order for PowerShell %s', async (powershell) => {
    const deeds = trialSteps.map((one) => ({ ...one, trial: 'none' as const }));
    const scripts = [
      compile(exampleSteps),
      compile(trialSteps, onTrial),
      confirm(deeds),
      compileRecall(),
      compileDismiss('run-1'),
      compileChange([], order, adapterCommands),
    ];
    for (const script of scripts) {
      expect(await checkScript(host, script, { purpose: 'change', powershell })).toEqual([]);
    }
    expect(await checkScript(host, changeMark(), { purpose: 'probe', powershell })).toEqual([]);
  });

  it('keeps its notes while a record is there', async () => {
    const machine = newMachine();
    await send(host, machine, compile([remember]));
    expect(leavings(machine)).toEqual(['fence', 'progress', 'record']);
    expect(await recall(host, machine)).toMatchObject({
      complete: true,
      fence: 7,
      change: {
        run: 'run-1',
        owner: 'ops@admin1',
        fence: 7,
        state: 'ended',
        booted: false,
        steps: [{ step: 'remember', end: 'done' }],
      },
    });
  });
});
