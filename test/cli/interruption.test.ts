import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { describeWith, itWith } from '../describe-with.ts';
import { startProgram } from '../running-program.ts';
import { type HeldFarm, needs, openHeldFarm } from './held-farm.ts';
import { startOnTerminal } from './on-terminal.ts';
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
