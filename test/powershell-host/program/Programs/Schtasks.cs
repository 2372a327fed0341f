using System.Globalization;
using PowershellHost.Windows;

namespace PowershellHost.Programs;

/** /create, /delete, /run and /query of schtasks.exe. Dates are in the form of the machine's language, as there. */
public static class Schtasks
{
    static readonly HashSet<string> flags = new(StringComparer.OrdinalIgnoreCase) { "/f", "/z", "/v1", "/np", "/it", "/nh" };

    public static ProgramRun Run(string[] words)
    {
        if (Options(words.Skip(1)) is not { } given) return Wrong("Invalid argument/option");
        var task = Find(given.GetValueOrDefault("/tn", ""));
        return words.FirstOrDefault("").ToLowerInvariant() switch
        {
            "/create" => SystemPrograms.Change("schtasks.exe /create", () => Create(given, task)),
            "/query" when !given.ContainsKey("/tn") => SystemPrograms.Read("schtasks.exe /query", () => new ProgramRun(0, [.. Machine.Now.State.Tasks.Select(one => one.Path + one.Name)])),
            "/query" => SystemPrograms.Read("schtasks.exe /query", () => task is null ? Absent() : new ProgramRun(0, task.Path + task.Name)),
            "/run" => task is null ? Absent() : SystemPrograms.Change("schtasks.exe /run", () => { task.Requested = true; return new ProgramRun(0, "SUCCESS"); }),
            "/delete" when !given.ContainsKey("/f") => Wrong("it asks for confirmation, and nobody answers"),
            "/delete" => task is null ? Absent() : SystemPrograms.Change("schtasks.exe /delete", () => { Machine.Now.State.Tasks.Remove(task); return new ProgramRun(0, "SUCCESS"); }),
            _ => Wrong("Invalid argument/option"),
        };
    }

    static ProgramRun Create(IReadOnlyDictionary<string, string> given, ScheduledTask? earlier)
    {
        var schedule = given.GetValueOrDefault("/sc", "").ToLowerInvariant();
        if (!given.ContainsKey("/tn") || !given.ContainsKey("/tr") || schedule is not ("once" or "onstart")) return Wrong("Invalid syntax");
        if (earlier is not null && !given.ContainsKey("/f")) return Wrong("it asks whether to replace the task, and nobody answers");
        if (schedule == "once" && Time(given) is null) return Wrong("Invalid Starttime or Startdate value");
        var (path, name) = Split(given["/tn"]);
        var (program, parameters) = Command(given["/tr"]);
        if (given["/tr"].Length > 261) return Wrong("Value for '/tr' option cannot be more than 261 character(s).");
        if (earlier is not null) Machine.Now.State.Tasks.Remove(earlier);
        Machine.Now.State.Tasks.Add(new ScheduledTask
        {
            Name = name,
            Path = path,
            Execute = program,
            Arguments = parameters,
            User = given.GetValueOrDefault("/ru", "Administrator"),
            Highest = given.GetValueOrDefault("/rl", "").Equals("highest", StringComparison.OrdinalIgnoreCase),
            At = schedule == "once" ? Time(given)!.Value.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'") : null,
            AtStartup = schedule == "onstart",
            StartupDelay = 0,
            StartWhenAvailable = false,
            RunsOnBatteries = false,
            Enabled = true,
            Requested = false,
            LastResult = Tasks.NeverRan,
        });
        return new ProgramRun(0, "SUCCESS");
    }

    static DateTime? Time(IReadOnlyDictionary<string, string> given)
    {
        // The forms of other languages than English are not taken from a recording.
        var form = Machine.Now.State.Language switch { "en" => "MM/dd/yyyy", "de" => "dd.MM.yyyy", _ => "yyyy/MM/dd" };
        var date = given.GetValueOrDefault("/sd", Machine.Now.Time.ToString(form, CultureInfo.InvariantCulture));
        var text = date + " " + given.GetValueOrDefault("/st", "");
        return DateTime.TryParseExact(text, form + " HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
    }

    static Dictionary<string, string>? Options(IEnumerable<string> words)
    {
        var given = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var rest = new Queue<string>(words);
        while (rest.TryDequeue(out var option))
        {
            if (!option.StartsWith('/')) return null;
            if (flags.Contains(option)) given[option] = "";
            else if (rest.TryDequeue(out var value)) given[option] = value;
            else return null;
        }
        return given;
    }

    static ScheduledTask? Find(string name)
    {
        var (path, last) = Split(name);
        return Machine.Now.State.Tasks.Find(one => Tasks.Same(one, last, path));
    }

    static (string Path, string Name) Split(string name)
    {
        var at = name.LastIndexOf('\\');
        var path = at < 0 ? @"\" : name[..(at + 1)];
        return (path.StartsWith('\\') ? path : '\\' + path, name[(at + 1)..]);
    }

    static (string Program, string Parameters) Command(string text)
    {
        var end = text.StartsWith('"') ? text.IndexOf('"', 1) + 1 : text.IndexOf(' ');
        return end <= 0 ? (text, "") : (text[..end].Trim('"'), text[end..].TrimStart());
    }

    static ProgramRun Wrong(string why) => new(1, "ERROR: " + why);

    static ProgramRun Absent() => new(1, "ERROR: The system cannot find the file specified.");
}
