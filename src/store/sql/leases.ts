import type { Holder, Lease } from '../../core/lease.ts';
import type { LeaseAnswer, LeaseBreak, Leases } from '../store.ts';
import type { Database, Row } from './database.ts';
import { numberIn, present, textIn, textOrNothingIn } from './rows.ts';

/** A row for each pool that was ever leased. It stays when it is released, so that the fence only rises. */
export function sqlLeases(database: Database): Leases {
  return {
    take: (pool, holder, now, ttl) => take(database, pool, holder, now, ttl),
    async renew({ pool, fence, heartbeat, expires }, now) {
      const rows = await database.query(
        `update vipfarm_leases set heartbeat = ?, expires = ?
         where pool = ? and fence = ? and held = 1 returning pool`,
        [now, now + (expires - heartbeat), pool, fence],
      );
      return rows.length > 0;
    },
    async release({ pool, fence }) {
      const rows = await database.query(
        'update vipfarm_leases set held = 0 where pool = ? and fence = ? and held = 1 returning pool',
        [pool, fence],
      );
      return rows.length > 0;
    },
    async list() {
      const rows = await database.query('select * from vipfarm_leases where held = 1');
      return rows.map(leaseOf).sort((a, b) => (a.pool < b.pool ? -1 : 1));
    },
    break: (pool, who, why, now) =>
      database.transaction(async (queries) => {
        const [row] = await queries.query(
          'update vipfarm_leases set held = 0 where pool = ? and held = 1 returning *',
          [pool],
        );
        if (row === undefined) return undefined;
        const lease = leaseOf(row);
        await queries.query(
          'insert into vipfarm_lease_breaks (pool, fence, run, owner, who, why, at) values (?, ?, ?, ?, ?, ?, ?)',
          [pool, lease.fence, lease.holder.run, lease.holder.owner, who, why, now],
        );
        return lease;
      }),
    async breaks() {
      const rows = await database.query('select * from vipfarm_lease_breaks order by at desc, fence desc');
      return rows.map(breakOf);
    },
  };
}

/** One statement decides, so that no two can be granted the same. */
const grant = `
  insert into vipfarm_leases (pool, fence, held, run, owner, command, process, process_start, since, heartbeat, expires)
  values (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?)
  on conflict (pool) do update set
    fence = case when vipfarm_leases.fence >= excluded.fence then vipfarm_leases.fence + 1 else excluded.fence end,
    held = 1, run = excluded.run, owner = excluded.owner, command = excluded.command, process = excluded.process,
    process_start = excluded.process_start, since = excluded.since, heartbeat = excluded.heartbeat, expires = excluded.expires
  where vipfarm_leases.held = 0 or vipfarm_leases.expires <= excluded.since
  returning *`;

async function take(
  database: Database,
  pool: string,
  { run, owner, command, process, processStart }: Holder,
  now: number,
  ttl: number,
): Promise<LeaseAnswer> {
  for (;;) {
    const values = [pool, now, run, owner, command, process, processStart ?? null, now, now, now + ttl];
    const [granted] = await database.query(grant, values);
    if (granted !== undefined) return { granted: true, lease: leaseOf(granted) };
    const [held] = await database.query('select * from vipfarm_leases where pool = ? and held = 1', [pool]);
    if (held !== undefined) return { granted: false, lease: leaseOf(held) };
    // It was released between the two: ask again.
  }
}

function leaseOf(row: Row): Lease {
  return {
    pool: textIn(row, 'pool'),
    fence: numberIn(row, 'fence'),
    holder: present({
      run: textIn(row, 'run'),
      owner: textIn(row, 'owner'),
      command: textIn(row, 'command'),
      process: numberIn(row, 'process'),
      processStart: textOrNothingIn(row, 'process_start'),
    }),
    since: numberIn(row, 'since'),
    heartbeat: numberIn(row, 'heartbeat'),
    expires: numberIn(row, 'expires'),
  };
}

function breakOf(row: Row): LeaseBreak {
  return {
    pool: textIn(row, 'pool'),
    fence: numberIn(row, 'fence'),
    run: textIn(row, 'run'),
    owner: textIn(row, 'owner'),
    who: textIn(row, 'who'),
    why: textIn(row, 'why'),
    at: numberIn(row, 'at'),
  };
}
