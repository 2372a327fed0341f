using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace PowershellHost.Execution;

/** Shows the streams of a session that nobody can answer: every question is an error. */
public sealed class ConsoleUserInterface(ScriptConsole console, bool errorsAsXml) : PSHostUserInterface
{
    readonly XmlErrors? xml = errorsAsXml ? new XmlErrors(console.Error) : null;

    public override PSHostRawUserInterface? RawUI => null;

    public void Close() => xml?.Close();

    public override void Write(string value) => console.Out.Write(value);
    public override void WriteLine(string value) => console.Out.Write(value + "\r\n");
    public override void Write(ConsoleColor foreground, ConsoleColor background, string value) => console.Out.Write(value);

    public override void WriteErrorLine(string value)
    {
        if (xml is null) console.Error.Write(value + "\r\n");
        else xml.Write(value + "\r\n", "Error");
    }

    public override void WriteWarningLine(string message) => Tell(message, "warning");
    public override void WriteVerboseLine(string message) => Tell(message, "verbose");
    public override void WriteDebugLine(string message) => Tell(message, "debug");
    public override void WriteInformation(InformationRecord record) => xml?.Write(record, "information");

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        var progress = new PSObject();
        progress.Properties.Add(new PSNoteProperty("SourceId", sourceId));
        progress.Properties.Add(new PSNoteProperty("Record", record));
        xml?.Write(progress, "progress");
    }

    /** Without CLIXML these streams go to standard output, with their names before them. */
    void Tell(string message, string stream)
    {
        if (xml is null) console.Out.Write(stream.ToUpperInvariant() + ": " + message + "\r\n");
        else xml.Write(message, stream);
    }

    public override string ReadLine() => throw Unanswered();
    public override SecureString ReadLineAsSecureString() => throw Unanswered();
    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> fields) => throw Unanswered();
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int preselected) => throw Unanswered();
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw Unanswered();

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes types, PSCredentialUIOptions options)
    {
        throw Unanswered();
    }

    static PSInvalidOperationException Unanswered()
    {
        return new("PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.");
    }
}
