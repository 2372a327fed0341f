import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect } from 'vitest';
import { quoteCommand, quoteWord } from '../../src/core/quoting.ts';
import { itWith } from '../describe-with.ts';
import { posixShells } from '../posix-shells.ts';

/** Whatever may be an argument of a program: everything but NUL, with the characters that shells care for in plenty. */
const argument = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom(...'\'"\\$`!#&*()[]{}<>|;~?=^%@:,-+/. \t\n\r\u0001\u0007\u001b\u007fäé€😀한ab01'),
    maxLength: 40,
  }),
  fc.constantFrom(
    '',
    '-n',
    '--',
    '~',
    '~root',
    'a=b',
    '#',
    '!',
    "'",
    "''",
    '\\',
    '\n',
    '\n\n',
    '*',
    '$(id)',
    '`id`',
  ),
);
const withoutNul = argument.map((text) => text.replaceAll('\0', ''));

for (const [program, ...args] of posixShells) {
  itWith([program], `every argument passes through ${program} unchanged`, () => {
    fc.assert(
      fc.property(fc.array(withoutNul, { minLength: 50, maxLength: 200 }), (words) => {
        // The shell's own printf shows each argument between NULs, which no argument contains.
        const script = `printf '%s\\0' ${quoteCommand(words)}`;
        const printed = execFileSync(program, [...args, '-s'], { input: script, encoding: 'utf8' });
        expect(printed.split('\0').slice(0, -1)).toEqual(words);
      }),
      { numRuns: 30 },
    );
  });

  itWith([program], `a quoted command line survives being quoted again for ${program}`, () => {
    fc.assert(
      fc.property(fc.array(withoutNul, { minLength: 1, maxLength: 30 }), (words) => {
        const inner = `printf '%s\\0' ${quoteCommand(words)}`;
        const script = `eval ${quoteWord(`eval ${quoteWord(inner)}`)}`;
        const printed = execFileSync(program, [...args, '-s'], { input: script, encoding: 'utf8' });
        expect(printed.split('\0').slice(0, -1)).toEqual(words);
      }),
      { numRuns: 30 },
    );
  });
}
