import { StringDecoder } from 'node:string_decoder';
import { Problem } from '../core/problem.ts';
import type { Ask } from './prompt.ts';

interface Terminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stderr: NodeJS.WriteStream;
  /** While keys are read one by one, Ctrl-C is no signal. */
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

function askOnce({ stdin, stderr, interrupt }: Terminal, label: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const decoder = new StringDecoder('utf8');
    let typed: string[] = [];
    const finish = (settle: () => void): void => {
      stdin.off('data', listen).off('end', stop);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write('\n');
      settle();
    };
    function stop(): void {
      interrupt('interrupted by Ctrl-C');
      finish(() => reject(new Problem('interrupted', 'interrupted by the operator')));
    }
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
    stdin.resume();
  });
}
