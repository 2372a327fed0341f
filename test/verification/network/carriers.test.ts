import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Service } from '../../../src/core/service.ts';
import { linuxWitness } from '../../../src/platforms/linux/witness/index.ts';
import { readIntroduction } from '../../../src/platforms/linux/witness/introduction.ts';
import { greetingOf } from '../../../src/verification/network/greeting.ts';
import { judgeAcceptance } from '../../../src/verification/network/judge-acceptance.ts';
import { describeWith } from '../../describe-with.ts';
import { asMember, laySegment, macOf, needs, type TestSegment, vip4, vip6 } from './ground.ts';

const tcp: Service = { port: 80, protocol: 'tcp' };
const http: Service = { ...tcp, check: { kind: 'http', path: '/' } };

const service = `
import http.server, socket
class Server(http.server.ThreadingHTTPServer):
    address_family = socket.AF_INET6
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self): self.send_response(200); self.end_headers()
    def log_message(self, *words): pass
Server(('::', 80), Handler).serve_forever()`;

describeWith([...needs, 'python3', 'perl'], 'what a Linux host carries a connection with', () => {
  let ground: TestSegment;
  beforeAll(async () => {
    ground = await laySegment({ member: 11, bare: 12, watcher: 50 });
    await ground.on('member', asMember);
    await ground.serve('member', service);
  }, 60_000);
  afterAll(async () => {
    await ground[Symbol.asyncDispose]();
  }, 60_000);

  async function carry(program: string, number: number, asked: Service, vip: typeof vip4 | typeof vip6) {
    const introduction = readIntroduction(await ground.on('watcher', linuxWitness.introduction()));
    const carrier = linuxWitness.carrier({ ...introduction, programs: new Set([program]) });
    const [nic] = introduction.nics;
    if (carrier === undefined || nic === undefined) throw new Error(`the watcher has no ${program}`);
    const address =
      vip.family === 4
        ? ({ address: `192.0.2.${number}`, family: 4 } as const)
        : ({ address: `2001:db8::${number}`, family: 6 } as const);
    const question = { vip, port: 80, nic, mac: macOf(number), memberAddress: address };
    const script = carrier.script({ ...question, payload: greetingOf(asked, vip) });
    const { complete, frames } = carrier.read(await ground.on('watcher', script ?? 'exit 1'));
    const means = { vip, service: asked, macs: [macOf(number)], askedItself: true, frames };
    return { complete, ...judgeAcceptance({ ...means, nameOf: (mac) => mac }) };
  }

  /** How many connections the kernel of the member has had to give to its service. */
  async function connectionsTaken(): Promise<number> {
    return Number(await ground.on('member', "awk '/^Tcp: [0-9]/ { print $7 }' /proc/net/snmp"));
  }

  const ways = ['python3', 'perl'].flatMap((program) =>
    [vip4, vip6].map((vip) => [program, vip.address, vip] as const),
  );

  it.each(ways)(
    '%s, to %s: the service never has a connection that could outlast the witness, unless it is spoken to',
    async (program, _, vip) => {
      const before = await connectionsTaken();
      expect(await carry(program, 11, tcp, vip)).toEqual({
        complete: true,
        verdict: 'answers',
        found: 'accepts connections',
      });
      expect(await connectionsTaken()).toBe(before);
      expect(await carry(program, 11, http, vip)).toEqual({
        complete: true,
        verdict: 'answers',
        found: 'GET /: HTTP/1.0 200 OK',
      });
      expect(await connectionsTaken()).toBe(before + 1);
      expect(await ground.on('member', 'ss -Htn state established state syn-recv')).toBe('');
    },
    60_000,
  );

  it.each(ways)(
    '%s, to %s: a host without the VIP answers on its own address alone',
    async (program, _, vip) => {
      expect(await carry(program, 12, http, vip)).toMatchObject({ complete: true, verdict: 'no-vip' });
    },
    60_000,
  );
});
