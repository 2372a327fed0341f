import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeWith } from '../../../describe-with.ts';
import { openPowershellHost } from '../../../powershell-host/open-powershell-host.ts';
import type { PowershellHost } from '../../../powershell-host/powershell-host.ts';
import {
  compile,
  exampleSteps,
  failing,
  leavings,
  look,
  never,
  newMachine,
  recall,
  remember,
  send,
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
