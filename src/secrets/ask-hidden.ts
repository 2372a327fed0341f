import { StringDecoder } from 'node:string_decoder';
import { interruptionOf } from '../core/interruption.ts';
import type { Ask } from './prompt.ts';

interface Terminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stderr: NodeJS.WriteStream;
  /** Ends the question; after that none is asked. */
  readonly signal: AbortSignal;
  /** What Ctrl-C does: while keys are read one by one it is no signal, only a character. */
  interrupt(why: string): void;
}

const enter = /[\r\n]/;
const endOfInput = '\u0004';
const controlC = '\u0003';
const erase = /[\u007f\b]/;
const eraseLine = '\u0015';

/** Asks on the terminal, one question after the other, and shows nothing of what is typed. An interruption ends them all. */
export function askHidden(terminal: Terminal): Ask {
  let last: Promise<unknown> = Promise.resolve();
  return (label) => {
    if (!terminal.stdin.isTTY) return Promise.resolve(undefined);
    const answer = last.then(() => askOnce(terminal, label));
    last = answer;
    return answer;
  };
}

function askOnce({ stdin, stderr, signal, interrupt }: Terminal, label: string): Promise<string> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(interruptionOf(signal));
      return;
    }
    const decoder = new StringDecoder('utf8');
    let typed: string[] = [];
    const finish = (settle: () => void): void => {
      stdin.off('data', listen).off('end', stop);
      signal.removeEventListener('abort', giveUp);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write('\n');
      settle();
    };
    const giveUp = (): void => finish(() => reject(interruptionOf(signal)));
    const stop = (): void => interrupt('interrupted by Ctrl-C');
    function listen(chunk: Buffer): void {
      for (const character of decoder.write(chunk)) {
        if (character === controlC) {
          stop();
          return;
        }
        if (enter.test(character) || character === endOfInput) {
          finish(() => resolve(typed.join('')));
          return;
        }
        if (character === eraseLine) typed = [];
        else if (erase.test(character)) typed.pop();
        else typed.push(character);
      }
    }
    // Raw first: what is typed between the question and raw mode would be shown.
    stdin.setRawMode(true);
    stderr.write(`${label}: `);
    // The end comes with the terminal's: nobody is there to answer.
    stdin.on('data', listen).once('end', stop);
    signal.addEventListener('abort', giveUp);
    stdin.resume();
  });
}
