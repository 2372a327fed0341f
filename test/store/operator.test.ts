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
    const me = thisProcess();
    expect(livenessOf(me)).toBe('alive');
    expect(livenessOf({ ...me, processStart: `another boot ${me.processStart}` })).toBe('gone');
    expect(livenessOf({ ...me, processStart: `${me.processStart}0` })).toBe('gone');
  });

  it('cannot be told by its number alone, nor on another machine', () => {
    const { owner, process: pid } = thisProcess();
    expect(livenessOf({ owner, process: pid })).toBe('unknown');
    expect(livenessOf({ owner, process: 2 ** 22 + 1 })).toBe('gone');
    expect(livenessOf({ ...thisProcess(), owner: 'ops@elsewhere' })).toBe('unknown');
  });
});
