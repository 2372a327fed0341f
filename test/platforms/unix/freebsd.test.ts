import { freebsd, freebsdSystem } from '../../../src/platforms/freebsd/index.ts';
import { describeSimulatedSystem } from './describe-simulated-system.ts';
import { describeTranscripts } from './describe-transcripts.ts';
import { toolsets } from './toolsets.ts';

describeSimulatedSystem({
  platform: freebsd,
  name: 'freebsd',
  title: 'FreeBSD 14.1, rc.conf',
  vips: ['192.0.2.100', '2001:db8::100'],
  services: [80],
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

describeSimulatedSystem({
  platform: freebsd,
  name: 'freebsd',
  case: 'with addresses of others on lo0',
  title: 'FreeBSD 14.1, rc.conf',
  vips: ['192.0.2.100'],
  furnish: `echo 'ifconfig_lo0_aliases="inet 198.51.100.7/32 inet6 2001:db8::7/128"' >>/etc/rc.conf`,
  toolsets: toolsets.slice(1, 4),
  drifts: [
    {
      title: 'rc.conf was written anew, with a longer mask word',
      script: 'sysrc ifconfig_lo0_aliases="inet 198.51.100.7/32 inet 192.0.2.100 netmask 255.255.255.255"',
      state: 'partial',
    },
  ],
});

describeTranscripts(freebsdSystem);
