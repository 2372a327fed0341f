using System.Globalization;
using System.Management.Automation.Host;

namespace PowershellHost.Execution;

/** The engine's view of the program that runs it. */
public sealed class ConsoleHost(ScriptConsole console, bool errorsAsXml, string culture) : PSHost
{
    readonly ConsoleUserInterface userInterface = new(console, errorsAsXml);

    public int? ExitCode { get; private set; }

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;
    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;
    public override Guid InstanceId { get; } = Guid.NewGuid();
    public override string Name => "ConsoleHost";
    public override Version Version => new(5, 1, 17763, 1);
    public override PSHostUserInterface UI => userInterface;
    public string Culture => culture;

    public void Close() => userInterface.Close();
    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;
    public override void EnterNestedPrompt() => throw new NotSupportedException();
    public override void ExitNestedPrompt() => throw new NotSupportedException();
    public override void NotifyBeginApplication() { }
    public override void NotifyEndApplication() { }
}
