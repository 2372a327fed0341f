import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWith } from '../describe-with.ts';
import { type FakeWindows, newFakeWindows } from './fake-windows.ts';
import { openPowershellHost } from './open-powershell-host.ts';
import type { PowershellHost } from './powershell-host.ts';

/** A program that makes a loopback adapter; each of its steps can be spoilt. */
const parts = {
  size: '(uint)Marshal.SizeOf(typeof(Node))',
  netClass: '4d36e972-e325-11ce-bfc1-08002be10318',
  flags: '1',
  id: '*MSLOOP\\0\\0',
  register: 'Must(SetupDiCallClassInstaller(0x19, set, ref node), "register");',
  install: 'DiInstallDevice(IntPtr.Zero, set, ref node, IntPtr.Zero, 0, out reboot)',
};
type Parts = typeof parts;

function program(name: string, spoilt: Partial<Parts>): string {
  const { size, netClass, flags, id, register, install } = { ...parts, ...spoilt };
  return `
    using System; using System.Runtime.InteropServices; using System.Text;
    public static class ${name} {
      [StructLayout(LayoutKind.Sequential)] struct Node { public uint Size; public Guid Class; public uint Instance; public IntPtr Reserved; }
      [DllImport("setupapi.dll", CharSet = CharSet.Unicode, SetLastError = true)] static extern IntPtr SetupDiCreateDeviceInfoList(ref Guid c, IntPtr window);
      [DllImport("setupapi.dll", CharSet = CharSet.Unicode, SetLastError = true)] static extern bool SetupDiDestroyDeviceInfoList(IntPtr set);
      [DllImport("setupapi.dll", CharSet = CharSet.Unicode, SetLastError = true)] static extern bool SetupDiCreateDeviceInfoW(IntPtr set, string name, ref Guid c, string text, IntPtr window, uint flags, ref Node node);
      [DllImport("setupapi.dll", CharSet = CharSet.Unicode, SetLastError = true)] static extern bool SetupDiSetDeviceRegistryPropertyW(IntPtr set, ref Node node, uint property, byte[] bytes, uint size);
      [DllImport("setupapi.dll", CharSet = CharSet.Unicode, SetLastError = true)] static extern bool SetupDiCallClassInstaller(uint function, IntPtr set, ref Node node);
      [DllImport("setupapi.dll", CharSet = CharSet.Unicode, SetLastError = true)] static extern bool SetupDiGetDeviceInstanceIdW(IntPtr set, ref Node node, StringBuilder text, uint room, IntPtr needed);
      [DllImport("newdev.dll", CharSet = CharSet.Unicode, SetLastError = true)] static extern bool DiInstallDevice(IntPtr window, IntPtr set, ref Node node, IntPtr driver, uint flags, out bool reboot);
      [DllImport("newdev.dll", CharSet = CharSet.Unicode, SetLastError = true)] static extern bool UpdateDriverForPlugAndPlayDevicesW(IntPtr window, string id, string inf, uint flags, out bool reboot);
      static void Must(bool done, string what) { if (!done) throw new Exception(what + " " + (uint)Marshal.GetLastWin32Error()); }
      public static string Make() {
        Guid net = new Guid("${netClass}");
        IntPtr set = SetupDiCreateDeviceInfoList(ref net, IntPtr.Zero);
        Must(set != new IntPtr(-1), "list");
        bool registered = false, done = false, reboot;
        Node node = new Node();
        try {
          node.Size = ${size};
          Must(SetupDiCreateDeviceInfoW(set, "Net", ref net, null, IntPtr.Zero, ${flags}, ref node), "create");
          byte[] id = Encoding.Unicode.GetBytes("${id}");
          Must(SetupDiSetDeviceRegistryPropertyW(set, ref node, 1, id, (uint)id.Length), "property");
          ${register}
          registered = true;
          StringBuilder instance = new StringBuilder(200);
          Must(SetupDiGetDeviceInstanceIdW(set, ref node, instance, 200, IntPtr.Zero), "instance");
          Must(${install}, "install");
          done = true;
          return instance.ToString();
        } finally {
          if (registered && !done) SetupDiCallClassInstaller(5, set, ref node);
          SetupDiDestroyDeviceInfoList(set);
        }
      }
    }`;
}

describeWith(['dotnet', 'gcc'], 'the fake setupapi', () => {
  let host: PowershellHost;

  beforeAll(async () => {
    host = await openPowershellHost();
  }, 600_000);
  afterAll(() => host[Symbol.asyncDispose]());

  async function say(machine: FakeWindows, script: string): Promise<readonly string[]> {
    const answer = await host.run({ machine, what: { script }, codePage: 65001 });
    const printed = answer.stdout.toString() + answer.stderr.toString();
    return printed.split('\r\n').filter((line) => line !== '');
  }

  async function make(machine: FakeWindows, name: string, spoilt: Partial<Parts> = {}) {
    const script = `Add-Type -TypeDefinition @'\n${program(name, spoilt)}\n'@
      try { [${name}]::Make() } catch { $_.Exception.InnerException.Message }`;
    return (await say(machine, script))[0];
  }

  it('makes an adapter that is seen at the third look', async () => {
    const machine = newFakeWindows({ language: 'ja' });
    expect(await make(machine, 'Right')).toBe('ROOT\\NET\\0000');
    const looks = '1..3 | ForEach-Object { @(Get-NetAdapter -IncludeHidden).Count }';
    expect(await say(machine, looks)).toEqual(['1', '1', '2']);
    expect(machine.state.adapters[1]).toMatchObject({
      name: 'イーサネット 2',
      hardwareId: '*MSLOOP',
      pnpDeviceId: 'ROOT\\NET\\0000',
      service: 'msloop',
    });
    expect(await make(machine, 'Right')).toBe('ROOT\\NET\\0001');
  });

  describe('refuses', () => {
    it.each<[string, Partial<Parts>, string]>([
      ['a structure of another size', { size: '28' }, 'create 1784'],
      ['another class', { netClass: '4d36e972-e325-11ce-bfc1-08002be10319' }, 'list 3758096897'],
      ['a node without an id of its own', { flags: '0' }, 'create 87'],
      ['a list of texts with one NUL', { id: '*MSLOOP\\0' }, 'property 87'],
      ['another hardware id', { id: '*LOOP\\0\\0' }, 'register 87'],
      ['a driver before the node is registered', { register: '' }, 'install 3758096904'],
      ['a second registration', { register: `${parts.register}${parts.register}` }, 'register 87'],
      [
        'a driver from elsewhere',
        {
          install:
            'UpdateDriverForPlugAndPlayDevicesW(IntPtr.Zero, "*MSLOOP", "C:\\\\other.inf", 0, out reboot)',
        },
        'install 2',
      ],
    ])('%s', async (what, spoilt, error) => {
      const machine = newFakeWindows();
      const name = `Spoilt${what.replaceAll(/\W/g, '')}`;
      expect(await make(machine, name, spoilt)).toBe(error);
      expect(machine.state.arriving).toEqual([]);
    });

    it('a session that is not elevated', async () => {
      const machine = newFakeWindows();
      machine.state.elevated = false;
      expect(await make(machine, 'Right')).toBe('register 5');
      expect(machine.state.driverless).toEqual([]);
    });

    it('libraries that it does not play', async () => {
      const script = `Add-Type -Namespace Own -Name Other -MemberDefinition '[DllImport("kernel32.dll")] public static extern int GetTickCount();'
        try { [Own.Other]::GetTickCount() } catch { $_.Exception.InnerException.GetType().Name }`;
      expect(await say(newFakeWindows(), script)).toEqual(['DllNotFoundException']);
    });
  });

  it('shows a node that a failed installation left, and none after it was removed', async () => {
    const machine = newFakeWindows();
    const fault = { kind: 'fails', call: 'DiInstallDevice', nth: 1 } as const;
    machine.state.faults = [fault];
    expect(await make(machine, 'Right')).toBe('install 31');
    expect(machine.state.driverless).toEqual([]);
    machine.state.faults = [fault, { ...fault, call: 'SetupDiCallClassInstaller DIF_REMOVE' }];
    await make(machine, 'Right');
    expect(machine.state.driverless).toEqual(['ROOT\\NET\\0000']);
  });

  it('takes the addresses of every loopback adapter when a driver is forced on all of them', async () => {
    const machine = newFakeWindows();
    const loopback = {
      name: 'LB',
      ifIndex: 9,
      hardwareId: '*MSLOOP',
      pnpDeviceId: 'ROOT\\NET\\0000',
      service: 'msloop',
    };
    const { adapters, addresses } = machine.state;
    adapters.push(...adapters.map((one) => ({ ...one, ...loopback })));
    addresses.push(...addresses.slice(2, 3).map((one) => ({ ...one, ifIndex: 9, address: '192.0.2.100' })));
    const inf = 'C:\\\\Windows\\\\INF\\\\netloop.inf';
    const install = (flags: number) =>
      `UpdateDriverForPlugAndPlayDevicesW(IntPtr.Zero, "*MSLOOP", "${inf}", ${flags}, out reboot)`;
    const kept = () => machine.state.addresses.some((one) => one.address === '192.0.2.100');
    expect(await make(machine, 'Unforced', { install: install(0) })).toBe('ROOT\\NET\\0001');
    expect(kept()).toBe(true);
    await make(machine, 'Forced', { install: install(1) });
    expect(kept()).toBe(false);
  });

  it.each([
    ['a warning of the compiler', 'public class A1 { int unused; }'],
    ['C# newer than 5', 'public class A2 { public string Text { get; } = "x"; }'],
    [
      'what .NET Framework 4.5 lacks',
      'public class A3 { public int Get() { return System.Math.Clamp(1, 2, 3); } }',
    ],
  ])('does not compile %s', async (_, source) => {
    const script = `try { Add-Type -TypeDefinition '${source}' -ErrorAction SilentlyContinue } catch { $_.FullyQualifiedErrorId }`;
    expect((await say(newFakeWindows(), script))[0]).toMatch(/^COMPILER_ERRORS/);
  });
});
