import { describe, expect, it } from 'vitest';
import { Problem } from '../../src/core/problem.ts';
import { visitHosts } from '../../src/execution/visit-hosts.ts';
import { aMember } from './scripted.ts';

const hosts = [...Array(50).keys()].map((number) => aMember(`web${number}`));

describe('visiting hosts', () => {
  it('never visits more at a time than it may, and misses none', async () => {
    let open = 0;
    let most = 0;
    const visited = await visitHosts(hosts, 7, new AbortController().signal, async (host) => {
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setImmediate(resolve));
      open -= 1;
      if (host.name.endsWith('3')) throw new Problem('tcp-refused', `${host.name} refused`);
      if (host.name.endsWith('4')) throw new TypeError('a defect');
      return host.name;
    });
    expect(most).toBe(7);
    expect(visited.map((one) => one.host.name)).toEqual(hosts.map((host) => host.name));
    const codes = visited.flatMap((one) => ('problem' in one ? one.problem.code : []));
    expect(codes.toSorted()).toEqual([...Array(5).fill('internal'), ...Array(5).fill('tcp-refused')]);
  });

  it('begins nobody after an abort, and says so of each', async () => {
    const stop = new AbortController();
    const begun: string[] = [];
    const visited = await visitHosts(hosts, 2, stop.signal, async (host) => {
      begun.push(host.name);
      if (begun.length === 4) stop.abort();
      await new Promise((resolve) => setImmediate(resolve));
      return host.name;
    });
    expect(begun.length).toBeLessThan(6);
    const left = visited.filter((one) => 'problem' in one && one.problem.code === 'interrupted');
    expect(left).toHaveLength(hosts.length - begun.length);
  });

  it('goes on with all others while one hangs', async () => {
    let release: (() => void) | undefined;
    let others = 0;
    const visited = visitHosts(hosts, 2, new AbortController().signal, async (host) => {
      if (host.name === 'web0') return new Promise<string>((resolve) => (release = () => resolve('late')));
      others += 1;
      if (others === hosts.length - 1) release?.();
      return host.name;
    });
    expect(await visited).toHaveLength(hosts.length);
    expect(others).toBe(hosts.length - 1);
  });
});
