import { describe, expect, it } from 'vitest';
import type { Frame } from '../../../src/platforms/ethernet/read-frame.ts';
import { linuxWitness } from '../../../src/platforms/linux/witness/index.ts';
import type { Neighbour } from '../../../src/platforms/witness.ts';
import type { Session } from '../../../src/transports/transport.ts';
import { acceptMember } from '../../../src/verification/network/accept-member.ts';
import type { Witness } from '../../../src/verification/network/call-witness.ts';
import type { Party } from '../../../src/verification/network/party.ts';
import { hostWith } from '../../transports/host-fixture.ts';
import { fleetWith } from './a-fleet.ts';
import { macOf, vip4 } from './ground.ts';

const { signal } = new AbortController();
const member = hostWith({ name: 'web11', address: '192.0.2.11', user: 'root' });
const named = { ...member, address: 'web11.example' };

/** The answer of the member to the first packet of a connection. */
const taken: Frame = {
  mac: macOf(11),
  from: vip4.address,
  content: { kind: 'tcp', port: 80, syn: true, reset: false, payload: '' },
};

/** A witness on a NIC with this address, which hears these frames when it asks; who was asked is noted. */
function aWitness(
  name: string,
  address: string,
  frames: readonly Frame[],
  neighbours: readonly Neighbour[] = [],
): Witness {
  const nic = { name: 'eth0', mac: macOf(50), addresses: [{ address, prefix: 24, family: 4 }] } as const;
  const session: Session = {
    host: name,
    language: 'shell',
    isOpen: true,
    peer: { address, software: 'scripted', hostKey: 'none', login: 'none' },
    run: () => Promise.resolve({ exitCode: 0, stdout: '', stderr: '', dropped: 0, milliseconds: 1 }),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  const carrier = { title: 'scripted', script: () => 'carry', read: () => ({ complete: true, frames }) };
  return {
    host: hostWith({ name, address, user: 'root' }),
    session,
    knowledge: { ...linuxWitness, carrier: () => carrier },
    nic,
    introduction: { programs: new Set(), nics: [nic], neighbours },
  };
}

function ask(witnesses: readonly Witness[], asked = member) {
  const party: Party = {
    pool: fleetWith([member]).pool,
    employ: () => Promise.resolve([]),
    standing: () => Promise.resolve(witnesses),
    dismiss: () => Promise.resolve(),
    refusals: () => [],
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  const service = { port: 80, protocol: 'tcp' } as const;
  const question = { member: asked, vip: vip4, service, macs: [macOf(11)], nameOf: (mac: string) => mac };
  return acceptMember(party, question, signal);
}

describe('of several witnesses a member is asked from', () => {
  it('one whose subnet holds it', async () => {
    const far = aWitness('far', '198.51.100.50', [taken]);
    const near = aWitness('near', '192.0.2.50', [taken]);
    expect(await ask([far, near])).toMatchObject({ witness: 'near', verdict: 'answers' });
  });

  it('one whose kernel knows its MAC, where its address is only a name', async () => {
    const far = aWitness('far', '198.51.100.50', [taken]);
    const near = aWitness(
      'near',
      '203.0.113.50',
      [taken],
      [{ address: '192.0.2.11', nic: 'eth0', mac: macOf(11) }],
    );
    expect(await ask([far, near], named)).toMatchObject({ witness: 'near', verdict: 'answers' });
  });

  it('the next one, when nothing comes back to the first', async () => {
    const far = aWitness('far', '198.51.100.50', []);
    const other = aWitness('other', '203.0.113.50', [taken]);
    expect(await ask([far, other])).toMatchObject({ witness: 'other', verdict: 'answers' });
  });

  it('and not found guilty by the silence of those that may be on another segment', async () => {
    const far = aWitness('far', '198.51.100.50', []);
    expect(await ask([far])).toMatchObject({ witness: 'far', verdict: 'untried' });
    const near = aWitness('near', '192.0.2.50', []);
    expect(await ask([far, near])).toMatchObject({ witness: 'near', verdict: 'filtered' });
  });
});
