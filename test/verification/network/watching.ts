import process from 'node:process';
import { openSshTransport } from '../../../src/transports/ssh/transport.ts';
import { openSegment } from '../../../src/verification/network/open-segment.ts';
import { fleetWith } from './a-fleet.ts';
import { vip4 } from './ground.ts';

// A controller on its own, to be killed: watches from the host that its first argument describes, and says when it does.
const host = JSON.parse(process.argv[2] ?? '');
const transport = openSshTransport({
  environment: {},
  secrets: { resolve: () => Promise.reject(new Error('no secret is needed here')) },
});
const fleet = fleetWith([host], { members: [], witnesses: [host.name] });
const segment = openSegment({
  fleet,
  pools: [fleet.pool],
  memberMacs: new Map(),
  connect: (one, abort) => transport.connect(one, abort),
});
await segment.watch([vip4], () => undefined, new AbortController().signal);
process.stdout.write('watching\n');
