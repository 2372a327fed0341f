import * as z from 'zod';
import { Rollout } from './rollout-schema.ts';
import { Schedule } from './schedule-schema.ts';
import { Service } from './services-schema.ts';
import { settingsShape, takes } from './settings-schema.ts';

const members = z.array(
  z.string(takes('a host name, a range such as web[01-40] or @group')),
  takes('a list of names'),
);

const Director = z.strictObject({
  macs: z
    .array(z.string(takes('a MAC address in quotes')), takes('a list of MAC addresses'))
    .describe('Its MAC addresses: nobody else may answer ARP for the VIPs.'),
  addresses: z
    .array(z.string(takes('an IP address')), takes('a list of IP addresses'))
    .optional()
    .describe('Its own addresses; none of them may be a VIP.'),
  host: z
    .string(takes('the name of an entry of hosts'))
    .optional()
    .describe('The host of this file where its hooks run and where vipfarm heal announces the VIPs.'),
});

const Group = z.strictObject({
  hosts: members.describe('Host names, ranges, and other groups as @name.'),
  ...settingsShape,
});

const HostEntry = z.strictObject({
  address: z
    .string(takes('a name or an IP address'))
    .optional()
    .describe('Where to connect, when the name itself does not lead there.'),
  ...settingsShape,
});

const Pool = z.strictObject({
  vips: z
    .array(z.string(takes('an IP address in quotes')), takes('a list of IP addresses'))
    .describe('The virtual IPs, IPv4 or IPv6, without a prefix or with /32 (/128).'),
  services: z
    .array(Service, takes('a list such as [{ port: 443 }]'))
    .optional()
    .describe('What listens on the VIPs.'),
  director: z
    .string(takes('the name of a director'))
    .optional()
    .describe('The name of an entry of directors.'),
  members: members.describe('The real servers: host names, ranges, and groups as @name.'),
  witnesses: z
    .union([z.enum(['auto', 'none']), members], takes('auto, none, or a list of hosts'))
    .optional()
    .describe('The hosts that watch the network during a run.'),
  rollout: Rollout.optional().describe('How a change reaches the members.'),
  ...settingsShape,
});

/** The file as it is written, one or many of a thing already made lists; nothing is inherited or looked up yet. */
export const Inventory = z.strictObject({
  version: z.literal(1, takes('1')).describe('The version of this format.'),
  defaults: z.strictObject(settingsShape).optional().describe('Settings of every host.'),
  directors: z.record(z.string(), Director).optional().describe('The load balancers by name.'),
  groups: z.record(z.string(), Group).optional().describe('Named sets of hosts, with settings of their own.'),
  hosts: z
    .record(z.string(), HostEntry)
    .optional()
    .describe(
      'Settings of single hosts or ranges; where two entries name a host, the one that names fewer hosts wins.',
    ),
  pools: z.record(z.string(), Pool).describe('VIPs, the services behind them, the director, the members.'),
  schedules: z.record(z.string(), Schedule).optional().describe('Audits that run by themselves.'),
});
export type Inventory = z.output<typeof Inventory>;
