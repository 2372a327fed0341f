import { describe, expect, it } from 'vitest';
import { Problem } from '../../src/core/problem.ts';
import { platforms } from '../../src/platforms/index.ts';
import { probeScript, readAnswer } from '../../src/platforms/reading.ts';
import { runCommand } from '../lab/run-command.ts';
import { readTranscripts } from '../transcripts/read-transcripts.ts';

const question = { vips: [{ address: '192.0.2.100', family: 4 as const }] };
const [recorded] = readTranscripts('freebsd');

function problemOf(deed: () => unknown): string {
  try {
    deed();
  } catch (error) {
    return error instanceof Problem ? `${error.code}: ${error.message}; ${error.wayOut}` : String(error);
  }
  return 'none';
}

describe('what is sent to a host of whatever system', () => {
  it('is one script of less than 40 kB, and what the Unix systems share is in it once', () => {
    const script = probeScript(question, 'shell');
    expect(Buffer.byteLength(script)).toBeLessThan(40_000);
    expect(script.split('vf_unix() {')).toHaveLength(2);
  });

  it('is the probe of one platform where the inventory says which system it is', () => {
    const freebsd = platforms.filter((platform) => platform.id === 'freebsd');
    const script = probeScript(question, 'shell', freebsd);
    expect(script).not.toContain('arp_ignore');
    expect(readAnswer(recorded?.output ?? '', platforms, 'freebsd').platform.id).toBe('freebsd');
  });

  it('names the host that is not what the inventory says', () => {
    expect(problemOf(() => readAnswer(recorded?.output ?? '', platforms, 'aix'))).toBe(
      'platform-unknown: the inventory says "os: aix" of this host, and it is FreeBSD; ' +
        'say "os: freebsd", or leave it out: then it is found out',
    );
  });

  it('tells a shell from before POSIX from a host that does not answer', async () => {
    expect(problemOf(() => readAnswer('\n@@vipfarm old-shell\nSunOS\n'))).toMatch(
      /^answer-unreadable: the shell of this SunOS host is from before POSIX/,
    );
    expect(problemOf(() => readAnswer('sh: not found\n'))).toMatch(/did not answer the probe/);
    // To such a shell `^` is a pipe. Here the pipe is written as one, because no such shell can be had.
    const first = probeScript(question, 'shell').split('\n')[0] ?? '';
    const { stdout } = await runCommand(['sh'], { input: `${first.replace('^', '|')}\necho never\n` });
    expect(stdout).toMatch(/^\n@@vipfarm old-shell\n\w+\n$/);
  });
});
