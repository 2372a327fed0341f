import { foldNames } from '../../core/fold-names.ts';
import { type Complaint, complain } from '../complaint.ts';
import type { NamedHost } from '../layers.ts';
import type { Reading } from '../reading.ts';
import type { Layer, LayerSettings } from '../settings.ts';

/** What a host that is reached over WinRM cannot have, or has to have. */
interface Condition {
  readonly key: keyof LayerSettings;
  isBroken(host: NamedHost): boolean;
  readonly message: string;
  readonly wayOut: string;
}

const conditions: readonly Condition[] = [
  {
    key: 'jump',
    isBroken: (host) => (said(host, 'jump') ?? []).length > 0,
    message: 'is reached over WinRM, which goes through no jump host',
    wayOut: 'say "jump: none" for it, or reach it over SSH',
  },
  {
    key: 'hostKeys',
    isBroken: (host) => said(host, 'hostKeys') === 'accept-new',
    message: 'is reached over WinRM, where no certificate is taken unseen',
    wayOut:
      'name its authority with "ca:", or say "hostKeys: pinned" with the fingerprint of the certificate',
  },
  {
    key: 'auth',
    isBroken: (host) => said(host, 'auth') === 'basic' && !speaksHttps(host),
    message: 'would get its password unprotected: Basic over plain HTTP',
    wayOut: 'use port 5986 with HTTPS, or auth: ntlm, which seals each message',
  },
  {
    key: 'transport',
    isBroken: (host) => said(host, 'auth') !== 'kerberos' && said(host, 'password') === undefined,
    message: 'is reached over WinRM, and no password is named',
    wayOut: 'password: { env: NAME } says where it is to be had; with auth: kerberos a ticket does',
  },
];

/** Told at the place that decides, once for all its hosts. */
export function checkWinrm({ hosts }: Reading): readonly Complaint[] {
  const windows = hosts.filter((host) => said(host, 'transport') === 'winrm');
  return conditions.flatMap(({ key, isBroken, message, wayOut }) => {
    const broken = new Map<Layer, string[]>();
    for (const host of windows.filter(isBroken)) {
      const layer = decisive(host, key) ?? decisive(host, 'transport');
      if (layer === undefined) continue;
      const known = broken.get(layer);
      if (known === undefined) broken.set(layer, [host.name]);
      else known.push(host.name);
    }
    return [...broken].map(([layer, names]) =>
      complain('error', 'winrm-setting', [...layer.path, key], `${foldNames(names)} ${message}`, { wayOut }),
    );
  });
}

function decisive({ layers }: NamedHost, key: keyof LayerSettings): Layer | undefined {
  return layers.findLast((layer) => layer.settings[key] !== undefined);
}

function said<Key extends keyof LayerSettings>(host: NamedHost, key: Key): LayerSettings[Key] | undefined {
  return decisive(host, key)?.settings[key];
}

function speaksHttps(host: NamedHost): boolean {
  return said(host, 'https') ?? said(host, 'port') !== 5985;
}
