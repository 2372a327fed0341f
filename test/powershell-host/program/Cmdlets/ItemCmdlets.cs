using System.Management.Automation;
using PowershellHost.Windows;

namespace PowershellHost.Cmdlets;

[Cmdlet("Test", "Path")]
public sealed class TestPathCmdlet : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Path")] public string? Path { get; set; }
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath")] public string? LiteralPath { get; set; }
    [Parameter] [ValidateSet("Any", "Container", "Leaf")] public string PathType { get; set; } = "Any";

    protected override void ProcessRecord()
    {
        var path = LiteralPath ?? Path!;
        if (path.StartsWith("HKLM", StringComparison.OrdinalIgnoreCase)) WriteObject(Machine.Now.Registry.Values(path) is not null);
        else WriteObject(PathType != "Container" && Machine.Now.Disk.FileExists(path) || PathType != "Leaf" && Machine.Now.Disk.FolderExists(path));
    }
}

[Cmdlet("New", "Item", SupportsShouldProcess = true)]
public sealed class NewItemCmdlet : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true)] public string Path { get; set; } = "";
    [Parameter] [ValidateSet("File", "Directory")] public string ItemType { get; set; } = "File";
    [Parameter] public string Value { get; set; } = "";
    [Parameter] public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        var disk = Machine.Now.Disk;
        if (!ShouldProcess(Path)) return;
        if (!Force && (disk.FileExists(Path) || disk.FolderExists(Path)))
        {
            var id = ItemType == "Directory" ? "DirectoryExist" : "NewItemIOError";
            WriteError(new ErrorRecord(new IOException("An item with the specified name " + Path + " already exists."), id, ErrorCategory.ResourceExists, Path));
            return;
        }
        Machine.Now.ChangeFile("New-Item", () =>
        {
            if (ItemType == "Directory") Directory.CreateDirectory(disk.Real(Path));
            else File.WriteAllText(disk.Real(Path), Value);
        });
        WriteObject(new PSObject(new { FullName = Path, Name = Path[(Path.LastIndexOf('\\') + 1)..] }));
    }
}

[Cmdlet("Remove", "Item", SupportsShouldProcess = true)]
public sealed class RemoveItemCmdlet : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Path")] public string[]? Path { get; set; }
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath")] public string[]? LiteralPath { get; set; }
    [Parameter] public SwitchParameter Recurse { get; set; }
    [Parameter] public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var path in LiteralPath ?? Path ?? []) Remove(path);
    }

    void Remove(string path)
    {
        var disk = Machine.Now.Disk;
        if (!disk.FileExists(path) && !disk.FolderExists(path))
        {
            WriteError(new ErrorRecord(new ItemNotFoundException("Cannot find path '" + path + "' because it does not exist."), "PathNotFound", ErrorCategory.ObjectNotFound, path));
            return;
        }
        var isFull = disk.FolderExists(path) && Directory.EnumerateFileSystemEntries(disk.Real(path)).Any();
        // Windows asks before it removes a folder that is not empty, and nobody is there to answer.
        if (isFull && !Recurse) throw new PSInvalidOperationException("PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.");
        if (!ShouldProcess(path)) return;
        Machine.Now.ChangeFile("Remove-Item", () =>
        {
            if (disk.FileExists(path)) File.Delete(disk.Real(path));
            else Directory.Delete(disk.Real(path), true);
        });
    }
}

[Cmdlet("Get", "ItemProperty")]
public sealed class GetItemPropertyCmdlet : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Path")] public string? Path { get; set; }
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath")] public string? LiteralPath { get; set; }
    [Parameter(Position = 1)] public string[]? Name { get; set; }

    protected override void ProcessRecord()
    {
        var path = LiteralPath ?? Path!;
        Machine.Now.Calls.Begin("Get-ItemProperty", false);
        if (Machine.Now.Registry.Values(path) is not { } values)
        {
            WriteError(new ErrorRecord(new ItemNotFoundException("Cannot find path '" + path + "' because it does not exist."), "PathNotFound", ErrorCategory.ObjectNotFound, path));
            return;
        }
        var found = new PSObject();
        foreach (var (name, value) in values)
        {
            if (Name is null || Name.Contains(name, StringComparer.OrdinalIgnoreCase)) found.Properties.Add(new PSNoteProperty(name, value));
        }
        WriteObject(found);
    }
}
