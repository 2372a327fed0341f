import { type Complaint, complain } from '../complaint.ts';
import type { Reading } from '../reading.ts';

/** What is said about the check of a service belongs to that kind of check. */
export function checkServices({ inventory }: Reading): readonly Complaint[] {
  return Object.entries(inventory.pools).flatMap(([pool, { services = [] }]) =>
    services.flatMap(({ protocol, check, path, host, serverName }, at) => {
      const place = ['pools', pool, 'services', at];
      const belongs = {
        path: ['http', path],
        host: ['http', host],
        serverName: ['tls', serverName],
      } as const;
      const strays = Object.entries(belongs).flatMap(([key, [kind, value]]) => {
        if (value === undefined || check === kind) return [];
        return [
          senseless([...place, key], `${key} is only used by a check of ${kind}`, `add check: ${kind}`),
        ];
      });
      if (protocol !== 'udp' || check === undefined) return strays;
      const why = `a service over udp has no check of ${check}`;
      return [...strays, senseless([...place, 'check'], why, 'leave it out')];
    }),
  );
}

function senseless(path: Complaint['path'], message: string, wayOut: string): Complaint {
  return complain('error', 'check-senseless', path, message, { wayOut });
}
