import { digestOf } from '../../core/digest.ts';
import type { ChainLink } from '../store.ts';
import type { Queries, Row } from './database.ts';
import { numberIn, numberOrNothingIn, textIn, textOrNothingIn } from './rows.ts';

/** What one link says: all that must not change unseen, the long parts by their digests. */
export type ChainedContent = ChainedRun | ChainedPruning;

export interface ChainedRun {
  readonly kind: 'run';
  readonly key: string;
  /** The row of the run itself. */
  readonly row: string;
  readonly hosts: string;
  readonly evidence: string;
  /** sha256 of the texts; null where there is none. */
  readonly plan: string | null;
  readonly journal: string | null;
}

export interface ChainedPruning {
  readonly kind: 'pruning';
  readonly runs: readonly string[];
  readonly who: string;
  readonly at: number;
}

/** sha256 of the link before and of the content. */
export function linkOf(before: string, content: string): string {
  return digestOf(`${before}\n${content}`);
}

/** The newest link; position 0 and an empty one in an empty chain. Until the transaction ends nobody else appends. */
export async function holdChain(queries: Queries): Promise<ChainLink> {
  const [row] = await queries.query(
    'update vipfarm_chain_head set one = 1 where one = 1 returning position, link',
  );
  return row === undefined ? { position: 0, link: '' } : readLink(row);
}

/** Call it in the transaction that holds the chain. */
export async function appendLink(
  queries: Queries,
  before: ChainLink,
  content: ChainedContent,
): Promise<ChainLink> {
  const text = JSON.stringify(content);
  const position = before.position + 1;
  const link = linkOf(before.link, text);
  const run = content.kind === 'run' ? content.key : null;
  await queries.query('insert into vipfarm_chain (position, link, run, content) values (?, ?, ?, ?)', [
    position,
    link,
    run,
    text,
  ]);
  await queries.query('update vipfarm_chain_head set position = ?, link = ? where one = 1', [position, link]);
  return { position, link };
}

export function readLink(row: Row): ChainLink {
  return { position: numberIn(row, 'position'), link: textIn(row, 'link') };
}

/** The digest of a run's row, as it is in the table. */
export function digestOfRun(row: Row): string {
  const texts = ['key', 'id', 'owner', 'verb', 'pools', 'started_at', 'state', 'counts'];
  const values = texts.map((column) => textIn(row, column));
  return digestOf(
    JSON.stringify([
      ...values,
      numberIn(row, 'process'),
      textOrNothingIn(row, 'ended_at') ?? null,
      numberOrNothingIn(row, 'exit_code') ?? null,
    ]),
  );
}
