import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { describeWith, itWith } from '../describe-with.ts';
import { startProgram } from '../running-program.ts';
import { lockKey, setRollout } from './alter-farm.ts';
import { type HeldFarm, needs, openHeldFarm } from './held-farm.ts';
import { type OnTerminal, startOnTerminal } from './on-terminal.ts';
import { runVipfarm, vipfarmCommand } from './vipfarm.ts';

// Several starts of the program in one test, and those are slow on a loaded machine.
vi.setConfig({ testTimeout: 240_000 });

describeWith(needs, 'a run that is interrupted in mid-change', () => {
  let farm: HeldFarm;
  beforeEach(async () => {
    farm = await openHeldFarm();
  });
  afterEach(() => farm[Symbol.asyncDispose]());

  /** What the history says of the one run. */
  const history = async () => (await runVipfarm(['runs', 'list'], farm.environment)).stdout;
  const endedInOrder = /^\S+-web {2}apply {2}exit 130 {2}1 changed, 1 not-attempted\n$/;

  itWith(['script'], 'by the loss of its terminal ends in order', async () => {
    const program = startOnTerminal([...farm.apply, '--yes'], farm.environment);
    await farm.inHand();
    program.lose();
    await farm.goOn();
    expect(await program.ended).toBe(130);
    expect(await history()).toMatch(endedInOrder);
  });

  it('by the end of whoever reads its output ends in order', async () => {
    const { process: child, ended } = startProgram([...farm.apply, '--yes'], farm.environment);
    await farm.inHand();
    child.stdout?.destroy();
    child.stderr?.destroy();
    await farm.goOn();
    expect(await ended).toBe(130);
    expect(await history()).toMatch(endedInOrder);
  });
});

describeWith([...needs, 'script', 'ssh-keygen'], 'a question that is not answered', () => {
  let farm: HeldFarm;
  beforeEach(async () => {
    farm = await openHeldFarm();
  });
  afterEach(() => farm[Symbol.asyncDispose]());

  const history = async () => (await runVipfarm(['runs', 'list'], farm.environment)).stdout;
  const untouched = /^\S+-web {2}apply {2}exit 130 {2}2 not-attempted\n$/;

  const ctrlCIsTyped = (program: OnTerminal) => program.type('\u0003');
  const theTerminalIsLost = (program: OnTerminal) => program.lose();
  const interruptions = [
    ['Ctrl-C', ctrlCIsTyped],
    ['a lost terminal', theTerminalIsLost],
  ] as const;

  it.each(interruptions)('but ended by %s interrupts the run', async (_what, interrupt) => {
    const program = startOnTerminal(farm.apply, farm.environment);
    await program.said('Change these 2 hosts? Type yes: ');
    interrupt(program);
    expect(await program.ended).toBe(130);
    expect(await history()).toMatch(untouched);
  });

  it('but ended by Ctrl-C between two batches takes nothing back', async () => {
    setRollout(farm, { onFailure: 'rollback-run' });
    const program = startOnTerminal([...farm.apply, '--yes', '--step'], farm.environment);
    await farm.inHand();
    await farm.goOn();
    await program.said('Begin batch 2 of 2? Type yes: ');
    ctrlCIsTyped(program);
    expect(await program.ended).toBe(130);
    expect(await history()).toMatch(/^\S+-web {2}apply {2}exit 130 {2}1 changed, 1 not-attempted\n$/);
  });

  it.each(interruptions)('about a password but ended by %s interrupts the run', async (_what, interrupt) => {
    lockKey(farm, 'open sesame', 'prompt');
    const program = startOnTerminal(farm.apply, farm.environment);
    await program.said('passphrase');
    interrupt(program);
    expect(await program.ended).toBe(130);
    expect(await history()).toMatch(/^\S+-web {2}apply {2}exit 130 /);
  });
});

describe('a command that only prints', () => {
  const schema = [...vipfarmCommand, 'inventory', 'schema'];

  it('ends quietly when nobody reads on', async () => {
    const { process: child, ended, output } = startProgram(schema);
    child.stdout?.destroy();
    expect(await ended).toBe(0);
    expect(output()).toBe('');
  });

  it('ends with 9 when its output cannot be written', async () => {
    const { ended, output } = startProgram(['sh', '-c', '"$@" >/dev/full', 'sh', ...schema]);
    expect(await ended).toBe(9);
    expect(output()).toMatch(/^vipfarm: the output cannot be written: ENOSPC.*\n$/);
  });
});
