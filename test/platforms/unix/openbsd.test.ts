import { openbsd, openbsdSystem } from '../../../src/platforms/openbsd/index.ts';
import { describeSimulatedSystem } from './describe-simulated-system.ts';
import { describeTranscripts } from './describe-transcripts.ts';
import { toolsets } from './toolsets.ts';

const title = 'OpenBSD 7.5, hostname.lo0';

describeSimulatedSystem({
  platform: openbsd,
  name: 'openbsd',
  title,
  vips: ['192.0.2.100', '2001:db8::100'],
  drifts: [
    { title: 'the VIP is gone', script: 'ifconfig lo0 inet -alias 192.0.2.100', state: 'partial' },
    { title: 'hostname.lo0 is gone', script: 'rm /etc/hostname.lo0', state: 'partial' },
    { title: 'a line came into it', script: 'echo up >>/etc/hostname.lo0', state: 'drift' },
  ],
});

describeSimulatedSystem({
  platform: openbsd,
  name: 'openbsd',
  title,
  vips: ['192.0.2.100'],
  furnish: "printf '# by hand\\ninet alias 198.51.100.7 255.255.255.255\\n' >/etc/hostname.lo0",
  drifts: [
    { title: 'its line is gone', script: "sed -i '/192.0.2.100/d' /etc/hostname.lo0", state: 'partial' },
  ],
  toolsets: toolsets.slice(0, 1),
});

describeTranscripts(openbsdSystem);
