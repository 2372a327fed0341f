import { expect, it, vi } from 'vitest';
import type { ChangeOrder } from '../../../src/core/change-order.ts';
import type { Step } from '../../../src/core/step.ts';
import { readChangeAnswer } from '../../../src/platforms/change-answer.ts';
import { compileChange, compileConfirm } from '../../../src/platforms/posix/change-script.ts';
import { compileDismiss, compileRecall } from '../../../src/platforms/posix/recall-script.ts';
import { readHostMemory } from '../../../src/platforms/read-recall.ts';
import { describeWith } from '../../describe-with.ts';
import {
  exampleSteps,
  failing,
  furnish,
  look,
  never,
  order,
  place,
  remember,
  step,
} from './example-steps.ts';
import { inSandbox, partOf, sandboxNeeds, shells } from './sandbox.ts';

vi.setConfig({ testTimeout: 300_000 });

const onTrial: ChangeOrder = { ...order, deadman: 300 };
const [file, newFile, link, address, away] = exampleSteps;

/** An address on trial; files that follow after the confirmation; a record that goes with them. */
const steps: readonly Step[] = [file, address, link, away, newFile, remember].map((one, number) => {
  if (one === undefined) throw new Error('an example is missing');
  return { ...one, trial: number < 2 ? 'all' : 'none' };
});

const soon: ChangeOrder = { ...onTrial, deadman: 2 };
const ran = (program: string, more: Record<string, string> = {}) =>
  inSandbox(
    `${furnish}\necho "== before"; ${look}\n${program}\necho "== after"; ${look}\necho "== recall"; sh "$recall"`,
    {
      trial: compileChange(steps, onTrial, place),
      soon: compileChange(steps, soon, place),
      plain: compileChange(steps, order, place),
      confirm: compileConfirm(steps, order, place),
      recall: compileRecall(place),
      dismiss: compileDismiss(order.run, place),
      ...more,
    },
  );

/** Its last deed is to give the lock back: until then a host says that a change is under way. */
const awaitFiring = `n=0; until grep -q 'ended' ${place.progress} && [ ! -e ${place.runtime}/lock ]; do sleep 0.2; n=$((n + 1)); [ $n -lt 300 ] || break; done`;
const endsOf = (text: string) => readChangeAnswer(text).ends.map(({ step: id, end }) => `${id} ${end}`);
const memoryOf = (output: string) => readHostMemory(partOf(output, 'recall'));
/** Without the notes, which stay until they are dismissed. */
const withoutNotes = (text: string) =>
  text.split('\n').filter((line) => !line.includes('vipfarm') && !/ \. d | \.\/lib d /.test(line));

describeWith(sandboxNeeds, 'a change under a dead-man', () => {
  it.each(shells)(
    'is undone by the host under %s when nobody confirms it, and the host says so',
    async (shell) => {
      const output = await ran(
        `echo "== answer"; ${shell} <"$soon"; echo "== trial"; ${look}; ${awaitFiring}`,
      );
      const answer = readChangeAnswer(partOf(output, 'answer'));
      expect(answer).toMatchObject({
        complete: true,
        refused: undefined,
        armed: { means: 'shell', seconds: 2 },
      });
      expect(endsOf(partOf(output, 'answer'))).toEqual(['file done', 'address done']);
      expect(partOf(output, 'trial')).toContain('192.0.2.100/32');
      expect(withoutNotes(partOf(output, 'after'))).toEqual(withoutNotes(partOf(output, 'before')));
      expect(memoryOf(output)).toMatchObject({
        complete: true,
        fence: 7,
        change: { run: 'run-1', owner: 'ops@admin1', state: 'taken-back', confirmed: false, booted: false },
      });
      expect(memoryOf(output).change?.steps).toEqual([
        { step: 'file', end: 'undone' },
        { step: 'address', end: 'undone' },
      ]);
    },
  );

  it.each(shells)(
    'stays under %s when it is confirmed in time, with all that lasts, and leaves nothing else',
    async (shell) => {
      const output =
        await ran(`${shell} <"$trial" >/dev/null; waiting=$(cut -d' ' -f2 ${place.runtime}/trial/means)
echo "== on-trial"; sh "$recall"
echo "== answer"; ${shell} <"$confirm"; n=0; while kill -0 $waiting 2>/dev/null && [ $n -lt 50 ]; do sleep 0.1; n=$((n + 1)); done
echo "== left"; kill -0 $waiting 2>/dev/null && echo waiting; ls ${place.runtime}`);
      expect(readHostMemory(partOf(output, 'on-trial')).change).toMatchObject({
        state: 'on-trial',
        deadline: expect.any(Number),
      });
      expect(endsOf(partOf(output, 'answer'))).toEqual([
        'link done',
        'away done',
        'new-file done',
        'remember done',
      ]);
      expect(partOf(output, 'left').trim()).toBe('fence');
      expect(partOf(output, 'after')).toContain('192.0.2.100/32');
      expect(partOf(output, 'after')).toContain('./etc/link l 0777 /else where');
      expect(partOf(output, 'after')).not.toMatch(/saved|trial/);
      expect(memoryOf(output).change).toMatchObject({ state: 'ended', confirmed: true });
    },
  );

  it.each(shells)('is undone whole under %s when a step fails after the confirmation', async (shell) => {
    const broken = steps.with(3, failing(steps[3] ?? remember));
    const output = await ran(`${shell} <"$trial" >/dev/null; echo "== answer"; ${shell} <"$broken"`, {
      broken: compileConfirm(broken, order, place),
    });
    expect(endsOf(partOf(output, 'answer'))).toEqual([
      'link done',
      'away failed',
      ...['away', 'link', 'address', 'file'].map((id) => `${id} undone`),
    ]);
    expect(partOf(output, 'after')).toBe(partOf(output, 'before'));
  });

  it.each(shells)(
    'is undone whole under %s when the confirmation was killed, is sent again, and an earlier step fails then',
    async (shell) => {
      const killed = '/mnt/run/killed';
      const dying = step('dying', {
        apply: [
          { kind: 'run', command: ['sh', '-c', `[ -e ${killed} ] || { : >${killed}; kill -KILL $PPID; }`] },
        ],
        confirm: [],
        undo: [],
        undone: [],
      });
      const atFirst = { command: ['ls', '/mnt/run'], expect: { lacks: 'killed' } } as const;
      const twice = steps.flatMap((one): readonly Step[] => {
        if (one.id === 'link') return [{ ...one, confirm: [...one.confirm, atFirst] }];
        return one.id === 'new-file' ? [{ ...dying, trial: 'none' }, one] : [one];
      });
      const output = await ran(
        `${shell} <"$trial" >/dev/null; ${shell} <"$twice" >/dev/null 2>&1; echo "== killed"; ${look}; echo "== answer"; ${shell} <"$twice"`,
        { twice: compileConfirm(twice, order, place) },
      );
      expect(partOf(output, 'killed')).not.toContain('./etc/away');
      expect(endsOf(partOf(output, 'answer'))).toEqual([
        'link failed',
        ...['dying', 'away', 'link', 'address', 'file'].map((id) => `${id} undone`),
      ]);
      expect(partOf(output, 'after')).toBe(partOf(output, 'before'));
    },
  );

  it.each(shells)(
    'is refused a confirmation under %s that comes after the firing, or after a boot',
    async (shell) => {
      const late = await ran(
        `${shell} <"$soon" >/dev/null; ${awaitFiring}; echo "== answer"; ${shell} <"$confirm"`,
      );
      expect(readChangeAnswer(partOf(late, 'answer')).refused).toEqual({
        kind: 'too-late',
        text: expect.stringMatching(/^the host has undone the change by itself at 20.*Z$/),
      });
      const booted = await ran(`${shell} <"$trial" >/dev/null; echo boot-2 >/mnt/boot
echo "== answer"; ${shell} <"$confirm"; echo boot-2 >/mnt/boot`);
      expect(readChangeAnswer(partOf(booted, 'answer')).refused).toEqual({
        kind: 'too-late',
        text: 'the host was booted since',
      });
      expect(memoryOf(booted).change).toMatchObject({ state: 'cut-off', booted: true });
    },
  );

  it('ends in one way only when confirmation and firing come at the same moment', async () => {
    const race = `for n in 1 2 3 4 5 6 7 8; do
rm -rf /mnt/lib /mnt/etc /mnt/run; ip addr flush dev lo; ${furnish}
sh <"$trial" >/dev/null
sh ${place.runtime}/trial/fire >/dev/null 2>&1 & sh <"$confirm" >/mnt/answer; wait
if grep -q refused /mnt/answer || ! grep -q 'vipfarm end' /mnt/answer; then said=late; else said=confirmed; fi
ip -o addr show dev lo | grep -q 192.0.2.100 && up=up || up=down
[ -e ${place.record} ] && kept=kept || kept=gone
echo "$said $up $kept"; done`;
    const output = await inSandbox(`${furnish}\necho "== ends"\n${race}`, {
      trial: compileChange(steps, onTrial, place),
      confirm: compileConfirm(steps, order, place),
    });
    const ends = partOf(output, 'ends').split('\n');
    expect(ends).toHaveLength(8);
    expect(ends.filter((end) => end !== 'late down gone' && end !== 'confirmed up kept')).toEqual([]);
  });

  it.each(shells)(
    'is undone by its own script under %s when the time runs out in the middle of it',
    async (shell) => {
      const slow = step('slow', {
        apply: [{ kind: 'run', command: ['sleep', '4'] }],
        confirm: [],
        undo: [],
        undone: [],
      });
      const output = await ran(`echo "== answer"; ${shell} <"$slow"`, {
        slow: compileChange([...steps.slice(0, 2), slow, slow], soon, place),
      });
      expect(endsOf(partOf(output, 'answer'))).toEqual([
        'file done',
        'address done',
        'slow done',
        'slow failed',
        'slow undone',
        'address undone',
        'file undone',
      ]);
      expect(readChangeAnswer(partOf(output, 'answer')).armed).toBeUndefined();
      expect(withoutNotes(partOf(output, 'after'))).toEqual(withoutNotes(partOf(output, 'before')));
    },
  );

  it.each(shells)(
    'is undone by the dead-man under %s when its script was killed in the middle',
    async (shell) => {
      const dying = step('dying', {
        apply: [{ kind: 'run', command: ['sh', '-c', 'kill -KILL $PPID'] }],
        confirm: [],
        undo: [],
        undone: [],
      });
      const output = await ran(
        `${shell} <"$dying" >/dev/null 2>&1; echo "== killed"; sh "$recall"; ${awaitFiring}`,
        {
          dying: compileChange([...steps.slice(0, 2), { ...dying, trial: 'all' }], soon, place),
        },
      );
      expect(readHostMemory(partOf(output, 'killed')).change).toMatchObject({
        state: 'on-trial',
        confirmed: false,
      });
      expect(withoutNotes(partOf(output, 'after'))).toEqual(withoutNotes(partOf(output, 'before')));
      expect(memoryOf(output).change?.state).toBe('taken-back');
    },
  );

  it.each(shells)('is undone under %s even when the disk went read-only meanwhile', async (shell) => {
    const bare = compileChange(steps.slice(1, 2), soon, place);
    const output = await ran(
      `mkdir -p ${place.folder}; mount -t tmpfs tmpfs ${place.folder}; ${shell} <"$bare" >/dev/null; echo "== trial"; ${look}
mount -o remount,ro ${place.folder}; n=0; while [ -e ${place.runtime}/trial/open ] && [ $n -lt 300 ]; do sleep 0.2; n=$((n + 1)); done; sleep 1`,
      { bare },
    );
    expect(partOf(output, 'trial')).toContain('192.0.2.100/32');
    expect(partOf(output, 'after')).not.toContain('192.0.2.100/32');
  });

  it('keeps its copies and its own record where undoing fails, and says which step', async () => {
    const stuck = steps.with(0, { ...(steps[0] ?? remember), undone: [never] });
    const output = await ran(`sh <"$stuck" >/dev/null; ${awaitFiring}`, {
      stuck: compileChange(stuck, soon, place),
    });
    expect(memoryOf(output).change?.steps).toEqual([
      { step: 'file', end: 'not-undone' },
      { step: 'address', end: 'undone' },
    ]);
    expect(partOf(output, 'after')).toContain('./lib/vipfarm/saved/%mnt%etc%file');
  });

  it('leaves notes that are dismissed once they are known, and not before', async () => {
    const output = await ran(`sh <"$trial" >/dev/null; sh "$dismiss" >/dev/null; sh "$recall" >/mnt/on-trial
sh ${place.runtime}/trial/fire >/dev/null; sh "$dismiss" >/dev/null; echo "== on-trial"; cat /mnt/on-trial; rm /mnt/on-trial`);
    expect(readHostMemory(partOf(output, 'on-trial')).change?.state).toBe('on-trial');
    expect(memoryOf(output).change).toBeUndefined();
    expect(partOf(output, 'after')).toBe(partOf(output, 'before'));
  });
});
