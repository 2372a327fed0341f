import type { RunEvent } from '../core/event.ts';
import { foldNames } from '../core/fold-names.ts';
import { describeClaim } from '../core/network.ts';

/** Where a run stands, as a fold over its events. */
export interface Board {
  readonly verb: string;
  readonly hosts: number;
  /** Hosts under way and what each is doing. */
  readonly active: ReadonlyMap<string, string>;
  readonly read: number;
  readonly ended: ReadonlyMap<string, readonly string[]>;
  readonly changing: number;
  readonly batch: { readonly number: number; readonly of: number } | undefined;
  /** What the witnesses saw that must not be; undefined while all is well, or nobody looks. */
  readonly alarm: string | undefined;
  readonly interrupted: boolean;
}

/** A mutable board that listens; drawing it does not touch it. */
export function keepBoard(): { readonly board: Board; note(event: RunEvent): void } {
  const active = new Map<string, string>();
  const ended = new Map<string, string[]>();
  const outcomes = new Map<string, string>();
  const board: { -readonly [Key in keyof Board]: Board[Key] } = {
    verb: '',
    hosts: 0,
    active,
    read: 0,
    ended,
    changing: 0,
    batch: undefined,
    alarm: undefined,
    interrupted: false,
  };
  return {
    board,
    note(event) {
      switch (event.kind) {
        case 'run-started':
          board.verb = event.verb;
          board.hosts = event.hosts.length;
          break;
        case 'host-contacted':
          active.set(event.host, 'reading');
          break;
        case 'host-probed':
          active.delete(event.host);
          board.read += 1;
          break;
        case 'change-sent':
          active.set(event.host, 'changing');
          board.changing += 1;
          break;
        case 'step-ended':
          active.set(event.host, `${event.step} ${event.end}`);
          break;
        case 'host-ended': {
          active.delete(event.host);
          // A host that was changed may be taken back later.
          const earlier = outcomes.get(event.host);
          if (earlier !== undefined) leave(ended, earlier, event.host);
          outcomes.set(event.host, event.outcome);
          const same = ended.get(event.outcome);
          if (same === undefined) ended.set(event.outcome, [event.host]);
          else same.push(event.host);
          break;
        }
        case 'batch-started':
          board.batch = { number: event.batch, of: event.of };
          break;
        case 'confirmation-sent':
          active.set(event.host, 'confirming');
          break;
        case 'claim-seen':
          if (event.claim.claimant.kind !== 'director') board.alarm = describeClaim(event.claim);
          break;
        case 'interrupted':
          board.interrupted = true;
          break;
        case 'run-ended':
          active.clear();
      }
    },
  };
}

const mostActive = 5;

/** The board as lines of at most `width` characters: the counts, what is under way, and what has gone wrong. */
export function drawBoard(board: Board, milliseconds: number, width: number): readonly string[] {
  const done = [...board.ended.values()].reduce((sum, hosts) => sum + hosts.length, 0);
  const count =
    board.ended.size === 0 ? `${board.read} of ${board.hosts} read` : `${done} of ${board.hosts} done`;
  const batch = board.batch === undefined ? '' : `batch ${board.batch.number} of ${board.batch.of}  `;
  const hint = board.interrupted
    ? 'finishing those in hand; Ctrl-C: quit at once'
    : 'Ctrl-C: no new host, finish those in hand';
  const lines = [`${board.verb}  ${batch}${count}  ${clock(milliseconds)}   ${hint}`];
  const active = [...board.active].slice(0, mostActive).map(([host, doing]) => `${host} ${doing}`);
  const more = board.active.size - active.length;
  if (active.length > 0)
    lines.push(`  now      ${active.join('   ')}${more > 0 ? `   and ${more} more` : ''}`);
  for (const [outcome, hosts] of board.ended) {
    lines.push(`  ${outcome.padEnd(12)} ${hosts.length}  ${foldNames(hosts)}`);
  }
  if (board.alarm !== undefined) lines.push(`  network  ${board.alarm}`);
  return lines.map((line) => (line.length > width ? `${line.slice(0, width - 1)}~` : line));
}

function leave(ended: Map<string, string[]>, outcome: string, host: string): void {
  const left = (ended.get(outcome) ?? []).filter((one) => one !== host);
  if (left.length === 0) ended.delete(outcome);
  else ended.set(outcome, left);
}

/** `00:41`, `1:02:03`. */
function clock(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return seconds < 3600 ? minutes : `${Math.floor(seconds / 3600)}:${minutes}`;
}
