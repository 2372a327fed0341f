import type { Vip } from '../../core/address.ts';
import type { Check } from '../../core/check.ts';
import type { Confirmation } from '../../core/step.ts';
import type { Desired } from '../platform.ts';
import type { UnixObserved } from '../unix/observed.ts';

/** With a wrong mask a route to a whole network comes with the address, by the loopback: IBM warns of it. */
export function noOtherRoute({ address }: Vip): Confirmation {
  const program = `$2 == "${address}" && $1 != "${address}" && $1 != "${address}/32" { print "another route came with it: " $0 }`;
  return { command: ['sh', '-c', `netstat -rn | awk '${program}'`], expect: { is: '' } };
}

/** The same of a host as it is, whoever put the VIP there. */
export function checkRoutes({ present }: Desired, host: UnixObserved): Check {
  const others = host.moment.routes.filter((line) => {
    const [destination, gateway] = line.trim().split(/\s+/);
    return present.some(
      ({ address }) => gateway === address && destination !== address && destination !== `${address}/32`,
    );
  });
  return {
    id: 'routes',
    title: 'no route to a network came with the VIP',
    expected: 'none with the VIP as gateway but its own',
    found: others.map((line) => line.trim().replace(/\s+/g, ' ')).join('; ') || 'none',
    verdict: others.length === 0 ? 'ok' : 'wrong',
    evidence: ['routes', 'interfaces', 'netstat-in', 'lsattr'],
  };
}
