import { z } from 'zod';
import { stages } from '../../../src/core/deadline.ts';
import { lintRules } from '../../../src/core/finding.ts';
import type * as fleet from '../../../src/inventory/fleet.ts';
import { Rollout } from './rollout.ts';
import { type Described, Vip } from './words.ts';

const Finding = z.strictObject({
  severity: z.enum(['error', 'warning']),
  rule: z.enum(Object.keys(lintRules)),
  message: z.string(),
  wayOut: z.string().optional(),
  line: z.int().describe('From 1.'),
  column: z.int().describe('From 1.'),
  length: z.int().describe('Characters from the column on.'),
  excerpt: z
    .string()
    .describe('The line, literal secrets masked; of a very long line what is around the place.'),
  excerptColumn: z.int().describe('The column at which the excerpt begins.'),
});

export const lintOutput = z.strictObject({
  file: z.string(),
  findings: z.array(Finding).describe('In the order of the file.'),
  pools: z.int().describe('How many the file has.'),
  hosts: z.int().describe('How many the file has.'),
  errors: z.int(),
  warnings: z.int(),
});

const Secret = z
  .union([
    z.strictObject({ from: z.literal('env'), name: z.string() }),
    z.strictObject({ from: z.literal('file'), path: z.string() }),
    z.strictObject({ from: z.literal('command'), command: z.array(z.string()) }),
    z.strictObject({ from: z.literal('prompt'), label: z.string() }),
  ])
  .optional()
  .describe('Where the secret is to be had; never the secret.');

const Host = z.strictObject({
  name: z.string(),
  pools: z.array(z.string()),
  groups: z.array(z.string()),
  address: z.string().describe('Where it is connected to.'),
  port: z.int(),
  user: z.string(),
  identityFiles: z.array(z.string()),
  agent: z.union([z.boolean(), z.string()]),
  password: Secret,
  passphrase: Secret,
  become: z.enum(['sudo', 'su', 'doas', 'pfexec', 'dzdo', 'none']),
  becomePassword: Secret,
  jump: z.array(z.string()),
  hostKeys: z.enum(['strict', 'accept-new', 'pinned']),
  pins: z.array(z.string()),
  knownHosts: z.array(z.string()),
  legacy: z.boolean(),
  transport: z.enum(['ssh', 'winrm']),
  auth: z.enum(['ntlm', 'basic', 'kerberos']).describe('WinRM: how to log in.'),
  https: z.boolean().describe('WinRM: whether the port speaks HTTPS.'),
  ca: z.string().optional().describe('WinRM: a PEM file of the authorities that are believed.'),
  os: z.string().optional(),
  stack: z.string().optional(),
  arp: z.enum(['all', 'nics']).optional(),
  method: z.enum(['cmdlets', 'netsh']).optional().describe('Windows: what changes are made with.'),
  firewall: z.enum(['leave', 'open']).describe('Windows: what is done about the ports of the services.'),
  site: z.string().optional(),
  tags: z.array(z.string()),
  deadlines: z
    .strictObject(Object.fromEntries(stages.map((stage) => [stage, z.int()])))
    .describe('Milliseconds.'),
} satisfies Described<fleet.Host>);

const Director = z.strictObject({
  name: z.string(),
  macs: z.array(z.string()),
  addresses: z.array(z.string()),
  host: z.string().optional().describe('Where its hooks run.'),
} satisfies Described<fleet.Director>);

const ServiceCheck = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('tcp') }),
  z.strictObject({ kind: z.literal('http'), path: z.string(), host: z.string().optional() }),
  z.strictObject({ kind: z.literal('tls'), serverName: z.string().optional() }),
]);

const Pool = z.strictObject({
  name: z.string(),
  vips: z.array(Vip),
  services: z.array(
    z.strictObject({
      port: z.int(),
      protocol: z.enum(['tcp', 'udp']),
      check: ServiceCheck.optional().describe('A TCP connection unless said.'),
    }),
  ),
  director: z.string().nullable(),
  members: z.array(z.string()),
  witnesses: z.union([z.enum(['auto', 'none']), z.array(z.string())]),
  rollout: Rollout,
} satisfies Described<fleet.Pool>);

/** What `inventory list` and `inventory graph` print. */
export const inventoryOutput = z.strictObject({
  file: z.string(),
  digest: z.string().describe('sha256 of the file, in hex.'),
  directors: z.array(Director),
  groups: z.record(z.string(), z.array(z.string())),
  pools: z.array(Pool).describe('The selected pools with their selected members.'),
  hosts: z.array(Host).describe('The selected hosts with everything inherited.'),
});
