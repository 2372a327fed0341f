import { randomBytes } from 'node:crypto';
import type { Vip } from '../../core/address.ts';
import type { Service } from '../../core/service.ts';

/** What is said first to a service, in hex; empty where a connection alone is asked for. */
export function greetingOf(service: Service, vip: Vip): string {
  const check = service.check ?? { kind: 'tcp' };
  switch (check.kind) {
    case 'tcp':
      return '';
    case 'http':
      return Buffer.from(httpRequest(check.path, check.host ?? inUrl(vip))).toString('hex');
    case 'tls':
      return clientHello(check.serverName).toString('hex');
  }
}

function httpRequest(path: string, host: string): string {
  return `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: vipfarm\r\nAccept: */*\r\nConnection: close\r\n\r\n`;
}

function inUrl(vip: Vip): string {
  return vip.family === 6 ? `[${vip.address}]` : vip.address;
}

/** Suites that every server of the last fifteen years shares one with, TLS 1.3 first. */
const cipherSuites = [
  0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc009, 0xc013, 0x009c, 0x002f,
];
const groups = [0x001d, 0x0017, 0x0018];
const signatures = [0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601, 0x0807, 0x0201];

/** A ClientHello (RFC 8446 4.1.2) of TLS 1.2 and 1.3. The server's first answer is enough, so it carries no key. */
function clientHello(serverName: string | undefined): Buffer {
  const extensions = Buffer.concat([
    ...(serverName === undefined ? [] : [extension(0x0000, sized(2, serverNameEntry(serverName)))]),
    extension(0x000a, sized(2, words(groups))),
    extension(0x000b, sized(1, Buffer.from([0]))),
    extension(0x000d, sized(2, words(signatures))),
    extension(0x002b, sized(1, words([0x0304, 0x0303]))),
    extension(0x0033, sized(2, Buffer.alloc(0))),
  ]);
  const hello = Buffer.concat([
    words([0x0303]),
    randomBytes(32),
    sized(1, Buffer.alloc(0)),
    sized(2, words(cipherSuites)),
    sized(1, Buffer.from([0])),
    sized(2, extensions),
  ]);
  const handshake = Buffer.concat([Buffer.from([1]), sized(3, hello)]);
  return Buffer.concat([Buffer.from([22, 3, 1]), sized(2, handshake)]);
}

function serverNameEntry(name: string): Buffer {
  return Buffer.concat([Buffer.from([0]), sized(2, Buffer.from(name))]);
}

function extension(type: number, content: Buffer): Buffer {
  return Buffer.concat([words([type]), sized(2, content)]);
}

function words(numbers: readonly number[]): Buffer {
  return Buffer.from(numbers.flatMap((number) => [number >> 8, number & 0xff]));
}

/** The content behind its length, which is written in so many bytes. */
function sized(bytes: number, content: Buffer): Buffer {
  const length = Buffer.alloc(bytes);
  length.writeUIntBE(content.length, 0, bytes);
  return Buffer.concat([length, content]);
}
