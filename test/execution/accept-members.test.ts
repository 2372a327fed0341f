import { expect, it } from 'vitest';
import { acceptMembers } from '../../src/execution/accept-members.ts';
import { surveyHosts } from '../../src/execution/survey-hosts.ts';
import type { Pool } from '../../src/inventory/fleet.ts';
import { transcriptNamed } from '../transcripts/read-transcripts.ts';
import { fleetWith } from '../verification/network/a-fleet.ts';
import { aMember, scriptedFarm } from './scripted.ts';
import { aSegment } from './witnessed.ts';

it('a member of two pools is asked on each VIP for what is served there', async () => {
  const before = transcriptNamed('linux/ifupdown-before.yaml');
  const vips = (['192.0.2.100', '192.0.2.200'] as const).map((address) => ({ address, family: 4 }) as const);
  const hosts = ['web01', 'web02'].map(aMember);
  const fleet = fleetWith(hosts, {
    vips: vips.slice(0, 1),
    services: [{ port: 443, protocol: 'tcp' }],
  });
  const dns: Pool = {
    ...fleet.pool,
    name: 'dns',
    vips: vips.slice(1),
    members: ['web01'],
    services: [
      { port: 53, protocol: 'udp' },
      { port: 853, protocol: 'tcp' },
    ],
  };
  using farm = scriptedFarm({ web01: [before.output] });
  const wished = { ...before.wanted, present: vips };
  await using survey = await surveyHosts(hosts.slice(0, 1), () => wished, farm.conditions, true);
  const asked: string[] = [];
  const segment = aSegment({
    accept(host, { address }, { port }) {
      asked.push(`${host.name} ${address} ${port}`);
      const verdict = 'answers';
      return Promise.resolve({ host: host.name, vip: address, port, witness: 'db', verdict, found: '' });
    },
  });
  const two = { ...fleet, pools: new Map([...fleet.pools, ['dns', dns]]) };
  await acceptMembers([...survey.ready.values()], two, segment, farm.conditions);
  expect(asked).toEqual(['web01 192.0.2.100 443', 'web01 192.0.2.200 853']);
});
