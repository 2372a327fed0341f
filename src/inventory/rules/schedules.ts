import { didYouMean } from '../../core/nearest-word.ts';
import { type Complaint, complain } from '../complaint.ts';
import { whyNoCron } from '../cron.ts';
import type { Reading } from '../reading.ts';

/** Schedules come due at some time, in a zone that there is, and audit pools that there are. */
export function checkSchedules({ inventory }: Reading): readonly Complaint[] {
  const complaints: Complaint[] = [];
  const pools = Object.keys(inventory.pools);
  for (const [name, { cron, timezone, audit }] of Object.entries(inventory.schedules ?? {})) {
    const path = ['schedules', name];
    const reason = whyNoCron(cron);
    if (reason !== undefined) {
      const wayOut = 'five fields are minute, hour, day of month, month and day of week, such as "0 3 * * *"';
      complaints.push(complain('error', 'bad-schedule', [...path, 'cron'], reason, { wayOut }));
    }
    if (timezone !== undefined && !isTimeZone(timezone)) {
      const wayOut =
        didYouMean(timezone, Intl.supportedValuesOf('timeZone')) ?? 'zones are named as in Asia/Seoul or UTC';
      complaints.push(
        complain('error', 'bad-schedule', [...path, 'timezone'], `there is no time zone "${timezone}"`, {
          wayOut,
        }),
      );
    }
    if (audit.length === 0)
      complaints.push(complain('error', 'bad-schedule', [...path, 'audit'], 'it audits no pool'));
    for (const [at, pool] of audit.entries()) {
      if (pools.includes(pool)) continue;
      const wayOut = didYouMean(pool, pools);
      complaints.push(
        complain(
          'error',
          'unknown-reference',
          [...path, 'audit', at],
          `there is no pool "${pool}"`,
          wayOut === undefined ? {} : { wayOut },
        ),
      );
    }
  }
  return complaints;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
