import process from 'node:process';
import { describe, expect, it } from 'vitest';
import type { RunProcess } from '../../src/core/run-process.ts';
import { livenessOf, thisProcess } from '../../src/store/operator.ts';
import { startProgram } from '../running-program.ts';

const saying = `const { thisProcess } = await import('./src/store/operator.ts');
console.log(JSON.stringify(thisProcess()));
setInterval(() => undefined, 1000);`;

describe('a process', () => {
  it('is alive until it ends', async () => {
    const words = ['--import', 'tsx', '--input-type=module', '-e', saying];
    const program = startProgram([process.execPath, ...words]);
    try {
      await program.said('}\n');
      const other = JSON.parse(program.output()) as RunProcess;
      expect(other.process).toBe(program.process.pid);
      expect(livenessOf(other)).toBe('alive');
      program.process.kill('SIGKILL');
      await program.ended;
      expect(livenessOf(other)).toBe('gone');
    } finally {
      program.process.kill('SIGKILL');
    }
  });

  it('is gone when another has its number now', () => {
    const { processStart = '', ...me } = thisProcess();
    const [boot, namespace, tick] = processStart.split(' ');
    const livenessWith = (...words: readonly unknown[]) =>
      livenessOf({ ...me, processStart: words.join(' ') });
    expect(livenessWith(boot, namespace, tick)).toBe('alive');
    expect(livenessWith(boot, namespace, `${tick}0`)).toBe('gone');
    expect(livenessWith('another', namespace, tick)).toBe('gone');
    // It may be at work in a container that has the name of this machine.
    expect(livenessWith(boot, 'pid:[4711]', tick)).toBe('unknown');
  });

  it('cannot be told by its number alone, nor on another machine', () => {
    const { owner, process: pid } = thisProcess();
    expect(livenessOf({ owner, process: pid })).toBe('unknown');
    expect(livenessOf({ owner, process: 2 ** 22 + 1 })).toBe('gone');
    expect(livenessOf({ ...thisProcess(), owner: 'ops@elsewhere' })).toBe('unknown');
  });
});
