import { PassThrough } from 'node:stream';
import { WriteStream } from 'node:tty';
import { afterEach, expect, it, vi } from 'vitest';
import { paintWords } from '../../src/reporting/paint.ts';

const report =
  'web  192.0.2.100   2 members\n  drift        web01  eth0 answers ARP\n  ok           a drift is ok here\n';

/** What node takes for a terminal with colours, without one. */
function terminal(): NodeJS.WriteStream {
  const stream = Object.assign(new PassThrough(), { isTTY: true });
  return Object.setPrototypeOf(stream, WriteStream.prototype);
}

afterEach(() => {
  vi.unstubAllEnvs();
});

it('colours the first word of a row on a terminal, and no other', () => {
  vi.stubEnv('NO_COLOR', undefined);
  vi.stubEnv('FORCE_COLOR', undefined);
  vi.stubEnv('TERM', 'xterm-256color');
  vi.stubEnv('CI', undefined);
  expect(paintWords(report, terminal())).toBe(
    report
      .replace('  drift  ', '  \u001b[33mdrift\u001b[39m  ')
      .replace('  ok  ', '  \u001b[32mok\u001b[39m  '),
  );
});

it('changes nothing where NO_COLOR is set or no terminal is there', () => {
  vi.stubEnv('FORCE_COLOR', undefined);
  const pipe: unknown = new PassThrough();
  expect(paintWords(report, pipe as NodeJS.WriteStream)).toBe(report);
  vi.stubEnv('NO_COLOR', '1');
  expect(paintWords(report, terminal())).toBe(report);
});
