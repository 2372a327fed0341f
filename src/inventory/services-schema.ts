import * as z from 'zod';
import { takes } from './settings-schema.ts';

const port = takes('a port from 1 to 65535');
const path = takes('a path such as /health');
const name = takes('a host name');

/** Letters that end a header line or a name have no place in what is sent to a server. */
const hostName = z.string(name).regex(/^[\w.:[\]-]+$/, name);

export const Service = z.strictObject({
  port: z.int(port).min(1).max(65535),
  protocol: z.enum(['tcp', 'udp']).optional().describe('tcp unless said otherwise.'),
  check: z
    .enum(['tcp', 'http', 'tls'])
    .optional()
    .describe('How a member is tried after its change: a TCP connection (the usual), a GET, or a handshake.'),
  path: z
    .string(path)
    .regex(/^\/[!-~]*$/, path)
    .optional()
    .describe('For http: what is asked for; / unless said otherwise.'),
  host: hostName.optional().describe('For http: the Host header; the VIP unless said otherwise.'),
  serverName: hostName.optional().describe('For tls: the name in the handshake; none unless said.'),
});
export type Service = z.output<typeof Service>;
