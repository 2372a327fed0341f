using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Text.Json.Nodes;
using PowershellHost.Windows;

namespace PowershellHost.Execution;

/** One start of powershell.exe: a fresh session, its output, its exit code. */
public static class PowershellExe
{
    public static JsonObject Run(JsonObject request, Action<string, byte[]> piece)
    {
        using var machine = new Machine(request["machine"]!, request["asSystem"]?.GetValue<bool>() ?? false);
        Machine.Now = machine;
        Setupapi.Start(machine.State);
        var input = Convert.FromBase64String(request["stdin"]?.GetValue<string>() ?? "");
        var console = new ScriptConsole(input, request["codePage"]?.GetValue<int>() ?? machine.Words.CodePage, piece);
        ScriptConsole.Current = console;
        machine.Calls.Killed += () => console.IsCut = true;

        var timeLimit = request["timeLimit"]!.GetValue<int>();
        var end = Start(request, machine, console, timeLimit);
        machine.CloseFiles();
        return new JsonObject
        {
            ["end"] = machine.Calls.IsDead ? "killed" : end.TimedOut ? "timed-out" : "exited",
            ["exitCode"] = machine.Calls.IsDead ? null : end.Code,
            ["machine"] = machine.Ending ?? machine.Save(),
            ["calls"] = machine.Calls.Made,
        };
    }

    /** A task of the scheduler, to its end. What it prints nobody hears. */
    public static void RunTask(Machine session, string arguments)
    {
        var (console, runspace) = (ScriptConsole.Current, Runspace.DefaultRunspace);
        try
        {
            Machine.Now = session.ForTask();
            ScriptConsole.Current = new ScriptConsole([], 65001, (_, _) => { });
            Execute(CommandLine.Parse(CommandLine.Split(arguments)), Machine.Now, ScriptConsole.Current, taskTimeLimit);
        }
        finally
        {
            Machine.Now.CloseFiles();
            (Machine.Now, ScriptConsole.Current, Runspace.DefaultRunspace) = (session, console, runspace);
        }
    }

    const int taskTimeLimit = 60_000;

    static End Start(JsonObject request, Machine machine, ScriptConsole console, int timeLimit)
    {
        if (request["script"]?.GetValue<string>() is { } script) return Execute(CommandLine.OfScript(script), machine, console, timeLimit);
        var words = CommandLine.Split(request["commandLine"]!.GetValue<string>());
        if (!IsPowershell(words)) return Execute(CommandLine.OfScript(AsCall(words)), machine, console, timeLimit);
        try
        {
            return Execute(CommandLine.Parse(words.Skip(1).ToArray()), machine, console, timeLimit);
        }
        catch (UsageException wrong)
        {
            console.Error.WriteLine(wrong.Message);
            return new End(-196608, false);
        }
    }

    static bool IsPowershell(IReadOnlyList<string> words)
    {
        var program = words.Count == 0 ? "" : words[0][(words[0].LastIndexOf('\\') + 1)..].ToLowerInvariant();
        return program is "powershell.exe" or "powershell";
    }

    /** Another program of Windows, `schtasks.exe /run ...`, as a call whose exit code is the program's. */
    static string AsCall(IReadOnlyList<string> words)
    {
        return "& " + string.Join(' ', words.Select(word => "'" + word.Replace("'", "''") + "'")) + "; exit $LASTEXITCODE";
    }

    static End Execute(CommandLine line, Machine machine, ScriptConsole console, int timeLimit)
    {
        var host = new ConsoleHost(console, line.ErrorsAsXml, machine.Words.Culture);
        using var session = Session.Open(host, machine);
        Runspace.DefaultRunspace = session;
        var script = line.ScriptFromInput ? console.In.ReadToEnd() : line.File is null ? line.Script : OfFile(line);
        var timedOut = false;
        try
        {
            using var pipeline = session.CreatePipeline(script, true);
            pipeline.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
            pipeline.Commands.Add("Out-Default");
            using var timer = new Timer(_ => { timedOut = true; pipeline.StopAsync(); }, null, timeLimit, Timeout.Infinite);
            pipeline.Invoke(MentionsInput(script) ? Lines(console.In) : []);
            if (timedOut) return new End(null, true);
            return new End(host.ExitCode ?? (line.File is null ? LastCode(session) : 0), false);
        }
        catch (PipelineStoppedException)
        {
            return new End(null, timedOut);
        }
        catch (RuntimeException uncaught)
        {
            if (machine.Calls.IsDead) return new End(null, false);
            foreach (var shown in ErrorText.Of(uncaught.ErrorRecord).Split("\r\n")) host.UI.WriteErrorLine(shown);
            return new End(host.ExitCode ?? 1, false);
        }
        finally
        {
            host.Close();
        }
    }

    /** -File runs a script in the scope that there is: what it prefers, modules see too. */
    static string OfFile(CommandLine line)
    {
        var arguments = line.FileArguments.Select(word => word.StartsWith('-') ? word : "'" + word.Replace("'", "''") + "'");
        var text = File.ReadAllText(Machine.Now.Disk.Real(line.File!));
        return ". {" + text + "\n} " + string.Join(' ', arguments);
    }

    static int LastCode(Runspace session)
    {
        using var question = session.CreatePipeline("$global:?");
        return question.Invoke()[0].BaseObject is true ? 0 : 1;
    }

    /** The engine reads standard input by itself only for a script that mentions $input. */
    static bool MentionsInput(string script)
    {
        var tree = Parser.ParseInput(script, out _, out _);
        return tree.Find(node => node is VariableExpressionAst { VariablePath.UserPath: "input" }, true) is not null;
    }

    static IEnumerable<string> Lines(TextReader reader)
    {
        while (reader.ReadLine() is { } line) yield return line;
    }

    readonly record struct End(int? Code, bool TimedOut);
}
