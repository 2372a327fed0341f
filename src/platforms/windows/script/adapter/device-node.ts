/**
 * The device node of a loopback adapter, by SetupAPI: what the driver kit's devcon does, for this one node. C# 5, because
 * that is what Add-Type compiles with Windows PowerShell.
 * Pages: learn.microsoft.com/windows-hardware/drivers/install/setupapi, and
 * learn.microsoft.com/windows/win32/api/newdev/nf-newdev-diinstalldevice.
 *
 * - DiInstallDevice binds the best driver of the driver store to this node alone. UpdateDriverForPlugAndPlayDevices would
 *   touch every device of that hardware id, also an adapter that carries a VIP now.
 * - Its pointer for the wish to reboot is never null: then it would ask somebody.
 * - A new node has its id before it is registered, so that the id can be noted first.
 * - A list is -1, not 0, where it could not be made.
 */
export const deviceNode = `using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

public sealed class VipfarmNode : IDisposable
{
    const int GenerateId = 1, HardwareId = 1, RegisterDevice = 0x19, RemoveDevice = 5, RemoveGlobally = 1;
    const int NoSuchDevice = unchecked((int)0xE000020B);
    static readonly IntPtr none = new IntPtr(-1);
    static Guid net = new Guid("4d36e972-e325-11ce-bfc1-08002be10318");

    readonly IntPtr list;
    Data node;

    [StructLayout(LayoutKind.Sequential)]
    public struct Data
    {
        public int Size;
        public Guid Class;
        public int Instance;
        public IntPtr Reserved;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct Removal
    {
        public int HeaderSize;
        public int Function;
        public int Scope;
        public int Profile;
    }

    VipfarmNode()
    {
        list = SetupDiCreateDeviceInfoList(ref net, IntPtr.Zero);
        if (list == none) throw Failed("SetupDiCreateDeviceInfoList");
        node.Size = Marshal.SizeOf(typeof(Data));
    }

    /// A node that nobody knows before it is registered.
    public static VipfarmNode Make(string hardwareId)
    {
        VipfarmNode made = new VipfarmNode();
        try
        {
            if (!SetupDiCreateDeviceInfoW(made.list, "Net", ref net, null, IntPtr.Zero, GenerateId, ref made.node)) throw Failed("SetupDiCreateDeviceInfo");
            byte[] ids = Encoding.Unicode.GetBytes(hardwareId + "\\0\\0");
            if (!SetupDiSetDeviceRegistryPropertyW(made.list, ref made.node, HardwareId, ids, ids.Length)) throw Failed("SetupDiSetDeviceRegistryProperty");
            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    /// The node of that id; null when there is none.
    public static VipfarmNode Find(string id)
    {
        VipfarmNode found = new VipfarmNode();
        if (SetupDiOpenDeviceInfoW(found.list, id, IntPtr.Zero, 0, ref found.node)) return found;
        Win32Exception failed = Failed("SetupDiOpenDeviceInfo");
        found.Dispose();
        if (failed.NativeErrorCode == NoSuchDevice) return null;
        throw failed;
    }

    public string Id()
    {
        StringBuilder id = new StringBuilder(260);
        int needed;
        if (!SetupDiGetDeviceInstanceIdW(list, ref node, id, id.Capacity, out needed)) throw Failed("SetupDiGetDeviceInstanceId");
        return id.ToString();
    }

    public string FirstHardwareId()
    {
        byte[] ids = new byte[1024];
        int kind, needed;
        if (!SetupDiGetDeviceRegistryPropertyW(list, ref node, HardwareId, out kind, ids, ids.Length, out needed)) throw Failed("SetupDiGetDeviceRegistryProperty");
        return Encoding.Unicode.GetString(ids, 0, needed).Split((char)0)[0];
    }

    public void Register()
    {
        if (!SetupDiCallClassInstaller(RegisterDevice, list, ref node)) throw Failed("DIF_REGISTERDEVICE");
    }

    public void Install()
    {
        bool wantsReboot = false;
        if (!DiInstallDevice(IntPtr.Zero, list, ref node, IntPtr.Zero, 0, ref wantsReboot)) throw Failed("DiInstallDevice");
    }

    public void Remove()
    {
        Removal removal = new Removal();
        removal.HeaderSize = 8;
        removal.Function = RemoveDevice;
        removal.Scope = RemoveGlobally;
        removal.Profile = 0;
        if (!SetupDiSetClassInstallParamsW(list, ref node, ref removal, Marshal.SizeOf(typeof(Removal)))) throw Failed("SetupDiSetClassInstallParams");
        if (!SetupDiCallClassInstaller(RemoveDevice, list, ref node)) throw Failed("DIF_REMOVE");
    }

    public void Dispose()
    {
        SetupDiDestroyDeviceInfoList(list);
    }

    static Win32Exception Failed(string call)
    {
        int code = Marshal.GetLastWin32Error();
        return new Win32Exception(code, call + " failed with error 0x" + code.ToString("x"));
    }

    [DllImport("setupapi.dll", SetLastError = true, ExactSpelling = true)]
    static extern IntPtr SetupDiCreateDeviceInfoList(ref Guid kind, IntPtr window);

    [DllImport("setupapi.dll", SetLastError = true, ExactSpelling = true)]
    static extern bool SetupDiDestroyDeviceInfoList(IntPtr list);

    [DllImport("setupapi.dll", SetLastError = true, ExactSpelling = true, CharSet = CharSet.Unicode)]
    static extern bool SetupDiCreateDeviceInfoW(IntPtr list, string name, ref Guid kind, string description, IntPtr window, int flags, ref Data node);

    [DllImport("setupapi.dll", SetLastError = true, ExactSpelling = true, CharSet = CharSet.Unicode)]
    static extern bool SetupDiOpenDeviceInfoW(IntPtr list, string id, IntPtr window, int flags, ref Data node);

    [DllImport("setupapi.dll", SetLastError = true, ExactSpelling = true, CharSet = CharSet.Unicode)]
    static extern bool SetupDiGetDeviceInstanceIdW(IntPtr list, ref Data node, StringBuilder id, int size, out int needed);

    [DllImport("setupapi.dll", SetLastError = true, ExactSpelling = true)]
    static extern bool SetupDiSetDeviceRegistryPropertyW(IntPtr list, ref Data node, int property, byte[] value, int size);

    [DllImport("setupapi.dll", SetLastError = true, ExactSpelling = true)]
    static extern bool SetupDiGetDeviceRegistryPropertyW(IntPtr list, ref Data node, int property, out int kind, byte[] value, int size, out int needed);

    [DllImport("setupapi.dll", SetLastError = true, ExactSpelling = true)]
    static extern bool SetupDiSetClassInstallParamsW(IntPtr list, ref Data node, ref Removal removal, int size);

    [DllImport("setupapi.dll", SetLastError = true, ExactSpelling = true)]
    static extern bool SetupDiCallClassInstaller(int function, IntPtr list, ref Data node);

    [DllImport("newdev.dll", SetLastError = true, ExactSpelling = true)]
    static extern bool DiInstallDevice(IntPtr window, IntPtr list, ref Data node, IntPtr driver, int flags, ref bool wantsReboot);
}`;
