import { digestOf } from '../../../../src/core/digest.ts';
import type { Command } from '../../../../src/core/quoting.ts';
import type { Action, Confirmation } from '../../../../src/core/step.ts';
import { trialRecordPath } from '../../../../src/platforms/linux/place.ts';
import { type ModelFile, type ModelHost, modelNics, modelVips } from './model-host.ts';
import { readLines } from './model-observe.ts';

/** What `save` kept: a path to what was there. */
export type Saved = Map<string, ModelFile | undefined>;

/** Does to the model what the change script does to a host. */
export function play(action: Action, host: ModelHost, saved: Saved): void {
  if (action.kind !== 'run' && action.kind !== 'folder' && !hasFolder(action.path, host)) return;
  switch (action.kind) {
    case 'run':
      runCommand(action.command, host);
      return;
    case 'write':
      host.files.set(action.path, { kind: 'file', content: action.content, mode: action.mode });
      return;
    case 'link':
      host.files.set(action.path, { kind: 'link', target: action.target });
      return;
    case 'folder':
      host.folders.add(action.path);
      return;
    case 'remove':
      if (![...host.files.keys()].some((path) => path.startsWith(`${action.path}/`))) {
        host.folders.delete(action.path);
      }
      host.files.delete(action.path);
      return;
    case 'save':
      saved.set(action.path, host.files.get(action.path));
      return;
    case 'restore': {
      const kept = saved.get(action.path);
      if (kept !== undefined) host.files.set(action.path, kept);
      else if (saved.has(action.path)) host.files.delete(action.path);
    }
  }
}

function hasFolder(path: string, host: ModelHost): boolean {
  return path.startsWith('/var/') || host.folders.has(path) || host.folders.has(path.replace(/\/[^/]*$/, ''));
}

function runCommand(command: Command, host: ModelHost): void {
  const [program, ...words] = command;
  if (program === 'ip' && words[2] === 'replace') host.loopback.add(words[3] ?? '');
  else if (program === 'ip' && words[2] === 'del') host.loopback.delete(words[3] ?? '');
  else if (program === 'sysctl') setValue(words.at(-1) ?? '', host);
  else if (program !== 'systemctl' && program !== 'netplan')
    throw new Error(`no model of ${command.join(' ')}`);
}

function readSettings(path: string, host: ModelHost): void {
  const file = host.files.get(path);
  if (file?.kind !== 'file') return;
  for (const { key, value } of readLines(path, file.content)) setValue(`${key}=${value}`, host);
}

export function setValue(assignment: string, host: ModelHost): void {
  const [, name = '', setting, value] = /conf\/(\w+)\/(\w+)=(\d+)$/.exec(assignment) ?? [];
  const conf = host.conf.get(name);
  if (conf === undefined) return;
  if (setting === 'arp_ignore') conf.arp_ignore = Number(value);
  if (setting === 'arp_announce') conf.arp_announce = Number(value);
}

export function holds({ command, expect }: Confirmation, host: ModelHost): boolean {
  const output = answer(command, host);
  if ('is' in expect) return output === expect.is;
  return 'contains' in expect ? output.includes(expect.contains) : !output.includes(expect.lacks);
}

/** What the commands of confirmations print. */
function answer(command: Command, host: ModelHost): string {
  const [program, ...words] = command;
  if (program === 'ip') return ['127.0.0.1/8', ...host.loopback].map(addressLine).join('\n');
  const file = host.files.get(words.at(-1) ?? '');
  if (program === 'sha256sum') return file?.kind === 'file' ? digestOf(file.content) : '';
  if (program === 'readlink') return file?.kind === 'link' ? file.target : '';
  if (program === 'cat') return currentValue(words[0] ?? '', host);
  const script = words[1] ?? '';
  if (script.includes('echo gone')) return file === undefined ? 'gone' : '';
  if (script.includes('arp_ignore')) return printLeaks(words.slice(3), host);
  throw new Error(`no model of ${command.join(' ')}`);
}

function addressLine(address: string): string {
  return `1: lo    ${address.includes(':') ? 'inet6' : 'inet'} ${address} scope global lo`;
}

function currentValue(path: string, host: ModelHost): string {
  const [, name = '', setting] = /conf\/(\w+)\/(\w+)$/.exec(path) ?? [];
  const conf = host.conf.get(name);
  return String(setting === 'arp_ignore' ? conf?.arp_ignore : conf?.arp_announce);
}

function printLeaks(nics: readonly string[], host: ModelHost): string {
  const all = host.conf.get('all') ?? { arp_ignore: 0, arp_announce: 0 };
  const names = nics.length > 0 ? nics : ['all', ...Object.keys(modelNics)];
  return names
    .filter((name) => {
      const own = host.conf.get(name) ?? all;
      const silent = [1, 2, 8].includes(Math.max(all.arp_ignore, own.arp_ignore));
      return !silent || Math.max(all.arp_announce, own.arp_announce) !== 2;
    })
    .join(' ');
}

/** Power off and on: what ran is gone, the files speak. A VIP comes back by any boot file that names it. */
export function boot(host: ModelHost): void {
  host.files.delete(trialRecordPath);
  for (const values of host.conf.values()) Object.assign(values, { arp_ignore: 0, arp_announce: 0 });
  for (const path of [...host.files.keys()].filter((one) => one.startsWith('/etc/sysctl.d/')).sort()) {
    readSettings(path, host);
  }
  const guests = [...host.loopback].filter((one) => !modelVips.some((vip) => one.startsWith(vip.address)));
  host.loopback.clear();
  for (const guest of guests) host.loopback.add(guest);
  for (const [path, file] of host.files) {
    if (file.kind === 'link' || path.startsWith('/var/')) continue;
    for (const vip of modelVips) {
      if (new RegExp(`${vip.address.replaceAll('.', '\\.')}(?![0-9a-f:])`).test(file.content)) {
        host.loopback.add(`${vip.address}/${vip.family === 4 ? 32 : 128}`);
      }
    }
  }
}
