import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../describe-with.ts';
import { type FakeWindows, newFakeWindows } from './fake-windows.ts';
import type { IpAddress, Language } from './machine-state.ts';
import { ipInterface } from './new-server.ts';
import { openPowershellHost } from './open-powershell-host.ts';
import type { PowershellHost } from './powershell-host.ts';

/** Index, metric, MTU and name of an interface. */
type Row = readonly [index: number, metric: number, mtu: number, name: string];

describeWith(['dotnet', 'gcc'], 'the fake Windows and what real ones printed', () => {
  let host: PowershellHost;

  beforeAll(async () => {
    host = await openPowershellHost();
  }, 600_000);
  afterAll(() => host[Symbol.asyncDispose]());

  async function lines(machine: FakeWindows, script: string): Promise<readonly string[]> {
    const answer = await host.run({ machine, what: { script }, codePage: 65001 });
    expect(answer.stderr.toString()).toBe('');
    return textLines(answer.stdout.toString());
  }

  it.each<[string, Language, readonly Row[]]>([
    [
      'en-show-interfaces-gonetsh',
      'en',
      [
        [9, 25, 1500, 'Ethernet'],
        [1, 75, 4294967295, 'Loopback Pseudo-Interface 1'],
        [2, 15, 1500, 'vEthernet (New Virtual Switch)'],
        [14, 15, 1500, 'vEthernet (HNS Internal NIC)'],
      ],
    ],
    [
      'en-show-interfaces-ws2008r2',
      'en',
      [
        [1, 50, 4294967295, 'Loopback Pseudo-Interface 1'],
        [11, 5, 9000, 'Production'],
      ],
    ],
    [
      'ja-show-interfaces-ws2012r2',
      'ja',
      [
        [1, 50, 4294967295, 'Loopback Pseudo-Interface 1'],
        [12, 5, 1500, 'Ethernet'],
      ],
    ],
    [
      'zh-show-interfaces-illustrative',
      'zh',
      [
        [12, 25, 1500, '以太网'],
        [18, 35, 1500, 'WLAN'],
      ],
    ],
  ])('agree on the table of interfaces: %s', async (name, language, rows) => {
    const machine = machineWith(language, rows);
    expect(await lines(machine, 'netsh.exe interface ipv4 show interfaces')).toEqual(recording(name));
  });

  it('agree on the 30 rows of an interface', async () => {
    const machine = machineWith('en', [[39, 15, 1500, 'vEthernet (WSL)']]);
    const shown = await lines(machine, "netsh.exe interface ipv4 show interface 'vEthernet (WSL)'");
    // The number in the LUID is the machine's own.
    expect(shown.map(withoutLuid)).toEqual(recording('en-show-interface-parameters-wsl').map(withoutLuid));
    expect(shown).toHaveLength(32);
  });

  it('leave the blanks of the English label behind a translated one', async () => {
    const machine = machineWith('zh', [[4, 35, 1500, '以太网']]);
    const shown = await lines(machine, 'netsh.exe interface ipv4 show interface 4');
    // Rows of a real Chinese machine.
    expect(shown).toContain('状态                              : connected');
    expect(shown).toContain('跃点数                             : 35');
    expect(shown).toContain('链接 MTU                           : 1500 字节');
    expect(shown).toContain('弱主机发送                    : disabled');
    expect(shown).toContain('弱主机接收                 : disabled');
  });

  it('agree on the configuration of interfaces', async () => {
    const machine = machineWith('en', [
      [1, 5, 1500, 'Ethernet'],
      [2, 25, 1500, 'Local Area Connection* 1'],
      [3, 35, 1500, 'Wi-Fi'],
      [4, 75, 4294967295, 'Loopback Pseudo-Interface 1'],
    ]);
    for (const side of machine.state.ipInterfaces.slice(0, 3)) side.active.dhcp = 'Enabled';
    machine.state.addresses = [address(3, '10.88.48.68', 22), address(4, '127.0.0.1', 8)];
    machine.state.routes = [
      {
        destination: '0.0.0.0/0',
        nextHop: '10.88.48.1',
        ifIndex: 3,
        family: 'IPv4',
        metric: 0,
        store: 'ActiveStore',
      },
    ];
    expect(await lines(machine, 'netsh.exe interface ipv4 show config')).toEqual(
      recording('en-show-config-gonetsh'),
    );
  });

  it('agree on the Korean labels of a configuration', async () => {
    const machine = machineWith('ko', [[4, 15, 1500, '이더넷']]);
    machine.state.addresses = [address(4, '192.168.10.20', 24)];
    const shown = await lines(machine, "netsh.exe interface ip show config 'name=이더넷'");
    const recorded = recording('ko-show-config-fixture');
    expect(shown.slice(0, 4).map(words)).toEqual(recorded.slice(0, 4).map(words));
  });

  it.each([
    ['ja-set-interface-mtu-ok', 'ja'],
    ['zh-set-subinterface-ok', 'zh'],
  ] as const)('say the same after a change: %s', async (name, language) => {
    const machine = newFakeWindows({ language });
    const shown = await lines(machine, 'netsh.exe interface ipv4 set interface 4 mtu=1454');
    expect(shown).toEqual(recording(name));
    expect(machine.state.ipInterfaces[2]?.active.mtu).toBe(1454);
  });

  it('agree on the two objects of a new address', async () => {
    const properties = propertiesOf('fr-new-netipaddress-output');
    const names = [...new Set(properties.map(([name]) => name))];
    const shown = await lines(
      machineWith('en', [[14, 25, 1500, 'Ethernet']]),
      `foreach ($one in New-NetIPAddress -IPAddress 10.10.10.34 -InterfaceIndex 14 -PrefixLength 30) {
         foreach ($name in '${names.join("', '")}') { [string]$one.$name }
       }`,
    );
    const infinite = '10675199.02:48:05.4775807';
    expect(shown).toEqual(properties.map(([, value]) => (value.startsWith('Infinite') ? infinite : value)));
  });

  it('have the same properties of an adapter', async () => {
    const names = [...new Set(propertiesOf('en-get-netadapter-fl-excerpt').map(([name]) => name))];
    const shown = await lines(
      newFakeWindows(),
      `$one = Get-NetAdapter -Name Ethernet
       foreach ($name in '${names.join("', '")}') { if (-not $one.PSObject.Properties[$name]) { $name } }`,
    );
    expect(shown).toEqual([]);
  });
});

function recording(name: string): readonly string[] {
  return textLines(readFileSync(new URL(`recordings/${name}.txt`, import.meta.url), 'utf8'));
}

function textLines(text: string): readonly string[] {
  return text.split(/\r?\n/).filter((line) => line !== '');
}

function machineWith(language: Language, rows: readonly Row[]): FakeWindows {
  return newFakeWindows({
    language,
    alter: (state) => {
      state.ipInterfaces = rows.map(([index, interfaceMetric, mtu, name]) => {
        return ipInterface(index, name, 'IPv4', { interfaceMetric, mtu });
      });
      state.addresses = [];
      state.routes = [];
    },
  });
}

function address(ifIndex: number, text: string, prefixLength: number): IpAddress {
  return {
    address: text,
    prefixLength,
    ifIndex,
    family: 'IPv4',
    skipAsSource: false,
    state: 'Preferred',
    origin: 'Manual',
    tentative: 0,
  };
}

function withoutLuid(line: string): string {
  return line.replace(/_\d+$/, '_N');
}

function words(line: string): string {
  return line.trim().replaceAll(/\s+/g, ' ');
}

/** Names and values of a list that PowerShell printed, in order. */
function propertiesOf(name: string): readonly (readonly [string, string])[] {
  return recording(name).flatMap((line) => {
    const match = /^\s*(\w+)\s*: ?(.*)$/.exec(line);
    return match === null ? [] : [[match[1] ?? '', match[2] ?? ''] as const];
  });
}
