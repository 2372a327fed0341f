import { expect, it } from 'vitest';
import type { Check } from '../../../src/core/check.ts';
import { readSections } from '../../../src/platforms/probe-output.ts';
import { windows } from '../../../src/platforms/windows/index.ts';
import type { NetshView } from '../../../src/platforms/windows/netsh.ts';
import type { WindowsObserved } from '../../../src/platforms/windows/observed.ts';
import { readTranscripts } from '../../transcripts/read-transcripts.ts';
import { desiring } from '../desiring.ts';
import { vips } from './windows-host.ts';

function seen(file: string): WindowsObserved {
  const transcript = readTranscripts('windows').find((one) => one.file.endsWith(`simulated-${file}.yaml`));
  if (transcript === undefined) throw new Error(`there is no transcript ${file}`);
  return windows.observe(readSections(transcript.output));
}

function judge(host: WindowsObserved): Check | undefined {
  return windows.checks(desiring({ present: vips }), host).find((check) => check.id === 'netsh-agrees');
}

it.each(['2012r2-after', '2016-after', '2022-after'])('netsh says what the cmdlets say of %s', (file) => {
  const host = seen(file);
  expect(host.netsh.inUse).toContain('192.0.2.100');
  expect(host.netsh.addresses).toEqual(expect.arrayContaining(['192.0.2.100', '2001:db8::100']));
  expect(host.netsh.settings.some((one) => one.weakHostReceive === true)).toBe(true);
  expect(judge(host)).toBeUndefined();
});

it.each<[what: string, alter: (view: NetshView) => Partial<NetshView>, named: string]>([
  [
    'weak host receive',
    (view) => ({ settings: view.settings.map((one) => ({ ...one, weakHostReceive: false })) }),
    'the weak host settings of Ethernet (IPv4)',
  ],
  [
    'weak host send',
    (view) => ({ settings: view.settings.map((one) => ({ ...one, weakHostSend: false })) }),
    'the weak host settings of vipfarm (IPv6)',
  ],
  [
    'an address that runs',
    (view) => ({ inUse: view.inUse.filter((one) => one !== '192.0.2.100') }),
    '192.0.2.100, which is not in its configuration',
  ],
  [
    'an address that comes at boot',
    (view) => ({ addresses: view.addresses.filter((one) => one !== '2001:db8::100') }),
    '2001:db8::100, which is not in its dump',
  ],
  [
    'the state of the adapter',
    (view) => ({ interfaces: view.interfaces.map((one) => ({ ...one, state: 'disconnected' })) }),
    'vipfarm, which is not connected',
  ],
])('where netsh says otherwise of %s, somebody should look', (_what, alter, named) => {
  const host = seen('2022-after');
  expect(judge({ ...host, netsh: { ...host.netsh, ...alter(host.netsh) } })).toMatchObject({
    verdict: 'notice',
    found: expect.stringContaining(named),
  });
});
