import { Listr } from 'listr2';
import type { RunEvent } from '../core/event.ts';
import { drawBoard, keepBoard } from './board.ts';

/** A view that redraws itself in place on a terminal. */
export interface LiveView {
  note(event: RunEvent): void;
  /** Takes the view off the screen, so that something else can be written; the next event brings it back. */
  clear(): void;
  /** Ends it for good. */
  end(): Promise<void>;
}

/** Ten times a second at the most, however many events come. */
const tick = 100;

/** A board of many hosts takes longer to draw, and is drawn less often: the view has at most this share of the time. */
const share = 1 / 50;

/**
 * One listr2 task for the whole run, drawn by a renderer of our own: listr2's default renderer costs the square of the
 * number of tasks, and a run has hundreds of hosts.
 */
export function openLiveView(terminal: NodeJS.WriteStream): LiveView {
  const { board, note } = keepBoard();
  const screen = keepScreen(terminal);
  const started = Date.now();
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let changed = false;
  class BoardRenderer {
    /** listr2 asks standard output, which may be a file; whoever opens this view has asked the terminal that it draws on. */
    static readonly nonTTY = true;
    static readonly rendererOptions = {};
    static readonly rendererTaskOptions = {};
    #timer: NodeJS.Timeout | undefined;

    render(): void {
      let next = 0;
      this.#timer = setInterval(() => {
        const begun = performance.now();
        if (!changed || begun < next) return;
        changed = false;
        screen.draw(drawBoard(board, Date.now() - started, widthOf(terminal)));
        next = performance.now() + (performance.now() - begun) / share;
      }, tick).unref();
    }

    end(): void {
      clearInterval(this.#timer);
      screen.clear();
    }
  }
  const running = new Listr([{ title: 'run', task: () => finished }], {
    renderer: BoardRenderer,
    registerSignalListeners: false,
  }).run();
  return {
    note(event) {
      note(event);
      changed = true;
    },
    clear() {
      changed = false;
      screen.clear();
    },
    async end() {
      finish();
      await running;
    },
  };
}

/** A serial line or a script may say that it is 0 columns wide, or nothing. */
function widthOf({ columns }: NodeJS.WriteStream): number {
  return columns > 0 ? columns : 80;
}

/** A block of lines that is replaced as a whole. */
function keepScreen(terminal: NodeJS.WriteStream): { draw(lines: readonly string[]): void; clear(): void } {
  let height = 0;
  const erase = (): string => (height === 0 ? '' : `\u001b[${height}A\u001b[0J`);
  return {
    draw(lines) {
      terminal.write(`${erase()}${lines.join('\n')}\n`);
      height = lines.length;
    },
    clear() {
      if (height > 0) terminal.write(erase());
      height = 0;
    },
  };
}
