using System.Management.Automation;
using System.Runtime.InteropServices;

namespace PowershellHost.Windows;

/** The library that plays setupapi.dll and newdev.dll, and what its calls do to the machine. */
public static class Setupapi
{
    const int generalFailure = 31;

    static readonly string path = Path.Combine(AppContext.BaseDirectory, "setupapi.so");
    // The library keeps it, so it must live as long as the program.
    static readonly Tell told = Told;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    delegate int Tell([MarshalAs(UnmanagedType.LPStr)] string call, [MarshalAs(UnmanagedType.LPStr)] string instance);

    delegate void Begin(Tell told, [MarshalAs(UnmanagedType.LPStr)] string taken);

    /** Where a script's import from this library is found; other libraries are not played. */
    public static nint Load(string name)
    {
        var plain = name.ToLowerInvariant().Replace(".dll", "");
        return plain is "setupapi" or "newdev" ? NativeLibrary.Load(path) : 0;
    }

    /** Tells the library which devices there are when a script begins. */
    public static void Start(MachineState state)
    {
        var begin = Marshal.GetDelegateForFunctionPointer<Begin>(NativeLibrary.GetExport(NativeLibrary.Load(path), "fake_begin"));
        var loopbacks = state.Adapters.Concat(state.Arriving.Select(one => one.Adapter)).Where(one => one.HardwareId == "*MSLOOP");
        begin(told, string.Join('\n', loopbacks.Select(one => one.PnpDeviceId).Concat(state.Driverless)));
    }

    /** No exception may pass through the library. */
    static int Told(string call, string instance)
    {
        var machine = Machine.Now;
        if (!machine.IsElevated) return 5;
        try
        {
            if (machine.Calls.Begin(call, true) == Verdict.Goes) Do(call.Split(' '), instance, machine.State);
            machine.Calls.End(true);
            return 0;
        }
        catch (FaultException)
        {
            return generalFailure;
        }
        catch (PipelineStoppedException)
        {
            return generalFailure;
        }
    }

    static void Do(string[] call, string instance, MachineState state)
    {
        switch (call[^1])
        {
            case "DIF_REGISTERDEVICE":
                state.Driverless.Add(instance);
                break;
            case "DIF_REMOVE" or "DiUninstallDevice":
                if (!state.Driverless.Remove(instance)) Devices.Remove(instance);
                break;
            case "FORCE":
                // An adapter that is installed anew loses what was set on it.
                var index = state.Adapters.Find(one => one.PnpDeviceId == instance)?.IfIndex;
                state.Addresses.RemoveAll(one => one.IfIndex == index);
                break;
            default:
                state.Driverless.Remove(instance);
                Devices.AddLoopback(instance, "02-00-4C-4F-4F-50");
                break;
        }
    }
}
