/** A host of the embedded farm: its own address (RIP) and its fixed MAC address. */
export interface Station {
  readonly name: string;
  readonly address: string;
  readonly mac: string;
}

/** The farm's one layer-2 segment; documentation addresses, with no way out of the namespaces that it lives in. */
export const prefix = 24;
export const servicePort = 80;

/** The members of the pool that vipfarm takes care of. */
export const members: readonly Station[] = [
  { name: 'web01', address: '192.0.2.11', mac: '02:00:00:00:00:11' },
  { name: 'web02', address: '192.0.2.12', mac: '02:00:00:00:00:12' },
  { name: 'web03', address: '192.0.2.13', mac: '02:00:00:00:00:13' },
  { name: 'web04', address: '192.0.2.14', mac: '02:00:00:00:00:14' },
];

/** As many equal hosts that are set up by hand, in the way most instructions give. */
export const handmade: readonly Station[] = [
  { name: 'old01', address: '192.0.2.21', mac: '02:00:00:00:00:21' },
  { name: 'old02', address: '192.0.2.22', mac: '02:00:00:00:00:22' },
  { name: 'old03', address: '192.0.2.23', mac: '02:00:00:00:00:23' },
  { name: 'old04', address: '192.0.2.24', mac: '02:00:00:00:00:24' },
];

export const director: Station = { name: 'l4-a', address: '192.0.2.2', mac: '02:00:00:00:00:02' };
/** The director's second NIC, on which it hands packets to the members. */
export const directorBack: Station = { name: 'l4-a', address: '192.0.2.3', mac: '02:00:00:00:00:03' };
export const client: Station = { name: 'client', address: '192.0.2.50', mac: '02:00:00:00:00:50' };
export const witness: Station = { name: 'witness', address: '192.0.2.99', mac: '02:00:00:00:00:99' };

/** The VIP of the pool, and the one of the hosts that are set up by hand. */
export const vip = '192.0.2.100';
export const handmadeVip = '192.0.2.101';

/** Whose MAC address this is, among all that could answer. */
export function nameOfMac(mac: string): string {
  const everybody = [director, ...members, ...handmade, client, witness];
  return everybody.find((station) => station.mac === mac)?.name ?? mac;
}
