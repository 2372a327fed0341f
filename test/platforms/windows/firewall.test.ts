import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Check } from '../../../src/core/check.ts';
import { readSections } from '../../../src/platforms/probe-output.ts';
import { windows } from '../../../src/platforms/windows/index.ts';
import type { Firewall, FirewallRule, WindowsObserved } from '../../../src/platforms/windows/observed.ts';
import { readRules } from '../../../src/platforms/windows/read-firewall.ts';
import { describeWith } from '../../describe-with.ts';
import { newFakeWindows } from '../../powershell-host/fake-windows.ts';
import type { FirewallRule as FakeRule } from '../../powershell-host/machine-state.ts';
import { openPowershellHost } from '../../powershell-host/open-powershell-host.ts';
import type { PowershellHost } from '../../powershell-host/powershell-host.ts';
import { readTranscripts } from '../../transcripts/read-transcripts.ts';
import { desiring } from '../desiring.ts';
import { audit, carryOut, observe, vip4, vips } from './windows-host.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 900_000 });

const wanted = desiring({ present: [vip4], services: [{ port: 3389, protocol: 'tcp' }] });

function seen(): WindowsObserved {
  const transcript = readTranscripts('windows').find((one) => one.file.endsWith('simulated-2022-after.yaml'));
  if (transcript === undefined) throw new Error('there is no such transcript');
  return windows.observe(readSections(transcript.output));
}
const host = seen();

function withFirewall(rules: readonly FirewallRule[], firewall: Partial<Firewall> = {}): WindowsObserved {
  return { ...host, moment: { ...host.moment, rules }, firewall: { ...host.firewall, ...firewall } };
}

function judge(observed: WindowsObserved, wish = wanted): Check | undefined {
  return windows.checks(wish, observed).find((check) => check.id === 'firewall-tcp-3389');
}

const rule: FirewallRule = {
  name: 'rdp',
  byPolicy: false,
  enabled: true,
  allows: true,
  profile: 'Any',
  protocol: 'TCP',
  ports: ['3389'],
  to: ['Any'],
  from: ['Any'],
};

/** The network of the only network card is public. */
describe('the firewall of a Windows host', () => {
  it.each<[story: string, rule: Partial<FirewallRule>, verdict: Check['verdict'], found: string]>([
    ['a rule for every profile', {}, 'ok', 'let in by rdp'],
    ['a rule for this profile', { profile: 'Private, Public' }, 'ok', 'let in by rdp'],
    ['a rule for another profile', { profile: 'Domain' }, 'notice', 'not in the profile Public'],
    ['a rule for another address', { to: ['192.0.2.11'] }, 'notice', 'not in the profile Public'],
    ['a rule for the VIP', { to: ['192.0.2.100'] }, 'ok', '(Any, 192.0.2.100)'],
    ['a rule for a network', { to: ['192.0.2.0/255.255.255.0'] }, 'ok', 'let in by rdp'],
    ['a rule that is switched off', { enabled: false }, 'notice', 'no rule names the port'],
    ['a rule that blocks', { allows: false }, 'wrong', 'blocked by rdp'],
    ['a rule that blocks elsewhere', { allows: false, profile: 'Domain' }, 'notice', 'no rule names'],
    ['a rule for a range', { ports: ['80', '3000-4000'] }, 'ok', 'let in by rdp'],
    ['a rule for another range', { ports: ['3390-4000'] }, 'notice', 'no rule names the port'],
    ['a rule for every port', { protocol: 'Any', ports: ['Any'] }, 'ok', 'let in by rdp'],
    ['every port for some', { ports: ['Any'], from: ['198.51.100.7'] }, 'notice', 'no rule names the port'],
    ['a range that is blocked', { allows: false, ports: ['3000-3389'] }, 'wrong', 'blocked by rdp'],
    [
      'all blocked by a policy',
      { allows: false, ports: ['Any'], byPolicy: true },
      'wrong',
      '(Any, by a policy)',
    ],
    ['a rule that blocks some clients', { allows: false, from: ['198.51.100.7'] }, 'notice', 'no rule names'],
    ['a rule that blocks another address', { allows: false, to: ['192.0.2.11'] }, 'notice', 'no rule names'],
  ])('%s', (_story, alter, verdict, found) => {
    const check = judge(withFirewall([{ ...rule, ...alter }]));
    expect(check).toMatchObject({ verdict, found: expect.stringContaining(found) });
  });

  function withProfile(change: Partial<Firewall['profiles'][number]>): Partial<Firewall> {
    return {
      profiles: host.firewall.profiles.map((one) => (one.name === 'Public' ? { ...one, ...change } : one)),
    };
  }

  it('is open where the profile in use is off, whatever the others do', () => {
    expect(judge(withFirewall([], withProfile({ enabled: false })))?.verdict).toBe('ok');
    const unknown = { ...withProfile({ enabled: false }), categories: new Map<number, string>() };
    expect(judge(withFirewall([], unknown))?.verdict).toBe('notice');
  });

  it('lets nobody in where it heeds no rules, or none of the host itself', () => {
    const shut = withFirewall([rule], withProfile({ heedsRules: false }));
    expect(judge(shut)).toMatchObject({ verdict: 'wrong', found: expect.stringContaining('Public') });
    const byPolicy = withFirewall([rule], withProfile({ heedsLocalRules: false }));
    expect(judge(byPolicy, { ...wanted, firewall: 'open' })).toMatchObject({
      verdict: 'wrong',
      found: expect.stringContaining('a policy'),
    });
  });
});

describeWith(['dotnet', 'gcc'], 'the firewall of a simulated Windows', () => {
  let engine: PowershellHost;
  beforeAll(async () => {
    engine = await openPowershellHost();
  });
  afterAll(() => engine[Symbol.asyncDispose]());

  it('is read for UDP as well, with what a policy says', async () => {
    const dns = { port: 53, protocol: 'udp' } as const;
    const wish = desiring({ present: vips, services: [dns], firewall: 'open' });
    const machine = newFakeWindows({
      alter: (state) => {
        for (const localAddress of ['0.0.0.0', '::'])
          state.udpEndpoints.push({ localAddress, localPort: 53, process: 900 });
      },
    });
    await carryOut(engine, machine, wish);
    expect((await audit(engine, machine, wish)).state).toBe('ok');
    const [own] = machine.state.firewallRules;
    if (own === undefined) throw new Error('vipfarm has made no rule');
    machine.state.firewallRules.push({ ...own, name: 'by-hand', action: 'Block' });
    const blocked = await audit(engine, machine, wish);
    expect(blocked.checks.find((check) => check.id === 'firewall-udp-53')).toMatchObject({
      verdict: 'wrong',
      found: 'blocked by by-hand (Any, 192.0.2.100)',
    });
    machine.state.firewallRules.pop();
    for (const profile of machine.state.firewallProfiles) profile.allowsLocalRules = false;
    const byPolicy = await audit(engine, machine, wish);
    expect(byPolicy.checks.find((check) => check.id === 'firewall-udp-53')).toMatchObject({
      verdict: 'wrong',
      found: expect.stringContaining('a policy'),
    });
  });

  async function read(rules: readonly FakeRule[]): Promise<readonly string[]> {
    const machine = newFakeWindows({
      alter: (state) => {
        state.firewallRules.push(...rules);
      },
    });
    return (await observe(engine, machine)).moment.rules.map((one) => one.name);
  }

  it('is read with ranges, with every port, and with what a policy brings', async () => {
    const names = await read([
      made('range', { action: 'Block', localPorts: ['80', '3000-3400'] }),
      made('other range', { action: 'Block', localPorts: ['3390-3400', '8000-8100'] }),
      made('every port', { protocol: 'Any', localPorts: ['Any'] }),
      made('a program', { localPorts: ['Any'], program: 'C:\\app.exe' }),
      made('a service', { localPorts: ['Any'], service: 'dns' }),
      made('no port', { protocol: 'ICMPv4', localPorts: ['RPC'] }),
      made('words', { localPorts: ['RPC', 'RPCEPMap'] }),
      made('outwards', { direction: 'Outbound' }),
      made('by a policy', { action: 'Block', source: 'GroupPolicy' }),
      made('of Windows', { action: 'Block', localPorts: ['Any'], source: 'Hardcoded' }),
      made('off', { enabled: false }),
      made('vipfarm-tcp-443-192.0.2.100', { enabled: false, localPorts: ['443'] }),
    ]);
    expect(names).toEqual(['vipfarm-tcp-443-192.0.2.100', 'range', 'every port', 'by a policy']);
  });

  it('is asked for as often with 500 rules as with none', async () => {
    async function questions(count: number): Promise<readonly string[]> {
      const rules = Array.from({ length: count }, (_, at) =>
        made(`rule ${at}`, { localPorts: ['Any', '3389'] }),
      );
      const machine = newFakeWindows({
        alter: (state) => {
          state.firewallRules.push(...rules);
        },
      });
      const answer = await engine.run({ machine, what: { script: windows.probe({ vips: [] }) } });
      expect(readRules(readSections(answer.stdout.toString()))).toHaveLength(count);
      return answer.calls.map((call) => call.name).filter((name) => name.includes('NetFirewall'));
    }
    expect(await questions(500)).toEqual(await questions(0));
  });

  it('blocks by a range that a policy brings', async () => {
    const machine = newFakeWindows();
    const wish = desiring({ present: vips, services: [{ port: 3389, protocol: 'tcp' }], firewall: 'open' });
    await carryOut(engine, machine, wish);
    expect((await audit(engine, machine, wish)).state).toBe('ok');
    machine.state.firewallRules.push(
      made('{11}', { action: 'Block', localPorts: ['3000-3400'], source: 'GroupPolicy' }),
    );
    const check = (await audit(engine, machine, wish)).checks.find((one) => one.id === 'firewall-tcp-3389');
    expect(check).toMatchObject({ verdict: 'wrong', found: 'blocked by {11} (Any, by a policy)' });
  });
});

/** A rule of the simulated Windows that lets remote desktop in, but for what is said. */
function made(name: string, change: Partial<FakeRule>): FakeRule {
  return {
    name,
    displayName: name,
    description: '',
    group: '',
    enabled: true,
    direction: 'Inbound',
    action: 'Allow',
    profile: 'Any',
    protocol: 'TCP',
    localPorts: ['3389'],
    localAddresses: ['Any'],
    remoteAddresses: ['Any'],
    program: 'Any',
    service: 'Any',
    source: 'Local',
    ...change,
  };
}
