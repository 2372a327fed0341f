import { type } from 'node:os';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Platform } from '../../src/platforms/platform.ts';
import type { Introduction, WitnessKnowledge } from '../../src/platforms/witness.ts';
import { describeWith } from '../describe-with.ts';
import { inSandbox, partOf, sandboxNeeds } from '../platforms/posix/sandbox.ts';

const vips = [
  { address: '192.0.2.100', family: 4 },
  { address: '2001:db8::100', family: 6 },
] as const;

/** What every platform must satisfy that knows how its hosts look at their segment. */
export function describeWitness({ id, kernel, witness }: Platform): void {
  if (witness === undefined) return;

  describe(`a witness of platform ${id}`, () => {
    it('never throws on what it reads, and never invents a MAC, however that is cut or damaged', () => {
      const able = introductionOf(witness, programsOf(witness));
      fc.assert(
        fc.property(fc.array(lines, { maxLength: 20 }), (said) => {
          const text = said.join('\n');
          const { nics, neighbours } = witness.readIntroduction(text);
          const sights = witness
            .means(able)
            .flatMap((means) => said.flatMap((line) => means.read(line) ?? []));
          const macs = [
            ...[...nics, ...neighbours].map(({ mac }) => mac),
            ...sights.flatMap((sight) => (sight.kind === 'claim' ? [sight.mac] : [])),
          ];
          expect(macs.filter((mac) => !text.toLowerCase().includes(mac))).toEqual([]);
          witness.carrier(able)?.read(text);
        }),
        { numRuns: 2000 },
      );
    });

    it('has nothing to look with where no program is', () => {
      const bare = introductionOf(witness, []);
      expect(witness.carrier(bare)).toBeUndefined();
      expect(witness.means(bare).every(({ proves }) => proves === 'table')).toBe(true);
    });
  });

  // A script of another system cannot be run on this one.
  if (kernel !== type()) return;
  describeWith([...sandboxNeeds, 'python3'], `the scripts of a witness of platform ${id}`, () => {
    it.each(['dash', 'busybox sh'])(
      'leave nothing behind under %s, at their end or killed in the middle',
      async (shell) => {
        const said = await inSandbox(`${segment}\necho '== said'; ${shell} <"$ask"`, {
          ask: witness.introduction(),
        });
        const scripts = scriptsOf(witness, witness.readIntroduction(partOf(said, 'said')));
        expect(Object.keys(scripts).length).toBeGreaterThan(1);
        const names = Object.keys(scripts).map((name) => `"$${name}"`);
        const output = await inSandbox(
          `${segment}\ncp ${names.join(' ')} /mnt; for d in /tmp /var/tmp /run /root; do mount -t tmpfs none $d; done
echo '== before'; ${look}
for s in /mnt/*; do timeout 20 ${shell} <$s >/dev/null 2>&1; timeout -s KILL 0.5 ${shell} <$s 2>/dev/null | head -n 1 >/dev/null; done
n=0; while [ "$(grep -c '^[0-9a-f]' /proc/net/packet)" != 0 ] && [ $n -lt 100 ]; do sleep 0.1; n=$((n + 1)); done
echo '== after'; ${look}`,
          { ...scripts },
        );
        expect(partOf(output, 'after')).toBe(partOf(output, 'before'));
      },
      300_000,
    );
  });
}

/** A NIC with a neighbour on its other end. */
const segment = `ip link add eth0 type veth peer name far && ip link set far up && ip link set eth0 up
ip addr add 192.0.2.11/24 dev eth0; ip addr add 2001:db8::11/64 dev eth0 nodad`;

/** Files, what is set on the network, and who listens to it. */
const look = `find /tmp /var/tmp /run /root /mnt | sort; ip -o addr | sed 's/ tentative//'; ip route; ip -6 route; ip neigh show | grep lladdr | sed 's/ [A-Z]*$//'
cat /proc/sys/net/ipv4/conf/*/arp_*; grep -c '^[0-9a-f]' /proc/net/packet; true`;

function scriptsOf(witness: WitnessKnowledge, introduction: Introduction): Readonly<Record<string, string>> {
  const [nic] = introduction.nics;
  if (nic === undefined) throw new Error('the introduction names no NIC');
  const looks = witness.means(introduction).map((means) => {
    const some = vips.filter(({ family }) => means.families.includes(family));
    return means.look({ vips: some, nic, milliseconds: 1_000 });
  });
  const question = { port: 80, nic, mac: '02:00:00:00:00:99', payload: '', memberAddress: undefined };
  const carried = vips.map((vip) => witness.carrier(introduction)?.script({ ...question, vip }));
  const scripts = [witness.introduction(), ...looks, ...carried];
  const there = scripts.flatMap((script) => script ?? []);
  return Object.fromEntries(there.map((script, number) => [`script${number}`, script]));
}

/** Every program that makes a difference to what it can look with, as far as its titles tell. */
function programsOf(witness: WitnessKnowledge): readonly string[] {
  const known = [
    'python3',
    'perl',
    'arping (iputils)',
    'arping (Habets)',
    'arping (busybox)',
    'tcpdump',
    'ndisc6',
  ];
  return known.filter((program) => witness.means(introductionOf(witness, [program])).length > 0);
}

function introductionOf(witness: WitnessKnowledge, programs: readonly string[]): Introduction {
  return { ...witness.readIntroduction(''), programs: new Set(programs) };
}

const mac = fc.constantFrom('02:00:00:00:00:0a', '02:00:5E:00:01:0A', '02:00:00:00', 'ff:ff:ff:ff:ff:ff');

/** Lines as scripts print them, with a part of them wrong. */
const lines = fc.oneof(
  fc.string(),
  fc
    .tuple(
      fc.constantFrom(
        'link 2: eth0: <BROADCAST,UP> mtu 1500 link/ether',
        'neighbour 192.0.2.100 dev eth0 lladdr',
        'claim 192.0.2.100',
        'claim 2001:db8::100',
        'Unicast reply from 192.0.2.100',
        'beat',
        'ready',
        'cannot',
        'frame',
        '192.0.2.100 dev eth0 lladdr',
      ),
      mac,
      fc.string({ maxLength: 8 }),
    )
    .map((words) => words.join(' ')),
  fc
    .tuple(fc.constantFrom('claim', 'beat', 'frame', 'address 2: eth0 inet'), fc.integer(), fc.string())
    .map((words) => words.join(' ')),
);
