using System.Collections;
using System.Management.Automation;
using System.Xml;

namespace PowershellHost.Windows;

/** Tasks that are registered. They run when a test lets time pass. */
public static class Tasks
{
    public const uint NeverRan = 267011;

    static MachineState State => Machine.Now.State;

    public static void Register(PSCmdlet cmdlet, IDictionary given)
    {
        // This command asks nobody: it has no -Confirm.
        Use.ChangeUnasked(cmdlet, () =>
        {
            var whole = given["InputObject"] as PSObject;
            object? Part(string name, string plural) => whole is null ? given[name] : whole.Properties[plural].Value;
            var made = Read((string)given["TaskName"]!, PathOf(given), List(Part("Action", "Actions")), List(Part("Trigger", "Triggers")), Part("Principal", "Principal") as PSObject, Part("Settings", "Settings") as PSObject);
            made.User = (string?)given["User"] ?? made.User;
            made.Highest |= Equals(given["RunLevel"], "Highest");
            var earlier = State.Tasks.Find(one => Same(one, made.Name, made.Path));
            if (earlier is not null && !given.Contains("Force"))
            {
                throw new WindowsError("HRESULT 0x800700b7", "Cannot create a file when that file already exists. ", ErrorCategory.ResourceExists);
            }
            if (earlier is not null) State.Tasks.Remove(earlier);
            State.Tasks.Add(made);
            cmdlet.WriteObject(Show(made));
        });
    }

    public static void Get(PSCmdlet cmdlet, IDictionary given) => Use.Read(cmdlet, () =>
    {
        foreach (var one in Select(cmdlet, given)) cmdlet.WriteObject(Show(one));
    });

    public static void GetInfo(PSCmdlet cmdlet, IDictionary given) => Use.Read(cmdlet, () =>
    {
        foreach (var one in Select(cmdlet, given)) cmdlet.WriteObject(CimObject.Of("ROOT/Microsoft/Windows/TaskScheduler", "MSFT_TaskDynamicInfo",
            ("TaskName", one.Name),
            ("TaskPath", one.Path),
            ("LastTaskResult", one.LastResult),
            ("NextRunTime", one.At is null ? null : DateTime.Parse(one.At)),
            ("NumberOfMissedRuns", 0u)));
    });

    public static void Start(PSCmdlet cmdlet, IDictionary given)
    {
        foreach (var one in Select(cmdlet, given)) Use.ChangeUnasked(cmdlet, () => one.Requested = true);
    }

    public static void Stop(PSCmdlet cmdlet, IDictionary given)
    {
        foreach (var one in Select(cmdlet, given)) Use.ChangeUnasked(cmdlet, () => one.Requested = false);
    }

    public static void SetEnabled(PSCmdlet cmdlet, IDictionary given, bool enabled)
    {
        foreach (var one in Select(cmdlet, given)) Use.ChangeUnasked(cmdlet, () => one.Enabled = enabled);
    }

    public static void Unregister(PSCmdlet cmdlet, IDictionary given)
    {
        var selected = given["InputObject"] is { } input
            ? LanguagePrimitives.ConvertTo<PSObject[]>(input).Select(one => State.Tasks.Find(task => Same(task, CimObject.Value<string>(one, "TaskName"), CimObject.Value<string>(one, "TaskPath"))))
            : Select(cmdlet, given);
        foreach (var one in selected.ToList()) Use.Change(cmdlet, one!.Name, () => State.Tasks.Remove(one));
    }

    public static bool Same(ScheduledTask one, string name, string path)
    {
        return one.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && one.Path.Equals(path, StringComparison.OrdinalIgnoreCase);
    }

    static IReadOnlyList<ScheduledTask> Select(PSCmdlet cmdlet, IDictionary given)
    {
        return new Query<ScheduledTask>(cmdlet, given, "MSFT_ScheduledTask", State.Tasks)
            .By("TaskName", one => one.Name)
            .By("TaskPath", one => one.Path)
            .Results();
    }

    static string PathOf(IDictionary given)
    {
        var path = (string?)given["TaskPath"] ?? @"\";
        if (!path.StartsWith('\\')) path = '\\' + path;
        return path.EndsWith('\\') ? path : path + '\\';
    }

    static PSObject[] List(object? value) => value is null ? [] : LanguagePrimitives.ConvertTo<PSObject[]>(value);

    static ScheduledTask Read(string name, string path, PSObject[] actions, PSObject[] triggers, PSObject? principal, PSObject? settings)
    {
        if (actions.Length != 1) throw WindowsError.InvalidParameter("one action is what this machine can do");
        string? Text(PSObject? part, string property) => part?.Properties[property]?.Value?.ToString();
        bool Flag(string property) => settings?.Properties[property]?.Value is true;
        var times = triggers.Select(one => Text(one, "StartBoundary")).Where(time => !string.IsNullOrEmpty(time)).ToList();
        var startup = Array.Find(triggers, one => one.TypeNames[0].EndsWith("BootTrigger"));
        return new ScheduledTask
        {
            Name = name,
            Path = path,
            Execute = Text(actions[0], "Execute")!,
            Arguments = Text(actions[0], "Arguments") ?? "",
            User = Text(principal, "UserId") ?? "Administrator",
            Highest = Text(principal, "RunLevel") == "Highest",
            At = times.Count == 0 ? null : DateTime.Parse(times.Order(StringComparer.Ordinal).First()!).ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"),
            AtStartup = startup is not null,
            StartupDelay = Text(startup, "Delay") is { Length: > 0 } delay ? (int)XmlConvert.ToTimeSpan(delay).TotalSeconds : 0,
            StartWhenAvailable = Flag("StartWhenAvailable"),
            RunsOnBatteries = settings is not null && !Flag("DisallowStartIfOnBatteries"),
            Enabled = settings is null || Flag("Enabled"),
            Requested = false,
            LastResult = NeverRan,
        };
    }

    static PSObject Show(ScheduledTask one)
    {
        var action = CimObject.Of("ROOT/Microsoft/Windows/TaskScheduler", "MSFT_TaskExecAction", ("Execute", one.Execute), ("Arguments", one.Arguments));
        var principal = CimObject.Of("ROOT/Microsoft/Windows/TaskScheduler", "MSFT_TaskPrincipal2", ("UserId", one.User), ("RunLevel", one.Highest ? "Highest" : "Limited"));
        return CimObject.Of("ROOT/Microsoft/Windows/TaskScheduler", "MSFT_ScheduledTask",
            ("TaskName", one.Name),
            ("TaskPath", one.Path),
            ("URI", one.Path + one.Name),
            ("State", one.Enabled ? TaskState.Ready : TaskState.Disabled),
            ("Actions", new[] { action }),
            ("Principal", principal));
    }
}
