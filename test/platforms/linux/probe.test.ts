import { expect, it, vi } from 'vitest';
import { readSections } from '../../../src/platforms/probe-output.ts';
import { probeScript, readAnswer } from '../../../src/platforms/reading.ts';
import { describeWith } from '../../describe-with.ts';
import { inSandbox, partOf, sandboxNeeds, shells } from '../posix/sandbox.ts';

vi.setConfig({ testTimeout: 300_000 });

const script = probeScript({ vips: [{ address: '192.0.2.100', family: 4 }] }, 'shell');

/** A copy of /etc that nobody else changes, and a network with a NIC whose name has a dot, settings of two digits, and a VIP on lo. */
const network = `mount -t tmpfs tmpfs /media && cp -a /etc /media/etc && mount --bind /media/etc /etc
ip link add eth0.100 type veth peer name far && ip link set eth0.100 up
ip address add 192.0.2.11/24 dev eth0.100; ip address add 192.0.2.100/32 dev lo label lo:0
sysctl -q -w net/ipv4/conf/eth0.100/arp_ignore=12 net/ipv4/conf/all/arp_announce=2`;

/** Everything that a probe could have changed; without the times at which files were read. */
const look = `find /etc /var/lib/vipfarm /mnt -printf '%p %y %#m %s %t %l\\n' 2>/dev/null | sort
sysctl -a 2>/dev/null | grep '^net\\.ipv[46]\\.' | sort; ip -o address; ip route`;

/** What tools print on a host with the VIPs 192.0.2.10 and 2001:db8::10: their clients, and lines that only resemble these. */
const tables = [
  {
    name: 'ss',
    tool: 'ss',
    others: [
      '0      0            192.0.2.101:443         198.51.100.7:30000 ',
      '0      0            192.0.2.11:43210        192.0.2.10:443 ',
      '0      0      [2001:db8::10:5]:443       [2001:db8::7]:30000 ',
    ],
    clients: [
      '0      0             192.0.2.10:443        198.51.100.8:30000',
      '0      0          192.0.2.10%lo:443        198.51.100.8:30001',
      '0      0    [::ffff:192.0.2.10]:443   [::ffff:198.51.100.8]:30002',
      '0      0         [2001:db8::10]:443          [2001:db8::8]:30003',
    ],
  },
  {
    name: 'an ss from before brackets',
    tool: 'ss',
    others: [
      'ESTAB  0      0      192.0.2.101:443        198.51.100.7:30000 ',
      'ESTAB  0      0      ::ffff:192.0.2.100:443    ::ffff:198.51.100.7:30000 ',
      'ESTAB  0      0      2001:db8::10:5:443        2001:db8::7:30000 ',
    ],
    clients: [
      'ESTAB  0      0      192.0.2.10:443         198.51.100.8:30000',
      'ESTAB  0      0      ::ffff:192.0.2.10:443     ::ffff:198.51.100.8:30002',
      'ESTAB  0      0      2001:db8::10:443          2001:db8::8:30003',
    ],
  },
  {
    name: 'netstat',
    tool: 'netstat',
    others: [
      'tcp        0      0 192.0.2.101:443         198.51.100.7:30000      ESTABLISHED',
      'tcp        0      0 192.0.2.10:443          198.51.100.7:30000      TIME_WAIT',
      'tcp6       0      0 2001:db8::10:5:443      2001:db8::7:30000       ESTABLISHED',
    ],
    clients: [
      'tcp        0      0 192.0.2.10:443          198.51.100.8:30000      ESTABLISHED',
      'tcp6       0      0 192.0.2.10:443          198.51.100.8:30001      ESTABLISHED',
      'tcp        0      0 ::ffff:192.0.2.10:443   ::ffff:198.51.100.8:30002 ESTABLISHED',
      'tcp6       0      0 2001:db8::10:443        2001:db8::8:30003       ESTABLISHED',
    ],
  },
];

describeWith(sandboxNeeds, 'the probe of Linux', () => {
  it('reads the same under every shell, and changes nothing', async () => {
    const runs = shells.map((shell, index) => `echo "== ${index}"; ${shell} <"$script"`);
    const program = `${network}\necho "== before"; ${look}\n${runs.join('\n')}\necho "== after"; ${look}`;
    const output = await inSandbox(program, { script });
    expect(partOf(output, 'after')).toBe(partOf(output, 'before'));
    const answers = shells.map((_shell, index) => partOf(output, String(index)));
    for (const [index, answer] of answers.entries()) {
      expect(`${shells[index]}: ${answer}`).toBe(`${shells[index]}: ${answers[0]}`);
    }
    expect(readAnswer(answers[0] ?? '').observed).toMatchObject({
      complete: true,
      addresses: expect.arrayContaining([
        { interface: 'lo', address: '192.0.2.100', prefix: 32, family: 4, label: 'lo:0', scope: 'global' },
        expect.objectContaining({ interface: 'eth0.100', address: '192.0.2.11', prefix: 24 }),
      ]),
      conf: new Map([
        ['all', settings(0, 2)],
        ['default', settings(0, 0)],
        ['eth0.100', settings(12, 0)],
        ['far', settings(0, 0)],
        ['lo', settings(0, 0)],
      ]),
    });
  });

  it.each(tables)(
    'finds the clients of a VIP behind many of its neighbours, as $name shows them',
    async (one) => {
      const vips = [
        { address: '192.0.2.10', family: 4 as const },
        { address: '2001:db8::10', family: 6 as const },
      ];
      const table = [...one.others.flatMap((line) => Array(150).fill(line)), ...one.clients].join('\n');
      const tool = (name: string): string =>
        `printf '#!/bin/sh\\n${one.tool === name ? 'cat /mnt/table' : 'exit 1'}\\n' >/mnt/bin/${name}`;
      const program = `mkdir /mnt/bin && ${tool('ss')} && ${tool('netstat')} && chmod 755 /mnt/bin/* && cp "$table" /mnt/table
sed 's,^PATH=,PATH=/mnt/bin:,' "$script" >/mnt/script
${shells.map((shell, index) => `echo "== ${index}"; ${shell} </mnt/script`).join('\n')}`;
      const output = await inSandbox(program, {
        script: probeScript({ vips }, 'shell'),
        table: `${table}\n`,
      });
      for (const index of shells.keys()) {
        const { connections } = readAnswer(partOf(output, String(index))).observed.moment;
        expect(connections).toEqual(one.clients);
      }
    },
  );

  it.each(shells)('says nothing of a host under %s when it was cut off', async (shell) => {
    const bytes = Buffer.byteLength(script);
    const apart = Math.ceil(bytes / 80);
    const cuts = [...Array(bytes).keys()].filter((cut) => cut % apart === 0 || cut > bytes - 40).slice(0, -1);
    const program = `for cut in ${cuts.join(' ')}; do head -c $cut "$script" | ${shell} 2>/dev/null; done; true`;
    const output = `\n${await inSandbox(program, { script })}`;
    expect(
      output
        .split('\n@@vipfarm ')
        .slice(1)
        .filter((part) => part.trim() !== 'kernel\nLinux'),
    ).toEqual([]);
  });

  it.each(shells)('ends under %s on a host that lacks every program but cat and the shell', async (shell) => {
    const program = `mkdir /mnt/bin && for name in ${shell.split(' ')[0]} cat uname printf; do ln -s /usr/bin/$name /mnt/bin/; done
sed 's,^PATH=[^;]*;,PATH=/mnt/bin;,' "$script" >/mnt/script; PATH=/mnt/bin; ${shell} </mnt/script`;
    const sections = readSections(await inSandbox(program, { script }));
    expect(sections.has('end')).toBe(true);
    expect(sections.get('addresses')?.trim()).toBe('');
  });
});

/** rp_filter and the others differ from machine to machine. */
function settings(arpIgnore: number, arpAnnounce: number) {
  return expect.objectContaining({ arpIgnore, arpAnnounce });
}
