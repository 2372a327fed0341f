using System.Management.Automation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PowershellHost.Checking;

/** Looks types and members up in the reference assemblies, as PowerShell would: without regard to case, `System.` left out. */
public static class FrameworkTypes
{
    public enum Presence { There, NoType, NoMember }

    static readonly StringComparer any = StringComparer.OrdinalIgnoreCase;

    static readonly Lazy<IReadOnlyList<IAssemblySymbol>> assemblies = new(() =>
    {
        var references = ReferenceAssemblies.Framework(["mscorlib", "System", "System.Core", "System.Xml", "System.Management", "System.ServiceProcess"]).Concat(ReferenceAssemblies.Powershell());
        var compilation = CSharpCompilation.Create("known", null, references);
        return compilation.References.Select(compilation.GetAssemblyOrModuleSymbol).OfType<IAssemblySymbol>().ToList();
    });

    static readonly Dictionary<string, Type> accelerators = (Dictionary<string, Type>)typeof(PSObject).Assembly
        .GetType("System.Management.Automation.TypeAccelerators")!.GetProperty("Get")!.GetValue(null)!;

    static readonly Dictionary<(string, string?), Presence> known = [];

    public static Presence Look(string type, string? member)
    {
        if (!known.TryGetValue((type, member), out var presence)) known[(type, member)] = presence = LookNow(type, member);
        return presence;
    }

    static Presence LookNow(string type, string? member)
    {
        var accelerated = accelerators.FirstOrDefault(one => any.Equals(one.Key, type)).Value;
        // What stands in for a type of Windows has the name of that type, so it is looked up by that.
        var name = accelerated is null || accelerated.Namespace!.StartsWith("PowershellHost") ? type : accelerated.FullName!;
        var found = Find(name) ?? Find("System." + name);
        if (found is null) return Presence.NoType;
        if (member is null || any.Equals(member, "new")) return Presence.There;
        for (var one = found; one is not null; one = one.BaseType)
        {
            if (one.GetMembers().Any(known => any.Equals(known.Name, member) && known.DeclaredAccessibility == Accessibility.Public)) return Presence.There;
        }
        return Presence.NoMember;
    }

    static INamedTypeSymbol? Find(string name)
    {
        var nested = name.Split('+');
        var parts = nested[0].Split('.');
        var outer = assemblies.Value.Where(one => one.TypeNames.Contains(parts[^1], any)).Select(one => Walk(one.GlobalNamespace, parts, 0)).FirstOrDefault(one => one is not null);
        return nested.Skip(1).Aggregate(outer, (found, inner) => found?.GetTypeMembers().FirstOrDefault(one => any.Equals(one.Name, inner)));
    }

    static INamedTypeSymbol? Walk(INamespaceSymbol space, string[] parts, int at)
    {
        if (at == parts.Length - 1) return space.GetTypeMembers().FirstOrDefault(one => any.Equals(one.Name, parts[at]) && one.DeclaredAccessibility == Accessibility.Public);
        return space.GetNamespaceMembers().Where(one => any.Equals(one.Name, parts[at])).Select(one => Walk(one, parts, at + 1)).FirstOrDefault(one => one is not null);
    }
}
