import { describe, expect, it } from 'vitest';
import { linux } from '../../../src/platforms/linux/index.ts';
import { readNetworkManager } from '../../../src/platforms/linux/read-networkmanager.ts';
import { networkManager } from '../../../src/platforms/linux/stacks/networkmanager.ts';
import { desiring } from '../desiring.ts';
import { aHost } from './a-host.ts';
import { signsOf } from './signs-of-stacks.ts';

const wanted = desiring({ present: [{ address: '192.0.2.100', family: 4 }] });
const folder = '/etc/NetworkManager/system-connections';
const own = `loopback:yes:0:${folder}/vipfarm-lo.nmconnection:vipfarm-lo`;

/** What the probe says of it: the version as nmcli 1.42.4 of Debian 12 prints it, and what it knows of lo. */
function hostWith(...lines: readonly string[]) {
  const networkManager = readNetworkManager(['1.42.4:running', ...lines]);
  return aHost({ managers: { ...signsOf('networkmanager'), networkManager } });
}

describe('what nmcli says of lo', () => {
  it('is read whatever name a profile has', () => {
    const line = `loopback:yes:-5:${folder}/a\\:b.nmconnection:VIPs\\: the old ones`;
    expect(readNetworkManager(['1.48.10-2:running', 'lo:connected', line])).toEqual({
      version: [1, 48],
      leavesLoopback: false,
      loopbackProfiles: [{ name: 'VIPs: the old ones', path: `${folder}/a:b.nmconnection`, priority: -5 }],
    });
  });

  it('is nothing where nmcli said nothing', () => {
    expect(readNetworkManager([])).toBeUndefined();
  });
});

describe('the VIP on a host of NetworkManager', () => {
  it.each([
    ['lo has no profile but the one that NetworkManager makes', ['lo:connected (externally)']],
    ['ours is known to it', ['lo:connected', own]],
    ['another one is for when ours is gone', [own, `loopback:yes:-1:${folder}/old.nmconnection:old`]],
  ])('comes in a profile of its own where %s', (_name, lines) => {
    expect(bootStepOf(...lines)).toBe(`~ ${folder}/vipfarm-lo.nmconnection (NetworkManager)`);
  });

  it.each([
    ['is there', 0],
    ['is there and has a higher priority', 10],
  ])('is refused where another profile for lo %s, with the command for it', (_name, priority) => {
    const other = `loopback:yes:${priority}:${folder}/dsr-lo.nmconnection:dsr lo`;
    expect(linux.plan(wanted, hostWith('lo:connected', other, own))).toMatchObject({
      kind: 'refused',
      reason: expect.stringMatching(
        /dsr lo on lo, .*: nmcli connection modify 'dsr lo' connection.autoconnect no$/,
      ),
    });
  });

  it('is not said to come back at boot where such a profile came later', () => {
    const other = `loopback:yes:0:${folder}/dsr-lo.nmconnection:dsr-lo`;
    expect(networkManager.bootGap(hostWith(other, own))).toContain('dsr-lo');
    expect(networkManager.bootGap(hostWith(own))).toBeUndefined();
  });

  it('is left to somebody else where NetworkManager leaves lo alone', () => {
    expect(bootStepOf('lo:unmanaged')).toContain('vipfarm-vip.service');
  });

  function bootStepOf(...lines: readonly string[]): string | undefined {
    const decision = linux.plan(wanted, hostWith(...lines));
    if (decision.kind !== 'change') return undefined;
    return decision.steps.find((step) => step.id === 'boot-files')?.title;
  }
});
