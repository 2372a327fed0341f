import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArping } from '../../../src/platforms/linux/witness/arping.ts';
import { linuxWitness } from '../../../src/platforms/linux/witness/index.ts';
import { arpingKind, readIntroduction } from '../../../src/platforms/linux/witness/introduction.ts';
import { readNdisc6 } from '../../../src/platforms/linux/witness/ndisc6.ts';
import { readTcpdump } from '../../../src/platforms/linux/witness/tcpdump.ts';
import type { Sight } from '../../../src/platforms/witness.ts';
import { describeWith } from '../../describe-with.ts';
import { asMember, directorMac, laySegment, macOf, needs, type TestSegment, vip4, vip6 } from './ground.ts';

describeWith([...needs, 'python3', 'perl', 'arping', 'busybox'], 'what a Linux host looks with', () => {
  let ground: TestSegment;
  beforeAll(async () => {
    ground = await laySegment({ liar: 11, watcher: 50 });
    await ground.on('liar', asMember);
    await ground.on('liar', 'sysctl -qw net.ipv4.conf.all.arp_ignore=0');
  }, 60_000);
  afterAll(async () => {
    await ground[Symbol.asyncDispose]();
  }, 60_000);

  async function sights(title: string, programs: readonly string[], prelude = ''): Promise<readonly Sight[]> {
    const introduction = readIntroduction(await ground.on('watcher', linuxWitness.introduction()));
    const able = { ...introduction, programs: new Set(programs) };
    const means = linuxWitness.means(able).find((one) => one.title === title);
    const [nic] = introduction.nics;
    if (means === undefined || nic === undefined) throw new Error(`the watcher has no ${title}`);
    const vips = [vip4, vip6].filter(({ family }) => means.families.includes(family));
    const output = await ground.on('watcher', `${prelude}${means.look({ vips, nic, milliseconds: 2000 })}`);
    return output.split('\n').flatMap((line) => means.read(line) ?? []);
  }
  function macsOf(found: readonly Sight[], vip: string): ReadonlySet<string> {
    return new Set(found.flatMap((one) => (one.kind === 'claim' && one.vip === vip ? [one.mac] : [])));
  }
  function requestsOf(found: readonly Sight[]): number {
    return Math.max(0, ...found.map((one) => (one.kind === 'beat' ? one.requests : 0)));
  }

  it.each([
    ['python3 raw socket', ['python3']],
    ['perl raw socket', ['perl']],
  ])(
    '%s sees the director and the liar, asking often',
    async (title, programs) => {
      const found = await sights(title, programs);
      expect(found[0]).toEqual({ kind: 'ready' });
      expect(macsOf(found, vip4.address)).toEqual(new Set([directorMac, macOf(11)]));
      expect(macsOf(found, vip6.address)).toEqual(new Set([directorMac]));
      expect(requestsOf(found)).toBeGreaterThan(20);
    },
    60_000,
  );

  it.each([
    ['arping (iputils)', ''],
    ['arping (busybox)', 'arping() { busybox arping "$@"; }\n'],
  ])(
    '%s sees both, asking once a second',
    async (title, prelude) => {
      const found = await sights(title, [title], prelude);
      expect(found[0]).toEqual({ kind: 'ready' });
      expect(macsOf(found, vip4.address)).toEqual(new Set([directorMac, macOf(11)]));
      expect(requestsOf(found)).toBe(2);
    },
    60_000,
  );

  it('the neighbour table holds one answer for each VIP', async () => {
    const found = await sights('neighbour table', ['busybox']);
    expect(macsOf(found, vip4.address).size).toBe(1);
    expect(macsOf(found, vip6.address)).toEqual(new Set([directorMac]));
  }, 60_000);

  it('the neighbour table of a host that has the VIP itself is no means', async () => {
    await ground.on('watcher', `ip addr add ${vip4.address}/32 dev lo`);
    const found = await sights('neighbour table', ['busybox']).catch(() => 'refused');
    await ground.on('watcher', `ip addr del ${vip4.address}/32 dev lo`);
    expect(found).toBe('refused');
  }, 60_000);
});

describe('what the programs print', () => {
  const claims = (lines: string, read: (line: string) => Sight | undefined) =>
    lines.split('\n').flatMap((line) => {
      const sight = read(line);
      return sight?.kind === 'claim' ? [`${sight.vip} ${sight.mac}`] : [];
    });
  const both = ['192.0.2.100 02:00:00:00:00:12', '192.0.2.100 02:00:00:00:00:11'];

  it('is read of arping by iputils', () => {
    const output = `ARPING 192.0.2.100 from 192.0.2.50 br9
Unicast reply from 192.0.2.100 [02:00:00:00:00:12]  0.562ms
Unicast reply from 192.0.2.100 [02:00:00:00:00:11]  0.588ms
Sent 3 probes (3 broadcast(s))
Received 4 response(s)`;
    expect(claims(output, readArping)).toEqual(both);
  });

  it('is read of arping by Thomas Habets', () => {
    const output = `ARPING 192.0.2.100
42 bytes from 02:00:00:00:00:12 (192.0.2.100): index=0 time=11.998 usec
42 bytes from 02:00:00:00:00:11 (192.0.2.100): index=1 time=40.901 usec

--- 192.0.2.100 statistics ---
3 packets transmitted, 6 packets received,   0% unanswered (3 extra)`;
    expect(claims(output, readArping)).toEqual(both);
  });

  it('is read of arping in busybox', () => {
    const output = `ARPING 192.0.2.100 from 192.0.2.50 br9
Unicast reply from 192.0.2.100 [02:00:00:00:00:12] 0.011ms
Unicast reply from 192.0.2.100 [02:00:00:00:00:11] 0.027ms
Sent 3 probe(s) (3 broadcast(s))
Received 6 response(s) (0 request(s), 0 broadcast(s))`;
    expect(claims(output, readArping)).toEqual(both);
  });

  it('is read of tcpdump, unasked announcements and questions in the name of the VIP included', () => {
    const output = `7e:54:db:d5:4b:8b > ff:ff:ff:ff:ff:ff, ethertype ARP (0x0806), length 42: Ethernet (len 6), IPv4 (len 4), Request who-has 192.0.2.100 (ff:ff:ff:ff:ff:ff) tell 192.0.2.50, length 28
02:00:00:00:00:12 > 7e:54:db:d5:4b:8b, ethertype ARP (0x0806), length 42: Ethernet (len 6), IPv4 (len 4), Reply 192.0.2.100 is-at 02:00:00:00:00:12, length 28
02:00:00:00:00:11 > ff:ff:ff:ff:ff:ff, ethertype ARP (0x0806), length 42: Ethernet (len 6), IPv4 (len 4), Request who-has 192.0.2.1 tell 192.0.2.100, length 28`;
    expect(claims(output, readTcpdump).filter((one) => one.startsWith('192.0.2.100'))).toEqual(both);
  });

  it('is read of ndisc6', () => {
    const output = `2001:db8::100 Soliciting 2001:db8::100 (2001:db8::100) on eth0...
2001:db8::100 Target link-layer address: 02:00:00:00:00:12
2001:db8::100  from 2001:db8::100`;
    expect(claims(output, readNdisc6)).toEqual(['2001:db8::100 02:00:00:00:00:12']);
  });

  it('tells the three arpings apart', () => {
    expect(arpingKind('arping from iputils 20221126')).toBe('iputils');
    expect(arpingKind('ARPing 2.23, by Thomas Habets <thomas@habets.se>')).toBe('Habets');
    expect(arpingKind('BusyBox v1.35.0 (Debian 1:1.35.0-4+deb12u1+b1) multi-call binary.')).toBe('busybox');
    expect(arpingKind('sh: arping: not found')).toBeUndefined();
  });
});
