using System.Management.Automation.Language;

namespace PowershellHost.Checking;

/**
 * A probe can change nothing: it calls only commands and methods that are allowed by name, nothing through a variable, writes
 * to no file, assigns to no member and compiles nothing.
 */
public static class ProbeRules
{
    static readonly StringComparer any = StringComparer.OrdinalIgnoreCase;

    static readonly HashSet<string> commands = Names(
        "Get-NetAdapter Get-NetAdapterBinding Get-NetIPInterface Get-NetIPAddress Get-NetRoute Get-NetNeighbor Get-NetTCPConnection Get-NetUDPEndpoint "
        + "Get-NetConnectionProfile Get-DnsClient Get-DnsClientServerAddress Get-NetFirewallProfile Get-NetFirewallRule Get-NetFirewallPortFilter "
        + "Get-NetFirewallAddressFilter Get-NetFirewallApplicationFilter Get-NetFirewallServiceFilter Get-NetLbfoTeam Get-NetLbfoTeamMember Get-NetLbfoTeamNic Get-VMSwitch Get-PnpDevice Get-CimInstance "
        + "Get-ScheduledTask Get-ScheduledTaskInfo Get-ItemProperty Get-Content Get-Item Get-ChildItem Get-Service Get-Process Get-Command Get-Date Get-Acl "
        + "Test-Path ForEach-Object Where-Object Select-Object Sort-Object Measure-Object Group-Object New-Object Out-Null Set-StrictMode whoami.exe hostname.exe");

    /** What netsh may be told: its second word decides, and these only show. */
    static readonly HashSet<string> netshVerbs = Names("show dump");

    static readonly HashSet<string> methods = Names(
        "Append AppendLine ToString ToCharArray ToLower ToUpper ToLowerInvariant ToUpperInvariant Trim TrimEnd TrimStart Split Substring IndexOf LastIndexOf Replace Contains "
        + "ContainsKey StartsWith EndsWith PadLeft PadRight Equals Add GetType Match Matches GetBytes GetString GetAddressBytes IsInRole ToArray Join Format "
        + "GetActiveTcpListeners GetActiveTcpConnections GetActiveUdpListeners ToUniversalTime CompareTo GetEnumerator MoveNext ComputeHash");

    static readonly HashSet<string> staticMethods = Names(
        "Convert::FromBase64String Convert::ToBase64String Convert::ToString Convert::ToInt32 Convert::ToInt64 string::Join string::Format string::IsNullOrEmpty string::Concat "
        + "Math::Min Math::Max Math::Floor char::IsControl IO.File::Exists IO.File::ReadAllText IO.File::ReadAllBytes IO.File::ReadAllLines IO.Directory::Exists "
        + "IO.Directory::GetFiles IO.Path::Combine IO.Path::GetFileName Security.Principal.WindowsIdentity::GetCurrent Environment::GetFolderPath Environment::GetEnvironmentVariable "
        + "Microsoft.Win32.Registry::GetValue Net.IPAddress::Parse Net.IPAddress::TryParse regex::Match regex::Matches regex::Replace regex::Escape Enum::IsDefined "
        + "Net.NetworkInformation.IPGlobalProperties::GetIPGlobalProperties BitConverter::ToString int::TryParse int::Parse Guid::Parse datetime::Parse timespan::Parse object::Equals object::ReferenceEquals");

    /** Objects that a script makes for itself; others might reach the machine (COM, WMI, processes, sockets). */
    static readonly HashSet<string> madeTypes = Names(
        "PSObject Text.StringBuilder Text.UTF8Encoding Collections.ArrayList Collections.Hashtable Security.Principal.WindowsPrincipal Collections.Specialized.OrderedDictionary Version Security.Cryptography.SHA256CryptoServiceProvider");

    /** Members of the console's streams that print the answer. */
    static readonly HashSet<string> printing = Names("Write WriteLine Flush");

    public static void Check(ParsedScript script, Findings findings)
    {
        foreach (var node in script.Nodes)
        {
            switch (node)
            {
                case CommandAst command: CheckCommand(command, script, findings); break;
                case FileRedirectionAst redirection when redirection.Location.Extent.Text != "$null": findings.Add("redirection", node.Extent); break;
                case AssignmentStatementAst { Left: var left } when ChangesMember(left): findings.Add("member-assignment", node.Extent); break;
                case UnaryExpressionAst { TokenKind: TokenKind.PlusPlus or TokenKind.MinusMinus or TokenKind.PostfixPlusPlus or TokenKind.PostfixMinusMinus, Child: MemberExpressionAst }: findings.Add("member-assignment", node.Extent); break;
                case InvokeMemberExpressionAst call: CheckMethod(call, findings); break;
                case TypeDefinitionAst or ConfigurationDefinitionAst or DynamicKeywordStatementAst: findings.Add("type-definition", node.Extent); break;
                case ScriptBlockAst { ScriptRequirements: not null }: findings.Add("requires-statement", node.Extent); break;
            }
        }
    }

    static void CheckCommand(CommandAst command, ParsedScript script, Findings findings)
    {
        if (command.GetCommandName() is not { } name)
        {
            // A block that stands there is read with the rest of the script.
            if (command.CommandElements[0] is not ScriptBlockExpressionAst) findings.Add("call-through-variable", command.Extent);
            return;
        }
        var bare = name[(name.LastIndexOf('\\') + 1)..];
        if (script.Functions.Contains(name)) return;
        if (bare.Equals("netsh.exe", StringComparison.OrdinalIgnoreCase)) CheckNetsh(command, findings);
        else if (bare.Equals("New-Object", StringComparison.OrdinalIgnoreCase)) CheckNewObject(command, findings);
        else if (bare.EndsWith("Each-Object", StringComparison.OrdinalIgnoreCase) || bare.Equals("Where-Object", StringComparison.OrdinalIgnoreCase)) CheckBlock(command, findings);
        else if (!commands.Contains(bare)) findings.Add("command-not-allowed", command.Extent);
    }

    /** With a word instead of a block it calls the method of that name, and a block out of a variable was not read. */
    static void CheckBlock(CommandAst command, Findings findings)
    {
        if (command.CommandElements.Count != 2 || command.CommandElements[1] is not ScriptBlockExpressionAst) findings.Add("method-not-allowed", command.Extent);
    }

    static void CheckNetsh(CommandAst command, Findings findings)
    {
        var words = command.CommandElements.Skip(1).Select(one => (one as StringConstantExpressionAst)?.Value).ToList();
        var isShow = words.Count >= 3 && words[0] == "interface" && words[1] is "ipv4" or "ipv6" && words.ElementAtOrDefault(2) is { } verb && netshVerbs.Contains(verb);
        if (!isShow) findings.Add("command-not-allowed", command.Extent);
    }

    static void CheckNewObject(CommandAst command, Findings findings)
    {
        var named = command.CommandElements.OfType<CommandParameterAst>().ToList();
        var type = command.CommandElements.Skip(1).OfType<StringConstantExpressionAst>().FirstOrDefault();
        var isCom = named.Any(one => one.ParameterName.StartsWith("Com", StringComparison.OrdinalIgnoreCase));
        if (isCom || type is null || !madeTypes.Contains(WithoutSystem(type.Value))) findings.Add("object-not-allowed", command.Extent);
    }

    static void CheckMethod(InvokeMemberExpressionAst call, Findings findings)
    {
        if (call.Member is not StringConstantExpressionAst { Value: var name })
        {
            findings.Add("computed-member", call.Extent);
            return;
        }
        var allowed = call is { Static: true, Expression: TypeExpressionAst type }
            ? staticMethods.Contains(WithoutSystem(type.TypeName.FullName) + "::" + name) || IsNew(name) && madeTypes.Contains(WithoutSystem(type.TypeName.FullName))
            : methods.Contains(name) || printing.Contains(name) && IsConsole(call.Expression);
        if (!allowed) findings.Add("method-not-allowed", call.Extent);
    }

    static bool IsNew(string name) => any.Equals(name, "new");

    /** `[Console]::Out`, `[Console]::Error` */
    static bool IsConsole(ExpressionAst expression)
    {
        return expression is MemberExpressionAst { Static: true, Expression: TypeExpressionAst type, Member: StringConstantExpressionAst member }
            && any.Equals(WithoutSystem(type.TypeName.FullName), "Console") && (any.Equals(member.Value, "Out") || any.Equals(member.Value, "Error"));
    }

    static bool ChangesMember(ExpressionAst left) => left switch
    {
        MemberExpressionAst { Static: true, Expression: TypeExpressionAst type, Member: StringConstantExpressionAst member } =>
            !(any.Equals(WithoutSystem(type.TypeName.FullName), "Console") && member.Value.EndsWith("putEncoding", StringComparison.OrdinalIgnoreCase)),
        MemberExpressionAst => true,
        // A drive of variables reaches functions, the environment and more.
        VariableExpressionAst { VariablePath.IsDriveQualified: true } => true,
        ConvertExpressionAst { Child: var inner } => ChangesMember(inner),
        _ => false,
    };

    static string WithoutSystem(string type) => type.StartsWith("System.", StringComparison.OrdinalIgnoreCase) ? type[7..] : type;

    static HashSet<string> Names(string words) => new(words.Split(' ', StringSplitOptions.RemoveEmptyEntries), any);
}
