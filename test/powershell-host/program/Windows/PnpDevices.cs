using System.Collections;
using System.Management.Automation;

namespace PowershellHost.Windows;

/** Get-PnpDevice. */
public static class PnpDevices
{
    public static void Get(PSCmdlet cmdlet, IDictionary given) => Use.Read(cmdlet, () =>
    {
        var state = Machine.Now.State;
        // A node is there at once, its adapter only some looks later.
        var devices = state.Adapters.Concat(state.Arriving.Select(one => one.Adapter));
        var found = new Query<Adapter>(cmdlet, given, "Win32_PnPEntity", devices)
            .By("InstanceId", one => one.PnpDeviceId)
            .By("Class", _ => "Net")
            .By("FriendlyName", one => one.Description)
            .Results();
        foreach (var one in found) cmdlet.WriteObject(CimObject.Of("root/cimv2", "Win32_PnPEntity",
            ("InstanceId", one.PnpDeviceId),
            ("FriendlyName", one.Description),
            ("HardwareID", new[] { one.HardwareId }),
            ("Class", "Net"),
            ("ClassGuid", "{4d36e972-e325-11ce-bfc1-08002be10318}"),
            ("Service", one.Service),
            ("Present", one.Status != "Not Present"),
            ("Status", one.Status == "Disabled" ? "Error" : "OK")));
    });
}
