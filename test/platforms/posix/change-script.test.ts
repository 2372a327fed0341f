import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { digestOf } from '../../../src/core/digest.ts';
import type { Step } from '../../../src/core/step.ts';
import { readChangeAnswer } from '../../../src/platforms/change-answer.ts';
import type { HostRefusal } from '../../../src/platforms/platform.ts';
import { describeWith } from '../../describe-with.ts';
import {
  compile,
  exampleSteps,
  failing,
  furnish,
  look,
  never,
  place,
  remember,
  run,
  step,
} from './example-steps.ts';
import { inSandbox, partOf, sandboxNeeds, shells } from './sandbox.ts';

vi.setConfig({ testTimeout: 300_000 });

/** A host before, the script's answer, and the host after. */
async function change(shell: string, steps: readonly Step[], more = ''): Promise<Changed> {
  const program = `${furnish}\n${more}\necho "== before"; ${look}\necho "== answer"; ${shell} <"$script" 2>/dev/null
echo "== after"; ${look}`;
  const output = await inSandbox(program, { script: compile(steps) });
  const { ends, complete, refused } = readChangeAnswer(partOf(output, 'answer'));
  return {
    before: partOf(output, 'before'),
    after: partOf(output, 'after'),
    ends: ends.map(({ step: id, end }) => `${id} ${end}`),
    output: ends.map((one) => one.output).join('\n'),
    complete,
    refused,
  };
}

interface Changed {
  readonly before: string;
  readonly after: string;
  readonly ends: readonly string[];
  readonly output: string;
  readonly complete: boolean;
  readonly refused: HostRefusal | undefined;
}

describeWith(sandboxNeeds, 'a change script', () => {
  it.each(shells)('does every step under %s, and leaves no file of its own', async (shell) => {
    const changed = await change(shell, exampleSteps);
    expect(changed.ends).toEqual(exampleSteps.map((one) => `${one.id} done`));
    expect(changed.complete).toBe(true);
    expect(changed.after).toContain('./etc/file f 0600');
    expect(changed.after).toContain('./etc/link l 0777 /else where');
    expect(changed.after).toContain('inet 192.0.2.100/32');
    expect(changed.after).not.toMatch(/away|vipfarm/);
  });

  it.each(shells)('undoes everything under %s when any step fails, byte for byte', async (shell) => {
    for (const [number, failed] of exampleSteps.entries()) {
      const steps = exampleSteps.with(number, failing(failed));
      const changed = await change(shell, steps);
      const done = exampleSteps.slice(0, number).map((one) => one.id);
      expect(changed.ends).toEqual([
        ...done.map((id) => `${id} done`),
        `${failed.id} failed`,
        ...[failed.id, ...done.toReversed()].map((id) => `${id} undone`),
      ]);
      expect(changed.output).toContain('expected that echo something else is: never\nfound: something else');
      expect(changed.after).toBe(changed.before);
    }
  });

  it.each(shells)(
    'under %s undoes nothing below a step that is not undone, and keeps its copies',
    async (shell) => {
      const [first, second, third] = exampleSteps;
      if (first === undefined || second === undefined || third === undefined)
        throw new Error('too few steps');
      const changed = await change(shell, [first, { ...second, undone: [never] }, failing(third)]);
      expect(changed.ends.slice(2)).toEqual(['link failed', 'link undone', 'new-file not-undone']);
      expect(changed.complete).toBe(true);
      expect(changed.after).toContain('./etc/file f 0600');
      expect(changed.after).toContain('./lib/vipfarm/saved/%mnt%etc%file f 0640');
      expect(changed.after).toContain('./lib/vipfarm/progress');
    },
  );

  it.each(shells)('cut off anywhere does nothing under %s', async (shell) => {
    const script = compile(exampleSteps);
    const bytes = Buffer.byteLength(script);
    const cuts = [...Array(bytes).keys()].filter((cut) => cut % 151 === 0 || cut > bytes - 60).slice(0, -1);
    const program = `${furnish}\necho "== before"; ${look}\necho "== answers"
for cut in ${cuts.join(' ')}; do head -c $cut "$script" | ${shell} 2>/dev/null; done\necho "== after"; ${look}`;
    const output = await inSandbox(program, { script });
    expect(partOf(output, 'answers')).toBe('');
    expect(partOf(output, 'after')).toBe(partOf(output, 'before'));
  });

  it.each(shells)('goes on under %s when nobody reads, and when its session hangs up', async (shell) => {
    const hangUp = step('hang-up', {
      apply: [run('sh', '-c', 'kill -HUP $PPID; kill -PIPE $PPID')],
      confirm: [],
      undo: [],
      undone: [],
    });
    const steps = [remember, hangUp, ...exampleSteps];
    const program = `${furnish}\n${shell} <"$script" 2>&1 | head -c 1 >/dev/null
echo "== progress"; cat ${place.progress}; echo "== after"; ${look}`;
    const output = await inSandbox(program, { script: compile(steps) });
    const notes = partOf(output, 'progress').trim().split('\n');
    expect(notes.filter((note) => !note.startsWith('run-1 - '))).toEqual(
      steps.flatMap(({ id }, at) => [`run-1 ${id} begun ${at + 1}`, `run-1 ${id} done`]),
    );
    expect(notes.at(-1)).toBe('run-1 - ended');
    expect(partOf(output, 'after')).toContain('inet 192.0.2.100/32');
  });

  it.each(shells)('under %s leaves a file whole when the disk is full', async (shell) => {
    const fill = `mount -t tmpfs -o size=16k tmpfs /mnt/etc && ${furnish}; cat /dev/zero >/mnt/etc/filler 2>/dev/null`;
    const long = 'x'.repeat(20_000);
    const write = step('file', {
      apply: [
        { kind: 'save', path: '/mnt/etc/file' },
        { kind: 'write', path: '/mnt/etc/file', content: long, mode: 0o600 },
      ],
      confirm: [{ command: ['cat', '/mnt/etc/file'], expect: { is: long } }],
      undo: [{ kind: 'restore', path: '/mnt/etc/file' }],
      undone: [],
    });
    const changed = await change(shell, [write], fill);
    expect(changed.ends[0]).toBe('file failed');
    expect(changed.output).toContain('/mnt/etc/file could not be written: ');
    const etc = (text: string) => text.split('\n').filter((line) => line.includes('./etc/'));
    expect(etc(changed.after)).toEqual(etc(changed.before));
  });

  it.each(shells)('under %s replaces nothing of which it could keep no copy', async (shell) => {
    const fill = `mkdir -p ${place.folder}; mount -t tmpfs -o size=16k tmpfs ${place.folder}
head -c 20000 /dev/urandom >/mnt/etc/file; cat /dev/zero >${place.folder}/filler 2>/dev/null`;
    const changed = await change(shell, exampleSteps, fill);
    expect(changed.ends.filter((end) => end.endsWith('done') && !end.endsWith('undone'))).toEqual([]);
    const etc = (text: string) => text.split('\n').filter((line) => line.includes('./etc/'));
    expect(etc(changed.after)).toEqual(etc(changed.before));
  });

  it.each(shells)('begins nothing under %s where it cannot keep notes, and says so', async (shell) => {
    const changed = await change(
      shell,
      exampleSteps,
      `mkdir ${place.progress.replace('/progress', '')}; mkdir ${place.progress}`,
    );
    expect(changed.refused).toEqual({ kind: 'unwritable', text: `${place.folder} cannot be written` });
    expect(changed.ends).toEqual([]);
    expect(changed.after).not.toContain('192.0.2.100');
  });

  it.each(shells)('writes any text exactly under %s', async (shell) => {
    const texts = fc.sample(fc.string({ unit: 'binary', maxLength: 60 }), 30).map((text) => {
      return Buffer.from(text.replaceAll('\0', ''), 'utf8').toString('utf8');
    });
    const steps = [...texts, "'", "'\\''", '\n', '\\', '-n', '%d', 'a\r\nb'].map((content, number) =>
      step(`text-${number}`, {
        apply: [{ kind: 'write', path: `/mnt/etc/text-${number}`, content, mode: 0o600 }],
        confirm: [
          { command: ['sha256sum', `/mnt/etc/text-${number}`], expect: { contains: digestOf(content) } },
        ],
        undo: [],
        undone: [],
      }),
    );
    expect((await change(shell, steps)).ends).toEqual(steps.map((one) => `${one.id} done`));
  });
});
