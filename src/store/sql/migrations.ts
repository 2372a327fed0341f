export interface Migration {
  /** Rises by one; a migration that was released is never changed again. */
  readonly number: number;
  readonly statements: readonly string[];
}

/**
 * The tables, for SQLite and PostgreSQL alike: text, `bigint` and bytes only; flags are 0 and 1, times ISO 8601 or
 * milliseconds since 1970, lists are JSON in a text.
 */
export const migrations: readonly Migration[] = [
  {
    number: 1,
    statements: [
      `create table vipfarm_leases (
        pool text primary key, fence bigint not null, held bigint not null check (held in (0, 1)),
        run text not null, owner text not null, command text not null, process bigint not null,
        since bigint not null, heartbeat bigint not null, expires bigint not null)`,
      `create table vipfarm_lease_breaks (
        pool text not null, fence bigint not null, run text not null, owner text not null,
        who text not null, why text not null, at bigint not null, primary key (pool, fence))`,
      `create table vipfarm_runs (
        key text primary key, id text not null, owner text not null, process bigint not null, verb text not null,
        pools text not null, started_at text not null, ended_at text, exit_code bigint,
        state text not null check (state in ('running', 'ended')),
        counts text not null, plan text, journal text)`,
      'create index vipfarm_runs_by_id on vipfarm_runs (id)',
      `create table vipfarm_hosts (
        run text not null references vipfarm_runs (key) on delete cascade, seq bigint not null,
        host text not null, outcome text not null, reason text, title text, checks text, primary key (run, seq))`,
      `create table vipfarm_evidence (
        run text not null references vipfarm_runs (key) on delete cascade, seq bigint not null,
        host text not null, moment text not null, at text not null, blob text not null, primary key (run, seq))`,
      // Outputs that are nearly alike lie side by side in one pack, because that is what compresses well.
      'create table vipfarm_packs (id text primary key, bytes bytea not null)',
      `create table vipfarm_blobs (
        sha256 text primary key, pack text not null references vipfarm_packs (id),
        start bigint not null, size bigint not null)`,
      'create index vipfarm_blobs_by_pack on vipfarm_blobs (pack)',
      `create table vipfarm_chain (
        position bigint primary key, link text not null, run text unique, content text not null)`,
      'create table vipfarm_chain_head (one bigint primary key check (one = 1), position bigint not null, link text not null)',
      "insert into vipfarm_chain_head (one, position, link) values (1, 0, '')",
    ],
  },
  {
    number: 2,
    statements: [
      'alter table vipfarm_runs add column process_start text',
      'alter table vipfarm_leases add column process_start text',
    ],
  },
];
