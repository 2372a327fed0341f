import { digestOf } from '../../core/digest.ts';
import type { ChainFault, ChainLink, ChainReport } from '../store.ts';
import { type ChainedContent, type ChainedRun, digestOfRun, linkOf, readLink } from './chain.ts';
import type { Queries, Row } from './database.ts';
import { unpack } from './packs.ts';
import { digestOfEvidence, digestOfHosts } from './record.ts';
import { bytesIn, numberIn, textIn, textOrNothingIn } from './rows.ts';

interface Link extends ChainLink {
  readonly content: string;
}

/**
 * Walks the chain from its first link, and all that hangs on it. Call it in a snapshot: what is recorded or pruned between
 * two queries would look like a fault.
 */
export async function verifyChain(queries: Queries): Promise<ChainReport> {
  const rows = await queries.query('select position, link, content from vipfarm_chain order by position');
  const links = rows.map((row) => ({ ...readLink(row), content: textIn(row, 'content') }));
  const [head] = await queries.query('select position, link from vipfarm_chain_head');
  const contents = links.map(readContent);
  const pruned = new Set(contents.flatMap((content) => (content?.kind === 'pruning' ? content.runs : [])));
  const unsound = await unsoundTexts(queries);
  const chained = new Set<string>();
  const faults = [...faultsOfLinks(links, head === undefined ? undefined : readLink(head))];
  for (const [index, { position }] of links.entries()) {
    const content = contents[index];
    if (content?.kind !== 'run') continue;
    chained.add(content.key);
    if (pruned.has(content.key)) continue;
    const what = await faultOfRun(queries, content, unsound);
    if (what !== undefined) faults.push({ ...what, position, run: content.key });
  }
  for (const row of await queries.query("select key from vipfarm_runs where state = 'ended'")) {
    const run = textIn(row, 'key');
    if (chained.has(run) && !pruned.has(run)) continue;
    faults.push({ position: 0, run, kind: 'added', what: 'no link of the chain knows this run' });
  }
  const told = links.map(({ position, link }) => ({ position, link }));
  return { runs: chained.size, pruned: pruned.size, newest: told.at(-1), links: told, faults };
}

/** Each link must follow from the one before. Behind a gap that cannot be told, so the gap is told instead. */
function faultsOfLinks(links: readonly Link[], head: ChainLink | undefined): readonly ChainFault[] {
  const faults: ChainFault[] = [];
  let before: ChainLink = { position: 0, link: '' };
  for (const one of links) {
    if (one.position !== before.position + 1) faults.push(gap(before.position + 1, one.position - 1));
    else if (linkOf(before.link, one.content) !== one.link) {
      const run = readContent(one);
      faults.push({
        position: one.position,
        ...(run?.kind === 'run' ? { run: run.key } : {}),
        kind: 'changed',
        what: 'the link does not follow from the one before',
      });
    }
    before = one;
  }
  if (head !== undefined && head.position > before.position) {
    faults.push(gap(before.position + 1, head.position));
  } else if (head?.link !== before.link) {
    faults.push({
      position: before.position,
      kind: 'changed',
      what: 'this is not the link that was written last',
    });
  }
  return faults;
}

function gap(from: number, to: number): ChainFault {
  const what = from === to ? `link ${from} is not there` : `links ${from} to ${to} are not there`;
  return { position: from, kind: 'missing', what };
}

function readContent({ content }: Link): ChainedContent | undefined {
  try {
    return JSON.parse(content) as ChainedContent;
  } catch {
    return undefined;
  }
}

type FoundFault = Pick<ChainFault, 'kind' | 'what'>;

async function faultOfRun(
  queries: Queries,
  content: ChainedRun,
  unsound: ReadonlyMap<string, FoundFault['kind']>,
): Promise<FoundFault | undefined> {
  const { key } = content;
  const [row] = await queries.query('select * from vipfarm_runs where key = ?', [key]);
  if (row === undefined) return { kind: 'missing', what: 'the run is not there, and no pruning says so' };
  if (digestOfRun(row) !== content.row) return { kind: 'changed', what: 'when it was, or how it ended' };
  if (textsOf(row) !== `${content.plan} ${content.journal}`) {
    return { kind: 'changed', what: 'its plan or its journal' };
  }
  if ((await digestOfHosts(queries, key)) !== content.hosts) return { kind: 'changed', what: 'its hosts' };
  if ((await digestOfEvidence(queries, key)) !== content.evidence) {
    return { kind: 'changed', what: 'its evidence' };
  }
  return await faultOfTexts(queries, key, unsound);
}

function textsOf(row: Row): string {
  return `${textOrNothingIn(row, 'plan') ?? null} ${textOrNothingIn(row, 'journal') ?? null}`;
}

/** Every text that a run refers to, with what it is. */
const references = `
  select blob as sha256, 'what ' || host || ' said' as what from vipfarm_evidence where run = ?
  union all select checks, 'the checks of ' || host from vipfarm_hosts where run = ? and checks is not null
  union all select plan, 'its plan' from vipfarm_runs where key = ? and plan is not null
  union all select journal, 'its journal' from vipfarm_runs where key = ? and journal is not null`;

async function faultOfTexts(
  queries: Queries,
  key: string,
  unsound: ReadonlyMap<string, FoundFault['kind']>,
): Promise<FoundFault | undefined> {
  const missing = await queries.query(
    `select what from (${references}) as texts where sha256 not in (select sha256 from vipfarm_blobs)`,
    [key, key, key, key],
  );
  const [absent] = missing;
  if (absent !== undefined) return { kind: 'missing', what: textIn(absent, 'what') };
  if (unsound.size === 0) return undefined;
  for (const row of await queries.query(references, [key, key, key, key])) {
    const kind = unsound.get(textIn(row, 'sha256'));
    if (kind !== undefined) return { kind, what: textIn(row, 'what') };
  }
  return undefined;
}

/** Texts that are no longer what their digest says, by digest. */
async function unsoundTexts(queries: Queries): Promise<ReadonlyMap<string, FoundFault['kind']>> {
  const unsound = new Map<string, FoundFault['kind']>();
  for (const { id } of await packIds(queries)) {
    const [pack] = await queries.query('select bytes from vipfarm_packs where id = ?', [id]);
    const bytes = pack === undefined ? undefined : unpack(bytesIn(pack, 'bytes'));
    const blobs = await queries.query('select sha256, start, size from vipfarm_blobs where pack = ?', [id]);
    for (const blob of blobs) {
      const sha256 = textIn(blob, 'sha256');
      const start = numberIn(blob, 'start');
      const text = bytes?.toString('utf8', start, start + numberIn(blob, 'size'));
      if (text === undefined || digestOf(text) !== sha256) unsound.set(sha256, 'changed');
    }
  }
  return unsound;
}

async function packIds(queries: Queries): Promise<readonly { readonly id: string }[]> {
  const rows = await queries.query('select id from vipfarm_packs');
  return rows.map((row) => ({ id: textIn(row, 'id') }));
}
