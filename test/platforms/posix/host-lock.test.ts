import { expect, it, vi } from 'vitest';
import { readChangeAnswer } from '../../../src/platforms/change-answer.ts';
import { compileChange } from '../../../src/platforms/posix/change-script.ts';
import { compileRecall } from '../../../src/platforms/posix/recall-script.ts';
import { readHostMemory } from '../../../src/platforms/read-recall.ts';
import { describeWith } from '../../describe-with.ts';
import { exampleSteps, furnish, look, order, place, remember, run, step } from './example-steps.ts';
import { inSandbox, partOf, sandboxNeeds, shells } from './sandbox.ts';

vi.setConfig({ testTimeout: 300_000 });

const pause = step('pause', { apply: [run('sleep', '3')], confirm: [], undo: [], undone: [] });
const dying = step('dying', {
  apply: [run('sh', '-c', 'kill -KILL $PPID')],
  confirm: [],
  undo: [],
  undone: [],
});

const files = {
  slow: compileChange([pause], order, place),
  dying: compileChange([remember, dying], order, place),
  other: compileChange(exampleSteps, { ...order, run: 'run-2', fence: 8, owner: 'eve@admin2' }, place),
  earlier: compileChange(exampleSteps, { ...order, run: 'run-0', fence: 6 }, place),
  recall: compileRecall(place),
};

describeWith(sandboxNeeds, 'the lock of a host', () => {
  it.each(shells)('lets one change at a time through under %s, and names whose it is', async (shell) => {
    const output = await inSandbox(
      `${furnish}\n${shell} <"$slow" >/mnt/first & sleep 1; echo "== before"; ${look}; echo "== at-work"; sh "$recall"
echo "== second"; ${shell} <"$other"; echo "== after"; ${look}; wait; echo "== first"; cat /mnt/first; echo "== then"; ${shell} <"$other"`,
      files,
    );
    expect(readHostMemory(partOf(output, 'at-work')).change).toMatchObject({
      run: 'run-1',
      state: 'under-way',
    });
    expect(readChangeAnswer(partOf(output, 'second'))).toMatchObject({
      complete: true,
      ends: [],
      refused: {
        kind: 'locked',
        text: expect.stringMatching(/^the change of run run-1 by ops@admin1 is under way .* since 20.*Z$/),
      },
    });
    expect(partOf(output, 'after')).toBe(partOf(output, 'before'));
    expect(readChangeAnswer(partOf(output, 'first')).ends).toHaveLength(1);
    expect(readChangeAnswer(partOf(output, 'then')).refused).toBeUndefined();
  });

  it.each(shells)(
    'goes to one of many under %s that come at once upon the lock of a dead one',
    async (shell) => {
      const many = `for n in 1 2 3 4 5 6; do ${shell} <"$slow" >/mnt/answer.$n & done; wait`;
      const output = await inSandbox(
        `${furnish}\n${shell} <"$dying" >/dev/null 2>&1; echo "== lock"; ls ${place.runtime}; ${many}
echo "== done"; grep -l 'step pause done' /mnt/answer.* | wc -l; echo "== refused"; grep -l 'refused locked' /mnt/answer.* | wc -l
echo "== left"; ls ${place.runtime}`,
        files,
      );
      expect(partOf(output, 'lock')).toContain('lock');
      expect(Number(partOf(output, 'done'))).toBe(1);
      expect(Number(partOf(output, 'refused'))).toBe(5);
      expect(partOf(output, 'left')).toBe('fence');
    },
  );

  it.each(shells)('is closed under %s to a lower fencing number than the host has seen', async (shell) => {
    const output = await inSandbox(
      `${furnish}\n${shell} <"$other" >/dev/null; echo "== before"; ${look}; echo "== late"; ${shell} <"$earlier"; echo "== after"; ${look}`,
      files,
    );
    expect(readChangeAnswer(partOf(output, 'late'))).toMatchObject({
      ends: [],
      refused: {
        kind: 'outdated',
        text: 'a newer run, run-2 by eve@admin2, has changed this host since; plan again',
      },
    });
    expect(partOf(output, 'after')).toBe(partOf(output, 'before'));
  });

  it('remembers the number beyond a boot while something of ours is there', async () => {
    const kept = compileChange([remember], { ...order, fence: 1_790_000_000_001 }, place);
    const output = await inSandbox(
      `${furnish}\nsh <"$kept" >/dev/null; rm -rf ${place.runtime}; echo boot-2 >/mnt/boot; echo "== late"; mksh <"$late"`,
      { kept, late: compileChange(exampleSteps, { ...order, fence: 1_790_000_000_000 }, place) },
    );
    expect(readChangeAnswer(partOf(output, 'late')).refused?.kind).toBe('outdated');
  });

  it.each(shells)(
    'tells under %s of a change that was killed in the middle, here and after a boot',
    async (shell) => {
      const output = await inSandbox(
        `${furnish}\n${shell} <"$dying" >/dev/null 2>&1; echo "== killed"; sh "$recall"; echo boot-2 >/mnt/boot; echo "== booted"; sh "$recall"`,
        files,
      );
      const killed = readHostMemory(partOf(output, 'killed')).change;
      expect(killed).toMatchObject({ run: 'run-1', fence: 7, state: 'cut-off', booted: false });
      expect(killed?.steps).toEqual([
        { step: 'remember', end: 'done' },
        { step: 'dying', end: 'begun' },
      ]);
      expect(readHostMemory(partOf(output, 'booted')).change).toMatchObject({
        state: 'cut-off',
        booted: true,
      });
    },
  );

  it('tells nothing of a host where nothing was begun, and reads any text without complaint', async () => {
    const output = await inSandbox(
      `${furnish}\necho "== before"; ${look}\necho "== recall"; sh "$recall"; echo "== after"; ${look}`,
      files,
    );
    expect(readHostMemory(partOf(output, 'recall'))).toEqual({
      complete: true,
      change: undefined,
      fence: undefined,
    });
    expect(partOf(output, 'after')).toBe(partOf(output, 'before'));
    expect(readHostMemory('bash: printf: not found')).toMatchObject({ complete: false, change: undefined });
  });
});
