import { macos, macosSystem } from '../../../src/platforms/macos/index.ts';
import { describeSimulatedSystem } from './describe-simulated-system.ts';
import { describeTranscripts } from './describe-transcripts.ts';

const daemon = '/Library/LaunchDaemons/local.vipfarm.vip.plist';

describeSimulatedSystem({
  platform: macos,
  name: 'macos',
  title: 'macOS 14.5, launchd',
  vips: ['192.0.2.100', '2001:db8::100'],
  drifts: [
    { title: 'the VIP is gone', script: 'ifconfig lo0 inet 192.0.2.100 -alias', state: 'partial' },
    { title: 'the daemon is gone', script: `rm ${daemon}`, state: 'partial' },
    {
      title: 'the daemon does something else',
      script: `sed -i s/192.0.2.100/192.0.2.99/ ${daemon}`,
      state: 'drift',
    },
  ],
});

describeTranscripts(macosSystem);
