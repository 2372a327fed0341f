/** Time that moves only when nothing else can: no simulated run ever waits. */
export interface VirtualTime {
  /** Milliseconds since 1970. */
  now(): number;
  /** Does something so many milliseconds from now; the answer takes that back. */
  after(milliseconds: number, deed: () => void): () => void;
  /**
   * Lets time go by until `isOver`, and calls `look` after each event and all that it led to.
   * `dried up`: nothing is left that could happen. `endless`: more than `most` events happened.
   */
  run(isOver: () => boolean, look: () => void, most: number): Promise<'over' | 'dried up' | 'endless'>;
}

interface Due {
  readonly time: number;
  /** Of two at the same time, the one that was asked for first. */
  readonly order: number;
  deed: (() => void) | undefined;
}

export function startTime(begin: number): VirtualTime {
  const heap: Due[] = [];
  let time = begin;
  let order = 0;
  return {
    now: () => time,
    after(milliseconds, deed) {
      order += 1;
      const due: Due = { time: time + Math.max(0, milliseconds), order, deed };
      push(heap, due);
      return () => {
        due.deed = undefined;
      };
    },
    async run(isOver, look, most) {
      await settle();
      look();
      for (let events = 0; !isOver(); ) {
        let due = pop(heap);
        if (due === undefined) {
          // What the look itself has led to comes before it is said that nothing can happen any more.
          await settle();
          if (isOver()) return 'over';
          due = pop(heap);
          if (due === undefined) return 'dried up';
        }
        if (due.deed === undefined) continue;
        if (events === most) return 'endless';
        events += 1;
        time = due.time;
        due.deed();
        await settle();
        look();
      }
      return 'over';
    },
  };
}

/** Every promise that can go on has gone on when the event loop comes round. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function isSooner(one: Due | undefined, other: Due | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return one.time < other.time || (one.time === other.time && one.order < other.order);
}

function push(heap: Due[], due: Due): void {
  heap.push(due);
  for (let at = heap.length - 1; at > 0; ) {
    const parent = (at - 1) >> 1;
    if (!isSooner(heap[at], heap[parent])) return;
    swap(heap, at, parent);
    at = parent;
  }
}

function pop(heap: Due[]): Due | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return first;
  heap[0] = last;
  for (let at = 0; ; ) {
    const left = 2 * at + 1;
    const child = isSooner(heap[left + 1], heap[left]) ? left + 1 : left;
    if (!isSooner(heap[child], heap[at])) return first;
    swap(heap, at, child);
    at = child;
  }
}

function swap(heap: Due[], one: number, other: number): void {
  const [a, b] = [heap[one], heap[other]];
  if (a === undefined || b === undefined) return;
  heap[one] = b;
  heap[other] = a;
}
