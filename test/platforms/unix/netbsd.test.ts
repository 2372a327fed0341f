import { netbsd, netbsdSystem } from '../../../src/platforms/netbsd/index.ts';
import { describeSimulatedSystem } from './describe-simulated-system.ts';
import { describeTranscripts } from './describe-transcripts.ts';
import { toolsets } from './toolsets.ts';

const gone = { title: 'the VIP is gone', script: 'ifconfig lo0 inet 192.0.2.100 -alias', state: 'partial' };

describeSimulatedSystem({
  platform: netbsd,
  name: 'netbsd',
  title: 'NetBSD 10.0, ifconfig.lo0',
  vips: ['192.0.2.100', '2001:db8::100'],
  drifts: [
    gone,
    { title: 'its file is gone', script: 'rm /etc/ifconfig.lo0', state: 'partial' },
    { title: 'a line came into it', script: 'echo up >>/etc/ifconfig.lo0', state: 'drift' },
  ],
});

describeSimulatedSystem({
  platform: netbsd,
  name: 'netbsd',
  title: 'NetBSD 7.0, ifconfig.lo0',
  vips: ['192.0.2.100'],
  furnish: 'echo 7.0 >/.state/old; echo inet 198.51.100.7 netmask 255.255.255.255 alias >/etc/ifconfig.lo0',
  drifts: [gone],
  toolsets: toolsets.slice(0, 1),
});

describeTranscripts(netbsdSystem);
