using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Xml;

namespace PowershellHost.Windows;

/** The parts of a scheduled task, as objects whose properties scripts may still set. */
public static class TaskParts
{
    const string space = "ROOT/Microsoft/Windows/TaskScheduler";

    public static void Action(PSCmdlet cmdlet, IDictionary given) => cmdlet.WriteObject(CimObject.Of(space, "MSFT_TaskExecAction",
        ("Id", given["Id"]),
        ("Execute", given["Execute"]),
        ("Arguments", given["Argument"]),
        ("WorkingDirectory", given["WorkingDirectory"])));

    public static void Trigger(PSCmdlet cmdlet, IDictionary given)
    {
        var isStartup = given.Contains("AtStartup");
        cmdlet.WriteObject(CimObject.Of(space, isStartup ? "MSFT_TaskBootTrigger" : "MSFT_TaskTimeTrigger",
            ("Enabled", true),
            ("EndBoundary", null),
            ("ExecutionTimeLimit", null),
            ("Id", null),
            ("StartBoundary", isStartup ? null : ((DateTime)given["At"]!).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)),
            (isStartup ? "Delay" : "RandomDelay", null)));
    }

    public static void Principal(PSCmdlet cmdlet, IDictionary given) => cmdlet.WriteObject(CimObject.Of(space, "MSFT_TaskPrincipal2",
        ("UserId", given["UserId"]),
        ("GroupId", given["GroupId"]),
        ("LogonType", given["LogonType"] ?? "Interactive"),
        ("RunLevel", given["RunLevel"] ?? "Limited")));

    public static void Settings(PSCmdlet cmdlet, IDictionary given)
    {
        if (given.Contains("DeleteExpiredTaskAfter") && given["DeleteExpiredTaskAfter"] is null) throw WindowsError.InvalidParameter("DeleteExpiredTaskAfter");
        cmdlet.WriteObject(CimObject.Of(space, "MSFT_TaskSettings3",
            ("StartWhenAvailable", given.Contains("StartWhenAvailable")),
            ("DisallowStartIfOnBatteries", !given.Contains("AllowStartIfOnBatteries")),
            ("StopIfGoingOnBatteries", !given.Contains("DontStopIfGoingOnBatteries")),
            ("Enabled", !given.Contains("Disable")),
            ("Hidden", given.Contains("Hidden")),
            ("ExecutionTimeLimit", given["ExecutionTimeLimit"] is TimeSpan limit ? XmlConvert.ToString(limit) : "PT72H"),
            ("MultipleInstances", given["MultipleInstances"] ?? "IgnoreNew")));
    }

    public static void Whole(PSCmdlet cmdlet, IDictionary given) => cmdlet.WriteObject(CimObject.Of(space, "MSFT_ScheduledTask",
        ("Actions", given["Action"]),
        ("Triggers", given["Trigger"]),
        ("Principal", given["Principal"]),
        ("Settings", given["Settings"]),
        ("Description", given["Description"])));
}
