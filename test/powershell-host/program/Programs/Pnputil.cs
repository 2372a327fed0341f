using PowershellHost.Windows;

namespace PowershellHost.Programs;

/** Of pnputil only the removal of a device, which came with Windows 10 2004 and Server 2022. */
public static class Pnputil
{
    public static ProgramRun Run(string[] words)
    {
        var verb = words.FirstOrDefault("").ToLowerInvariant();
        if (verb != "/remove-device" || words.Length < 2 || Machine.Now.State.Edition.Build < 19041)
        {
            return new ProgramRun(1, "Microsoft PnP Utility", "", "Usage:", "------");
        }
        return SystemPrograms.Change("pnputil.exe /remove-device", () => Devices.Remove(words[1])
            ? new ProgramRun(0, "Microsoft PnP Utility", "", "Removing device:   " + words[1], "Device removed successfully.")
            : new ProgramRun(1, "Microsoft PnP Utility", "", "Failed to remove device."));
    }
}
