import { type Family, withPrefix } from '../../core/address.ts';
import { loopbackFile } from '../unix/loopback-file.ts';
import type { UnixObserved } from '../unix/observed.ts';
import type { BootStack } from '../unix/system.ts';

/** The script of the service network/physical; the section `hostname-files` has its lines that name such files. */
export const netPhysical = '/lib/svc/method/net-physical';

/** Solaris 10: files that this service reads for lo0 as well, where its own script says that it does. */
export const hostnameFiles: BootStack = {
  id: 'hostname.lo0',
  title: 'hostname.lo0',
  ownPaths: ['/etc/hostname.lo0', '/etc/hostname6.lo0'],
  recognises: (host) => !host.tools.has('ipadm') && !host.tools.has('rc2') && areRead(host),
  entries: (vips, gone, host) => [
    ...hostnameFile(4).entries(vips.filter(isOf(4)), gone.filter(isOf(4)), host),
    ...hostnameFile(6).entries(vips.filter(isOf(6)), gone.filter(isOf(6)), host),
  ],
  bootGap: (host) => (areRead(host) ? undefined : notRead),
  objection(vip, host) {
    if (host.tools.has('ipadm')) return 'ipadm keeps the addresses here, and no boot reads such files';
    if (!areRead(host)) return notRead;
    return standsAlone(pathOf(vip.family), host) ?? hostnameFile(vip.family).objection?.(vip, host);
  },
};

const notRead = `${netPhysical} does not say that it reads /etc/hostname.* at boot`;

export function areRead(host: UnixObserved): boolean {
  return (host.sections.get('hostname-files') ?? []).some((line) => /^[^#]*\/etc\/hostname\.\*/.test(line));
}

/**
 * Each line is run as the words of an `ifconfig lo0`, a comment too. One that is alone gets `netmask + broadcast + up`
 * behind it, which is the mask of its class: so `up` stands above ours.
 */
function hostnameFile(family: Family): BootStack {
  const path = pathOf(family);
  return loopbackFile({
    id: path,
    path,
    mode: 0o644,
    head: 'up',
    lineOf: (vip) => `addif ${withPrefix(vip)} up`,
  });
}

function pathOf(family: Family): string {
  return family === 4 ? '/etc/hostname.lo0' : '/etc/hostname6.lo0';
}

function isOf(family: Family): (vip: { readonly family: Family }) => boolean {
  return (vip) => vip.family === family;
}

function standsAlone(path: string, host: UnixObserved): string | undefined {
  const found = host.files.get(path);
  if (found?.kind !== 'file' || host.record?.files.has(path) === true) return undefined;
  const lines = found.content.split('\n').filter((line) => line.trim() !== '');
  return lines.length === 1
    ? `${path} has one line of others, which is read in another way once there are two: write "up" above it`
    : undefined;
}
