import { freebsd, freebsdSystem } from '../../../src/platforms/freebsd/index.ts';
import { describeSimulatedSystem } from './describe-simulated-system.ts';
import { describeTranscripts } from './describe-transcripts.ts';

describeSimulatedSystem({
  platform: freebsd,
  name: 'freebsd',
  title: 'FreeBSD 14.1, rc.conf',
  vips: ['192.0.2.100', '2001:db8::100'],
  drifts: [
    { title: 'the VIP is gone', script: 'ifconfig lo0 inet 192.0.2.100 -alias', state: 'partial' },
    { title: 'rc.conf was written anew', script: 'sysrc -x ifconfig_lo0_aliases', state: 'partial' },
    {
      title: 'another address came into the line',
      script: 'sysrc ifconfig_lo0_aliases="inet 198.51.100.7/32"',
      state: 'partial',
    },
  ],
});

describeTranscripts(freebsdSystem);
