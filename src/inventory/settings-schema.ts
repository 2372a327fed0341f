import * as z from 'zod';
import { stages } from '../core/deadline.ts';

/** Says in an error what a setting takes; the sentence around it is made where the error is reported. */
export function takes(what: string): { readonly error: string } {
  return { error: what };
}

const texts = (what: string) => {
  const text = z.string(takes(what));
  return z
    .union([text, z.array(text)], takes(`${what}, or a list`))
    .transform((value) => (typeof value === 'string' ? [value] : value));
};

/** Where a secret is to be had. A secret itself is refused by lint, whatever it looks like. */
export const SecretEntry = z.union(
  [
    z.literal('prompt'),
    z.strictObject({ env: z.string().min(1, takes('the name of an environment variable')) }),
    z.strictObject({ file: z.string().min(1, takes('the path of a file')) }),
    z.strictObject({ command: z.array(z.string()).min(1, takes('a program and its arguments')) }),
  ],
  takes('prompt, { env: NAME }, { file: PATH } or { command: [PROGRAM, ARGUMENT...] }'),
);
export type SecretEntry = z.output<typeof SecretEntry>;

const seconds = z.number(takes('a number of seconds')).positive(takes('a number of seconds above 0'));

const Timeouts = z.strictObject(
  Object.fromEntries(stages.map((stage) => [stage, seconds.optional()])),
  takes('seconds by stage, such as { tcp: 5, whole: 120 }'),
);

const platformNames = [
  'linux',
  'windows',
  'aix',
  'freebsd',
  'openbsd',
  'netbsd',
  'solaris',
  'hpux',
  'macos',
] as const;

const stackNames = [
  'network-scripts',
  'networkmanager',
  'netplan',
  'networkd',
  'ifupdown',
  'ifupdown2',
  'ifupdown-ng',
  'wicked',
  'systemd-unit',
  'inittab',
  'rc.d',
  'rc.net',
  'ipadm',
  'rc2.d',
  'rc.conf',
  'hostname.lo0',
  'ifconfig.lo0',
  'netconf',
  'launchd',
] as const;

/** The settings that are inherited defaults -> group -> pool -> host. */
export const settingsShape = {
  port: z
    .int(takes('a port from 1 to 65535'))
    .min(1, takes('a port from 1 to 65535'))
    .max(65535, takes('a port from 1 to 65535'))
    .optional()
    .describe('Where sshd or WinRM listens: 22, or 5986 for winrm, unless given.'),
  user: z
    .string(takes('a login name'))
    .min(1, takes('a login name'))
    .optional()
    .describe("The login name; the operator's own unless given."),
  identityFile: texts('the path of a private key')
    .optional()
    .describe("Private keys. A path begins at ~, at / or in this file's folder, as all paths here."),
  agent: z
    .union([z.boolean(), z.string().min(1)], takes('true, false, or the path of a socket'))
    .optional()
    .describe(
      'Whether the keys of the SSH agent are tried, or the socket of another agent. true unless given.',
    ),
  password: SecretEntry.optional().describe(
    'The password of the login: a reference, never the secret itself.',
  ),
  passphrase: SecretEntry.optional().describe('The passphrase of the private keys: a reference.'),
  become: z
    .enum(['sudo', 'su', 'doas', 'pfexec', 'dzdo', 'none'])
    .optional()
    .describe('How to become root: sudo unless given; a login as root needs none.'),
  becomePassword: SecretEntry.optional().describe('The password that become asks for: a reference.'),
  jump: texts('a host, user@host:port, or none')
    .optional()
    .describe(
      'Jump hosts in order: names of this inventory or user@host:port; "none" for a direct connection.',
    ),
  hostKeys: z
    .enum(['strict', 'accept-new', 'pinned'])
    .optional()
    .describe(
      'strict: only keys in known_hosts. accept-new: unknown hosts are recorded. pinned: only those of pins.',
    ),
  pins: texts('a fingerprint such as SHA256:...')
    .optional()
    .describe('Fingerprints of host keys, as ssh-keygen -l prints them.'),
  knownHosts: texts('the path of a known_hosts file')
    .optional()
    .describe("known_hosts files; the user's and the system's unless given."),
  legacy: z
    .boolean(takes('true or false'))
    .optional()
    .describe('Allow the old algorithms that systems before 2015 need.'),
  transport: z.enum(['ssh', 'winrm']).optional().describe('ssh unless given.'),
  auth: z
    .enum(['ntlm', 'basic', 'kerberos'])
    .optional()
    .describe('WinRM: how to log in; ntlm unless given. basic goes over HTTPS only.'),
  https: z
    .boolean(takes('true or false'))
    .optional()
    .describe('WinRM: whether the port speaks HTTPS; true unless the port is 5985.'),
  ca: z
    .string(takes('the path of a PEM file'))
    .min(1, takes('the path of a PEM file'))
    .optional()
    .describe("WinRM over HTTPS: the authorities that are believed; the system's unless given."),
  os: z.enum(platformNames).optional().describe('The platform; found out unless given.'),
  stack: z.enum(stackNames).optional().describe('What keeps an address over a boot; found out unless given.'),
  arp: z
    .enum(['all', 'nics'])
    .optional()
    .describe('Silence ARP for the VIP on all NICs at once, or on each NIC by itself.'),
  method: z
    .enum(['cmdlets', 'netsh'])
    .optional()
    .describe('Windows: what the network is changed by; cmdlets unless given.'),
  firewall: z
    .enum(['leave', 'open'])
    .optional()
    .describe(
      "Windows: open the services' ports for the VIPs, or leave the firewall as it is: leave unless given.",
    ),
  site: z.string(takes('a name')).optional().describe('Where the host stands; for --limit site:NAME.'),
  tags: texts('a tag').optional().describe('For --limit tag:NAME. Tags add up along the inheritance.'),
  timeouts: Timeouts.optional().describe('Seconds for each stage of a session.'),
};

const SettingsEntry = z.strictObject(settingsShape);
export type SettingsEntry = z.output<typeof SettingsEntry>;
