import { expect, it } from 'vitest';
import { parseAddress } from '../../../src/core/address.ts';
import { hpux, hpuxSystem } from '../../../src/platforms/hpux/index.ts';
import { netconf } from '../../../src/platforms/hpux/netconf.ts';
import { readSections } from '../../../src/platforms/probe-output.ts';
import { observeUnix } from '../../../src/platforms/unix/observe.ts';
import type { UnixObserved } from '../../../src/platforms/unix/observed.ts';
import { readTranscripts } from '../../transcripts/read-transcripts.ts';
import { desiring } from '../desiring.ts';
import { describeSimulatedSystem } from './describe-simulated-system.ts';
import { describeTranscripts } from './describe-transcripts.ts';

describeSimulatedSystem({
  platform: hpux,
  name: 'hpux',
  title: 'HP-UX 11i v3 (B.11.31), netconf',
  vips: ['192.0.2.100', '192.0.2.101'],
  drifts: [
    { title: 'the VIP is gone', script: 'ifconfig lo0:1 0.0.0.0', state: 'partial' },
    {
      title: 'netconf is as it was',
      script: "sed -i '/vipfarm/d' /etc/rc.config.d/netconf",
      state: 'partial',
    },
    {
      title: 'somebody took the next number',
      script: "printf 'INTERFACE_NAME[1]=lan1\\nIP_ADDRESS[1]=198.51.100.11\\n' >>/etc/rc.config.d/netconf",
      state: 'partial',
    },
  ],
});

describeTranscripts(hpuxSystem);

it('netconf of HP-UX keeps every line of others, and numbers ours without a gap or a clash', () => {
  const host = observed('composed-two-nics.yaml');
  const found = host.files.get('/etc/rc.config.d/netconf');
  const before = found?.kind === 'file' ? found.content : '';
  const vips = ['192.0.2.100', '192.0.2.101'].flatMap((text) => parseAddress(text) ?? []);
  const [file] = netconf.entries(vips, [], host);
  const content = file?.kind === 'file' ? file.content : '';
  expect(content.startsWith(before)).toBe(true);
  expect(content.slice(before.length).split('\n').slice(0, 8)).toEqual([
    'INTERFACE_NAME[2]="lo0:1" # vipfarm',
    'IP_ADDRESS[2]="192.0.2.100" # vipfarm',
    'SUBNET_MASK[2]="255.255.255.255" # vipfarm',
    'BROADCAST_ADDRESS[2]="" # vipfarm',
    'INTERFACE_STATE[2]="up" # vipfarm',
    'DHCP_ENABLE[2]=0 # vipfarm',
    'INTERFACE_NAME[3]="lo0:2" # vipfarm',
    'IP_ADDRESS[3]="192.0.2.101" # vipfarm',
  ]);
  expect(netconf.entries([], vips, host)).toMatchObject([{ content: before, shared: true }]);
});

it('the MACs of HP-UX are those of lanscan, aggregates included', () => {
  expect(observed('composed-aggregates.yaml').nics).toContainEqual({
    name: 'lan900',
    mac: '00:1a:4b:05:e8:6e',
    up: true,
  });
});

it('a plan for HP-UX says what it relies on, and that ndd was silent where it was', () => {
  const host = observed('simulated-before.yaml');
  const silent = observed('simulated-no-ndd.yaml');
  expect(hpuxSystem.notices?.(desiring({}), host)).toEqual([expect.stringContaining('/sbin/init.d/net')]);
  expect(hpuxSystem.notices?.(desiring({}), silent)).toContainEqual(
    expect.stringContaining('ndd did not say what ip_strong_es_model is'),
  );
});

function observed(file: string): UnixObserved {
  const transcript = readTranscripts('hpux').find((one) => one.file.endsWith(file));
  return observeUnix(hpuxSystem, readSections(transcript?.output ?? ''));
}
