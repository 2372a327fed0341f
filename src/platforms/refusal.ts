import type { Desired, HostDecision } from './platform.ts';

/** Why a host is left as it is, and the way out. */
export type Refusal = Extract<HostDecision, { kind: 'refused' }>;

export function refusal(reason: string, wayOut: string): Refusal {
  return { kind: 'refused', reason, wayOut };
}

export interface Connection {
  /** The host's own: canonical, where it is a VIP. */
  readonly address: string;
  /** Address and port of the other end, as the host's own tool prints them; undefined where that printed too little. */
  readonly client: string | undefined;
}

/** So many clients are named: enough to find out whose they are. */
const named = 3;

/** No VIP is taken from under a client unless that is forced. */
export function refuseConnected(desired: Desired, connections: readonly Connection[]): Refusal | undefined {
  if (desired.force) return undefined;
  const connected = connections.filter((one) => desired.absent.some((vip) => vip.address === one.address));
  if (connected.length === 0) return undefined;
  const some = connected.slice(0, named).flatMap(({ client }) => client ?? []);
  const dots = connected.length > named ? ['...'] : [];
  const clients = some.length === 0 ? '' : `: ${[...some, ...dots].join(', ')}`;
  return refusal(
    `clients are connected to the VIP (${connected.length})${clients}`,
    'drain this host on the director first, or use --force',
  );
}
