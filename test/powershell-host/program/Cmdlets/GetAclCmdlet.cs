using System.Management.Automation;
using PowershellHost.Dotnet;
using PowershellHost.Windows;

namespace PowershellHost.Cmdlets;

/** Who owns a file or folder: whom the state names, else the administrators. */
[Cmdlet("Get", "Acl")]
public sealed class GetAclCmdlet : PSCmdlet
{
    [Parameter(Mandatory = true)] public string LiteralPath { get; set; } = "";

    protected override void ProcessRecord() => Use.Read(this, () =>
    {
        if (!Machine.Now.Disk.FolderExists(LiteralPath) && !Machine.Now.Disk.FileExists(LiteralPath)) throw WindowsError.NotFound(LiteralPath);
        WriteObject(new OwnedStandIn(Machine.Now.State.Owners.GetValueOrDefault(LiteralPath, "S-1-5-32-544")));
    });
}

/** What Get-Acl gives, as far as it is asked about the owner. */
public sealed class OwnedStandIn(string owner)
{
    public SidStandIn GetOwner(Type kind) => new(owner);
}
