import { isAbsolute, join } from 'node:path';
import { type Deadlines, stages, usualDeadlines } from '../core/deadline.ts';
import type { FilePath } from './complaint.ts';
import type { HostSettings, SecretReference } from './fleet.ts';
import type { SecretEntry, SettingsEntry } from './settings-schema.ts';

/** Who runs vipfarm, and where the file lies: what is not said in the file is taken from here. */
export interface Operator {
  readonly user: string;
  readonly folder: string;
}

/** What one place of the file (defaults, a group, a pool, an entry of hosts) says about its hosts. */
export interface Layer {
  readonly place: 'defaults' | 'group' | 'pool' | 'host';
  readonly name: string;
  readonly path: FilePath;
  readonly settings: LayerSettings;
}

export type LayerSettings = {
  readonly [Key in Exclude<keyof HostSettings, 'deadlines'>]?: HostSettings[Key] | undefined;
} & { readonly deadlines?: Partial<Deadlines> };

/** The settings of a host from what is said about it, least specific first. Tags and deadlines add up; the rest replaces. */
export function inherit(layers: readonly Layer[], operator: Operator): HostSettings {
  let said: LayerSettings = {};
  for (const { settings } of layers) {
    said = {
      ...said,
      ...settings,
      tags: [...new Set([...(said.tags ?? []), ...(settings.tags ?? [])])],
      deadlines: { ...said.deadlines, ...settings.deadlines },
    };
  }
  const { transport = 'ssh', user = operator.user } = said;
  const port = said.port ?? (transport === 'winrm' ? 5986 : 22);
  const needsNoRoot = user === 'root' || transport === 'winrm';
  return Object.freeze({
    port,
    user,
    identityFiles: said.identityFiles ?? [],
    agent: said.agent ?? true,
    password: said.password,
    passphrase: said.passphrase,
    become: needsNoRoot ? 'none' : (said.become ?? 'sudo'),
    becomePassword: said.becomePassword,
    jump: said.jump ?? [],
    hostKeys: said.hostKeys ?? 'strict',
    pins: said.pins ?? [],
    knownHosts: said.knownHosts ?? [],
    legacy: said.legacy ?? false,
    transport,
    auth: said.auth ?? 'ntlm',
    https: said.https ?? port !== 5985,
    ca: said.ca,
    os: said.os,
    stack: said.stack,
    arp: said.arp,
    method: said.method,
    firewall: said.firewall ?? 'leave',
    site: said.site,
    tags: said.tags ?? [],
    deadlines: { ...usualDeadlines, ...said.deadlines },
  });
}

const sections: Readonly<Record<Layer['place'], FilePath>> = {
  defaults: [],
  group: ['groups'],
  pool: ['pools'],
  host: ['hosts'],
};

/** The layer that an entry of the file is; undefined when it sets nothing. */
export function layerOf(
  place: Layer['place'],
  name: string,
  entry: SettingsEntry,
  operator: Operator,
): Layer | undefined {
  const {
    identityFile,
    password,
    passphrase,
    becomePassword,
    jump,
    knownHosts,
    ca,
    timeouts,
    agent,
    ...same
  } = entry;
  const path = (text: string) => pathOf(text, operator);
  const secret = (title: string, value: SecretEntry) =>
    referenceTo(value, `${title} of ${place === 'defaults' ? 'all hosts' : `${place} ${name}`}`, path);
  const settings: LayerSettings = {
    ...same,
    ...(identityFile && { identityFiles: identityFile.map(path) }),
    ...(knownHosts && { knownHosts: knownHosts.map(path) }),
    ...(ca && { ca: path(ca) }),
    ...(agent !== undefined && { agent: typeof agent === 'string' ? path(agent) : agent }),
    ...(password && { password: secret('password', password) }),
    ...(passphrase && { passphrase: secret('passphrase', passphrase) }),
    ...(becomePassword && { becomePassword: secret('becomePassword', becomePassword) }),
    ...(jump && { jump: jumpsOf(jump) }),
    ...(timeouts && { deadlines: deadlinesOf(timeouts) }),
  };
  return Object.keys(settings).length === 0
    ? undefined
    : { place, name, path: [...sections[place], name], settings };
}

/** `x` lies beside the inventory; `~/x` is left to whoever opens the file. */
function pathOf(text: string, operator: Operator): string {
  return isAbsolute(text) || text === '~' || text.startsWith('~/') ? text : join(operator.folder, text);
}

function referenceTo(entry: SecretEntry, label: string, path: (text: string) => string): SecretReference {
  if (entry === 'prompt') return { from: 'prompt', label };
  if ('env' in entry) return { from: 'env', name: entry.env };
  if ('file' in entry) return { from: 'file', path: path(entry.file) };
  return { from: 'command', command: entry.command };
}

function jumpsOf(words: readonly string[]): readonly string[] {
  const hops = words.flatMap((word) => word.split(',')).map((hop) => hop.trim());
  return hops.filter((hop) => hop !== 'none' && hop !== '');
}

/** The file counts in seconds, the program in milliseconds. */
function deadlinesOf(timeouts: NonNullable<SettingsEntry['timeouts']>): Partial<Deadlines> {
  const said = stages.filter((stage) => timeouts[stage] !== undefined);
  return Object.fromEntries(said.map((stage) => [stage, Math.round((timeouts[stage] ?? 0) * 1000)]));
}
