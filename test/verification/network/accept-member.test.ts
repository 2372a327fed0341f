import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Service } from '../../../src/core/service.ts';
import type { Host } from '../../../src/inventory/fleet.ts';
import { openSegment } from '../../../src/verification/network/open-segment.ts';
import { describeWith } from '../../describe-with.ts';
import { fleetWith } from './a-fleet.ts';
import { asMember, laySegment, macOf, needs, type TestSegment, vip4, vip6 } from './ground.ts';

const { signal } = new AbortController();
const http: Service = { port: 80, protocol: 'tcp', check: { kind: 'http', path: '/' } };
const tls: Service = { port: 443, protocol: 'tcp', check: { kind: 'tls', serverName: 'web.example' } };
const tcp: Service = { port: 80, protocol: 'tcp' };

/** Serves HTTP on port 80 and TLS on port 443 of every address. */
const services = `
import http.server, os, socket, socketserver, ssl, subprocess, sys, threading
folder = sys.argv[1]
subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
  '-subj', '/CN=web.example', '-keyout', folder + '/key', '-out', folder + '/cert'], check=True, capture_output=True)
class Server(http.server.ThreadingHTTPServer):
    address_family = socket.AF_INET6
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(503 if self.path == '/broken' else 200); self.end_headers(); self.wfile.write(b'hello')
    def log_message(self, *words): pass
secure = Server(('::', 443), Handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(folder + '/cert', folder + '/key')
secure.socket = context.wrap_socket(secure.socket, server_side=True)
threading.Thread(target=secure.serve_forever, daemon=True).start()
Server(('::', 80), Handler).serve_forever()`;

/** Prints what comes for the VIP: the flags of TCP packets to port 80, and pings; ends ten seconds after it began. */
const listen = `
import socket, time
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0800))
s.settimeout(0.2)
end = time.monotonic() + 10
while time.monotonic() < end:
    try: f = s.recv(2000)
    except TimeoutError: continue
    if f[30:34] != bytes([192, 0, 2, 100]): continue
    if f[23] == 1: print("ping")
    elif f[36:38] == bytes([0, 80]): print("SYN" if f[47] & 2 else "RST" if f[47] & 4 else "ACK")`;

describeWith(
  [...needs, 'python3', 'perl', 'openssl', 'nft', 'busybox'],
  'a member that is asked through the VIP',
  () => {
    let ground: TestSegment;
    let hosts: readonly Host[];
    beforeAll(async () => {
      ground = await laySegment({
        web11: 11,
        web12: 12,
        bare: 13,
        closed: 14,
        walled: 15,
        router: 16,
        watcher: 50,
      });
      for (const name of ['web11', 'web12', 'closed', 'walled']) await ground.on(name, asMember);
      for (const name of ['web11', 'web12']) await ground.serve(name, services);
      await ground.on(
        'walled',
        `nft 'add table inet t; add chain inet t i { type filter hook input priority 0; }
      add rule inet t i tcp dport 80 drop'`,
      );
      await ground.on('router', 'sysctl -qw net.ipv4.ip_forward=1');
      await ground.on('director', `sysctl -qw net.ipv4.ip_forward=1`);
      const watcher = await ground.door('watcher');
      const web12 = await ground.door('web12');
      const others = ['web11', 'bare', 'closed', 'walled', 'router'].map((name) => ({ ...watcher, name }));
      hosts = [watcher, web12, ...others].map((host) => ({ ...host }));
    }, 60_000);
    afterAll(async () => {
      await ground[Symbol.asyncDispose]();
    }, 60_000);

    const numbers = { web11: 11, web12: 12, bare: 13, closed: 14, walled: 15, router: 16 } as const;

    async function ask(
      name: keyof typeof numbers,
      service: Service,
      vip: typeof vip4 | typeof vip6 = vip4,
      witness = 'watcher',
    ) {
      const members = Object.keys(numbers);
      const fleet = fleetWith(hosts, { members, witnesses: [witness] });
      await using network = openSegment({
        fleet,
        pools: [fleet.pool],
        memberMacs: new Map(Object.entries(numbers).map(([host, number]) => [macOf(number), host])),
        connect: (host, abort) => ground.transport.connect(host, abort),
      });
      const host = hosts.find((one) => one.name === name);
      if (host === undefined) throw new Error(`there is no host ${name}`);
      const own = `192.0.2.${numbers[name]}`;
      return await network.accept({ ...host, address: own }, vip, service, signal);
    }

    it('answers over TCP, HTTP and TLS, on IPv4 and IPv6', async () => {
      expect(await ask('web11', tcp)).toMatchObject({ verdict: 'answers', witness: 'watcher' });
      expect(await ask('web11', http)).toMatchObject({ verdict: 'answers', found: 'GET /: HTTP/1.0 200 OK' });
      expect(await ask('web11', tls)).toMatchObject({
        verdict: 'answers',
        found: 'answers the TLS handshake',
      });
      expect(await ask('web12', http, vip6)).toMatchObject({ verdict: 'answers' });
      expect(await ask('web12', tls, vip6)).toMatchObject({ verdict: 'answers' });
    }, 60_000);

    it('answers a witness that has the VIP itself', async () => {
      expect(await ask('web11', http, vip4, 'web12')).toMatchObject({ verdict: 'answers', witness: 'web12' });
      expect(await ask('web11', http, vip6, 'web12')).toMatchObject({ verdict: 'answers', witness: 'web12' });
    }, 60_000);

    it('is told from one that serves errors, listens elsewhere, is walled off, or has no VIP', async () => {
      const broken: Service = { ...http, check: { kind: 'http', path: '/broken' } };
      expect(await ask('web11', broken)).toMatchObject({ verdict: 'not-listening' });
      expect(await ask('closed', tcp)).toMatchObject({ verdict: 'not-listening' });
      expect(await ask('walled', tcp)).toMatchObject({ verdict: 'filtered' });
      expect(await ask('bare', tcp)).toMatchObject({ verdict: 'no-vip' });
      expect(await ask('bare', tcp, vip6)).toMatchObject({ verdict: 'no-vip' });
      expect(await ask('router', tcp)).not.toMatchObject({ verdict: 'answers' });
    }, 60_000);

    it('is asked without a packet of it to the balancer, and without a reset of the witness', async () => {
      const atDirector = ground.on('director', `python3 -c '${listen}'`);
      const atMember = ground.on('web11', `python3 -c '${listen}'`);
      for (const station of ['director', 'web11']) {
        await expect.poll(() => ground.traces(station), { timeout: 20_000 }).toContain('1');
      }
      await ask('web11', http);
      await ground.on('watcher', `busybox ping -c 1 -W 1 ${vip4.address}`);
      // The ping shows that the director's ear was open all the time.
      expect(await atDirector).toBe('ping\n');
      expect(await atMember).toBe('SYN\nACK\nRST\nRST\n');
    }, 60_000);

    it('is not tried on UDP, nor where nobody knows its MAC', async () => {
      expect(await ask('web11', { port: 53, protocol: 'udp' })).toMatchObject({ verdict: 'untried' });
    }, 60_000);
  },
);
