import { expect, it } from 'vitest';
import { aix, aixSystem } from '../../../src/platforms/aix/index.ts';
import { readAnswer } from '../../../src/platforms/reading.ts';
import { readTranscripts } from '../../transcripts/read-transcripts.ts';
import { desiring } from '../desiring.ts';
import { describeSimulatedSystem } from './describe-simulated-system.ts';
import { describeTranscripts } from './describe-transcripts.ts';
import { toolsets } from './toolsets.ts';

const gone = { title: 'the VIP is gone', script: 'ifconfig lo0 delete 192.0.2.100', state: 'partial' };
const notExecutable = {
  title: 'the script is not executable',
  script: 'chmod 644 /etc/vipfarm/vip',
  state: 'drift',
};

describeSimulatedSystem({
  platform: aix,
  name: 'aix',
  title: 'AIX 7.2 TL05 SP03, inittab',
  otherStack: 'rc.d',
  vips: ['192.0.2.100', '192.0.2.101'],
  drifts: [
    gone,
    notExecutable,
    { title: 'the entry is gone', script: 'rmitab vipfarm', state: 'partial' },
    { title: 'the entry is another', script: 'chitab vipfarm:2:off:/etc/vipfarm/vip', state: 'partial' },
  ],
});

describeSimulatedSystem({
  platform: aix,
  name: 'aix',
  title: 'AIX 7.2 TL05 SP03',
  stack: 'rc.d',
  otherStack: 'rc.net',
  vips: ['192.0.2.100'],
  drifts: [gone, { title: 'the link is gone', script: 'rm /etc/rc.d/rc2.d/S09vipfarm', state: 'partial' }],
  toolsets: toolsets.slice(0, 2),
});

describeSimulatedSystem({
  platform: aix,
  name: 'aix',
  title: 'AIX 7.2 TL05 SP03',
  stack: 'rc.net',
  otherStack: 'inittab',
  vips: ['192.0.2.100'],
  drifts: [
    gone,
    { title: 'rc.net is as it was', script: "sed -i '/vipfarm/d' /etc/rc.net", state: 'partial' },
  ],
  toolsets: toolsets.slice(2, 4),
});

describeTranscripts(aixSystem);

it('the recipe that is often copied is recognised on AIX, and its defects are named', () => {
  const transcript = readTranscripts('aix').find(({ file }) => file.endsWith('simulated-recipe.yaml'));
  const { platform, observed } = readAnswer(transcript?.output ?? '');
  const checks = platform.checks(transcript?.wanted ?? desiring({}), observed);
  expect(checks.find(({ id }) => id === 'recipe')).toMatchObject({
    verdict: 'notice',
    found: expect.stringMatching(/cannot be executed.*names no interpreter.*the same for start and stop/),
  });
});
