import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readErrorText } from '../../src/transports/clixml.ts';

function recorded(name: string): string {
  return readFileSync(new URL(`winrm/recordings/clixml/${name}.xml`, import.meta.url), 'utf8');
}

it('the errors of a real host are taken out of its CLIXML, and its progress is left', () => {
  const text = readErrorText(recorded('test_sanitise_clixml_with_error'));
  expect(text.split('\r\n')).toEqual([
    "fake : The term 'fake' is not recognized as the name of a cmdlet, function, script file, or operable program. Check ",
    'the spelling of the name, or if a path was included, verify that the path is correct and try again.',
    'At line:1 char:1',
    '+ fake cmdlet',
    '+ ~~~~',
    '    + CategoryInfo          : ObjectNotFound: (fake:String) [], CommandNotFoundException',
    '    + FullyQualifiedErrorId : CommandNotFoundException',
    ' ',
    '',
  ]);
});

it('CLIXML without errors says nothing', () => {
  expect(readErrorText(recorded('test_sanitise_clixml_with_no_errors'))).toBe('');
});

it('several documents, text around them, escapes and pairs of surrogates are read', () => {
  const one =
    '<Objs Version="1.1.0.1"><S S="Error">a &lt;b&gt; &amp;amp; _xD83D__xDE00__x000D__x000A_</S></Objs>';
  expect(readErrorText(`before\r\n#< CLIXML\r\n${one}between\n${one}after`)).toBe(
    'before\r\na <b> &amp; 😀\r\nbetween\na <b> &amp; 😀\r\nafter',
  );
});

it('plain text is kept as it is, whatever it holds', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      if (!text.includes('#< CLIXML')) expect(readErrorText(text)).toBe(text);
    }),
  );
});

it('a document that is cut off is kept, and a million of its beginnings are read at once', () => {
  expect(readErrorText('#< CLIXML\r\n<Objs><S S="Error">half')).toBe('<Objs><S S="Error">half');
  const many = `#< CLIXML\n${'<Objs '.repeat(200_000)}`;
  expect(readErrorText(many)).toHaveLength(1_200_000);
});

it('a real document with anything put into it or cut off is read, and spoils none that stands before it', () => {
  const [real, empty] = ['test_sanitise_clixml_with_error', 'test_sanitise_clixml_with_no_errors'].map(
    recorded,
  );
  if (real === undefined || empty === undefined) throw new Error('the recordings are not there');
  const whole = readErrorText(real);
  const pieces = fc.constantFrom('<Objs', '</Objs>', '<S S="Error">', '</S>', '_xD83D_', '&lt;', '#< CLIXML');
  fc.assert(
    fc.property(
      fc.constantFrom(real, empty),
      fc.nat(),
      fc.nat(60),
      fc.array(fc.oneof(pieces, fc.string({ unit: 'grapheme' })), { maxLength: 5 }),
      (document, at, gone, added) => {
        const place = at % document.length;
        const altered = document.slice(0, place) + added.join('') + document.slice(place + gone);
        expect(readErrorText(altered).length).toBeLessThanOrEqual(altered.length);
        expect(readErrorText(real + altered).startsWith(whole)).toBe(true);
      },
    ),
    { numRuns: 2000 },
  );
});
