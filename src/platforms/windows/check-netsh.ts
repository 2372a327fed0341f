import type { Check } from '../../core/check.ts';
import type { Intent, WeakHost } from './intent.ts';
import type { WindowsObserved } from './observed.ts';

/** netsh reads the same by another way; where it says otherwise, somebody should look. */
export function checkNetsh(intent: Intent, host: WindowsObserved): readonly Check[] {
  const differing = [
    ...intent.weak
      .filter((one) => hasOtherSettings(one, host))
      .map(({ name, family }) => `the weak host settings of ${name} (IPv${family})`),
    ...missingInUse(intent, host).map((address) => `${address}, which is not in its configuration`),
    ...missingInDump(intent, host).map((address) => `${address}, which is not in its dump`),
    ...(isDisconnected(intent, host) ? [`${intent.bearer.name}, which is not connected`] : []),
  ];
  if (differing.length === 0) return [];
  return [
    {
      id: 'netsh-agrees',
      title: 'netsh says the same',
      expected: 'what the cmdlets read',
      found: `otherwise of ${differing.join(', ')}`,
      verdict: 'notice',
      evidence: ['netsh'],
    },
  ];
}

function hasOtherSettings({ found, family }: WeakHost, host: WindowsObserved): boolean {
  const said = host.netsh.settings.find((one) => one.index === found?.index && one.family === family);
  if (found === undefined || said === undefined) return false;
  const { weakHostSend, weakHostReceive } = found.now;
  return (
    (said.weakHostSend ?? weakHostSend) !== weakHostSend ||
    (said.weakHostReceive ?? weakHostReceive) !== weakHostReceive
  );
}

/** Of the VIPs that run; netsh shows those of IPv4 only. */
function missingInUse({ vips }: Intent, host: WindowsObserved): readonly string[] {
  const { inUse } = host.netsh;
  if (inUse.length === 0) return [];
  return vips
    .filter((vip) => vip.family === 4 && !inUse.includes(vip.address))
    .filter((vip) => host.places.some((place) => place.address === vip.address && place.now !== undefined))
    .map((vip) => vip.address);
}

/** Of the VIPs that the persistent store has. */
function missingInDump({ vips }: Intent, host: WindowsObserved): readonly string[] {
  const { addresses } = host.netsh;
  if (addresses.length === 0) return [];
  return vips
    .filter((vip) => host.places.some((place) => place.address === vip.address && place.atBoot !== undefined))
    .filter((vip) => !addresses.includes(vip.address))
    .map((vip) => vip.address);
}

function isDisconnected({ bearer }: Intent, host: WindowsObserved): boolean {
  return host.netsh.interfaces.some(
    (one) => one.index === bearer.adapter?.index && one.state === 'disconnected',
  );
}
