import { describe, expect, it } from 'vitest';
import type { Answer, ScriptRequest, Session } from '../../../src/transports/transport.ts';
import { openSegment } from '../../../src/verification/network/open-segment.ts';
import { hostWith } from '../../transports/host-fixture.ts';
import { fleetWith } from './a-fleet.ts';
import { vip4 } from './ground.ts';

const introduction = `Linux
program python3
link 2: eth0: <BROADCAST,UP> mtu 1500 link/ether 02:00:00:00:00:50 brd ff:ff:ff:ff:ff:ff
address 2: eth0    inet 192.0.2.50/24 brd 192.0.2.255 scope global eth0
end
`;
const { signal } = new AbortController();

/** How a look goes on once it has looked for a while. */
type Course = 'its time is over' | 'killed' | 'goes on';

/** The session of a witness whose looks go these ways, one after the other; the last way is the way of all that follow. */
function sessionOf(courses: readonly Course[]): Session {
  const left = [...courses];
  return {
    host: 'watcher',
    language: 'shell',
    isOpen: true,
    peer: { address: '192.0.2.50', software: 'scripted', hostKey: 'none', login: 'none' },
    run({ script, onOutput, signal: ending }: ScriptRequest): Promise<Answer> {
      const answer = { exitCode: 0, stdout: '', stderr: '', dropped: 0, milliseconds: 1 };
      if (script.includes('uname -s')) return Promise.resolve({ ...answer, stdout: introduction });
      const course = left.length > 1 ? left.shift() : left[0];
      onOutput?.('ready\nbeat 7 0\n');
      if (course === 'its time is over') return Promise.resolve(answer);
      if (course === 'killed') return Promise.resolve({ ...answer, exitCode: 137, stderr: 'Killed' });
      return new Promise((_resolve, reject) => {
        const beats = setInterval(() => onOutput?.('beat 9 0\n'), 1);
        ending.addEventListener('abort', () => {
          clearInterval(beats);
          reject(new Error('stopped'));
        });
      });
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function watchWith(courses: readonly Course[]) {
  const watcher = hostWith({ name: 'watcher', address: '192.0.2.50', user: 'root' });
  const fleet = fleetWith([watcher], { members: [], witnesses: ['watcher'], vips: [vip4] });
  await using segment = openSegment({
    fleet,
    pools: [fleet.pool],
    memberMacs: new Map(),
    connect: () => Promise.resolve(sessionOf(courses)),
  });
  const watch = await segment.watch([vip4], () => undefined, signal);
  return await watch.stop();
}

describe('a watch', () => {
  it('begins a look again on the same witness when its time is over', async () => {
    const { witnesses, unwatched } = await watchWith(['its time is over', 'goes on']);
    expect(witnesses).toEqual([
      { host: 'watcher', means: 'python3 raw socket', proves: 'replies', requests: 9 },
    ]);
    expect(unwatched).toEqual([]);
  });

  it('names the witness that is lost, and the VIPs that nobody looks for any more', async () => {
    const { witnesses, unwatched } = await watchWith(['killed']);
    expect(witnesses[0]).toEqual({
      ...{ host: 'watcher', means: 'none', proves: 'nothing', requests: 0, lost: true },
      reason: 'lost after 7 requests: Killed',
    });
    expect(unwatched).toEqual([vip4.address]);
  });
});
