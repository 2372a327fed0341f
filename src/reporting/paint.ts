import { styleText } from 'node:util';

const colours = {
  ok: 'green',
  changed: 'green',
  notice: 'cyan',
  warning: 'yellow',
  partial: 'yellow',
  drift: 'yellow',
  missing: 'yellow',
  foreign: 'yellow',
  refused: 'yellow',
  skipped: 'yellow',
  absent: 'yellow',
  wrong: 'red',
  error: 'red',
  failed: 'red',
  conflict: 'red',
  unknown: 'red',
  unreachable: 'red',
  'rolled-back': 'red',
} as const;

type Painted = keyof typeof colours;

/** The word that begins a row of a report, after its indent. */
const leadingWord = new RegExp(`^( {2})(${Object.keys(colours).join('|')})(?= )`, 'gm');

/**
 * Colours the words that say how a host is, where the stream is a terminal that wants colour (NO_COLOR is heeded). A
 * colour only repeats its word.
 */
export function paintWords(text: string, stream: NodeJS.WriteStream): string {
  return text.replace(leadingWord, (_row, indent: string, word: Painted) => {
    return `${indent}${styleText(colours[word], word, { stream })}`;
  });
}
