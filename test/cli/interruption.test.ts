import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { describeWith } from '../describe-with.ts';
import { startProgram } from '../running-program.ts';
import { lockKey, setRollout } from './alter-farm.ts';
import { type HeldFarm, needs, openHeldFarm } from './held-farm.ts';
import { type OnTerminal, startOnTerminal } from './on-terminal.ts';
import { runVipfarm, vipfarmCommand } from './vipfarm.ts';

// Several starts of the program in one test, and those are slow on a loaded machine.
vi.setConfig({ testTimeout: 240_000 });

describeWith([...needs, 'script', 'ssh-keygen'], 'an interruption', () => {
  let farm: HeldFarm;
  beforeEach(async () => {
    farm = await openHeldFarm();
  });
  afterEach(() => farm[Symbol.asyncDispose]());

  /** What is kept of the one run. */
  const history = async () => (await runVipfarm(['runs', 'list'], farm.environment)).stdout;

  describe('of a run in mid-change', () => {
    const endedInOrder = /^\S+-web {2}apply {2}exit 130 {2}1 changed, 1 not-attempted\n$/;

    it('by the loss of its terminal ends it in order', async () => {
      const program = startOnTerminal([...farm.apply, '--yes'], farm.environment);
      await farm.inHand();
      await program.lose();
      await farm.goOn();
      expect(await program.ended).toBe(130);
      expect(await history()).toMatch(endedInOrder);
    });

    it('by the end of whoever reads its output ends it in order', async () => {
      const { process: child, ended } = startProgram([...farm.apply, '--yes'], farm.environment);
      await farm.inHand();
      child.stdout?.destroy();
      child.stderr?.destroy();
      await farm.goOn();
      expect(await ended).toBe(130);
      expect(await history()).toMatch(endedInOrder);
    });

    it('that comes twice quits at once, says what is left open, and can be gone on with', async () => {
      const program = startProgram([...farm.apply, '--yes'], farm.environment);
      await farm.inHand();
      program.process.kill('SIGINT');
      await program.said('interrupted: no further host is begun');
      program.process.kill('SIGINT');
      expect(await program.ended).toBe(130);
      const lastWords = program.output().split('\n').slice(-5);
      expect(lastWords).toEqual([
        'vipfarm: quit with 1 host in work: web01',
        '  each goes on alone and ends or undoes what was sent to it; its end is not known here',
        '  not begun: 1',
        expect.stringMatching(/^Then: vipfarm resume (\S+), or vipfarm rollback \1$/),
        '',
      ]);
      const run = lastWords.join().match(/resume ([^\s,]+)/)?.[1] ?? '';
      await farm.goOn();
      const resumed = await runVipfarm(['resume', run, '--yes', '-i', farm.inventory], farm.environment);
      expect(resumed.code, resumed.stderr).toBe(0);
    });
  });

  describe('of a question', () => {
    const untouched = /^\S+-web {2}apply {2}exit 130 {2}2 not-attempted\n$/;

    const ctrlCIsTyped = (program: OnTerminal) => program.type('\u0003');
    const theTerminalIsLost = (program: OnTerminal) => program.lose();
    const interruptions = [
      ['Ctrl-C', ctrlCIsTyped],
      ['a lost terminal', theTerminalIsLost],
    ] as const;

    it.each(interruptions)('by %s ends the run', async (_what, interrupt) => {
      const program = startOnTerminal(farm.apply, farm.environment);
      await program.said('Change these 2 hosts? Type yes: ');
      await interrupt(program);
      expect(await program.ended).toBe(130);
      expect(await history()).toMatch(untouched);
    });

    it('by Ctrl-C between two batches takes nothing back', async () => {
      setRollout(farm, { onFailure: 'rollback-run' });
      const program = startOnTerminal([...farm.apply, '--yes', '--step'], farm.environment);
      await farm.inHand();
      await farm.goOn();
      await program.said('Begin batch 2 of 2? Type yes: ');
      ctrlCIsTyped(program);
      expect(await program.ended).toBe(130);
      expect(await history()).toMatch(/^\S+-web {2}apply {2}exit 130 {2}1 changed, 1 not-attempted\n$/);
    });

    it.each(interruptions)('for a password by %s ends the run', async (_what, interrupt) => {
      lockKey(farm, 'open sesame', 'prompt');
      const program = startOnTerminal(farm.apply, farm.environment);
      await program.said('passphrase');
      await interrupt(program);
      expect(await program.ended).toBe(130);
      expect(await history()).toMatch(/^\S+-web {2}apply {2}exit 130 /);
    });
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
