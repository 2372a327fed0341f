using System.Collections;
using System.Management.Automation;
using System.Net;

namespace PowershellHost.Windows;

/** Get-, New-, Set- and Remove-NetIPAddress. */
public static class NetAddresses
{
    static MachineState State => Machine.Now.State;

    public static void Get(PSCmdlet cmdlet, IDictionary given) => Use.Read(cmdlet, () =>
    {
        var store = Stores.One(given);
        foreach (var one in Select(cmdlet, given, store)) cmdlet.WriteObject(Show(one, store));
        if (store == Store.ActiveStore) foreach (var one in State.Addresses) Settle(one);
    });

    public static void Create(PSCmdlet cmdlet, IDictionary given) => Use.Change(cmdlet, "NetIPAddress", () =>
    {
        var address = Parse((string)given["IPAddress"]!);
        var family = FamilyOf(address);
        var target = Interfaces.Target(given, family);
        // The page of New-NetIPAddress: specify ActiveStore only.
        if (Equals(given["PolicyStore"], "PersistentStore")) throw WindowsError.InvalidParameter("PolicyStore PersistentStore");
        if (State.Addresses.Concat(State.PersistentAddresses).Any(one => one.Address == address.ToString() && one.IfIndex == target.IfIndex))
        {
            throw new WindowsError("Windows System Error 5010", "Instance MSFT_NetIPAddress already exists ", ErrorCategory.InvalidArgument);
        }
        var made = new IpAddress
        {
            Address = address.ToString(),
            PrefixLength = (byte?)given["PrefixLength"] ?? (byte)(family == Family.IPv4 ? 32 : 128),
            IfIndex = target.IfIndex,
            Family = family,
            SkipAsSource = (bool?)given["SkipAsSource"] ?? false,
            State = AddressState.Tentative,
            Origin = PrefixOrigin.Manual,
            Tentative = 2,
        };
        if (made.PrefixLength > (family == Family.IPv4 ? 32 : 128)) throw WindowsError.InvalidParameter("PrefixLength");
        // Another machine or another interface that has the address: Windows notices when it probes for duplicates.
        if (State.Addresses.Any(one => one.Address == made.Address)) made = made with { State = AddressState.Duplicate, Tentative = 0 };
        State.Addresses.Add(made);
        cmdlet.WriteObject(Show(made, Store.ActiveStore));
        Interfaces.DisableDhcp(target);
        if (given.Contains("PolicyStore")) return;
        var kept = made with { State = AddressState.Invalid, Tentative = 0 };
        State.PersistentAddresses.Add(kept);
        cmdlet.WriteObject(Show(kept, Store.PersistentStore));
    });

    public static void Set(PSCmdlet cmdlet, IDictionary given)
    {
        // What is to be set chooses nothing.
        var choosing = new Hashtable(given);
        foreach (var name in new[] { "SkipAsSource", "PrefixLength" }) choosing.Remove(name);
        foreach (var store in Stores.Of(given))
        {
            foreach (var one in SelectForChange(cmdlet, choosing, store)) Use.Change(cmdlet, one.Address, () =>
            {
                if (given.Contains("SkipAsSource")) one.SkipAsSource = (bool)given["SkipAsSource"]!;
                if (given.Contains("PrefixLength")) one.PrefixLength = (byte)given["PrefixLength"]!;
            });
        }
    }

    public static void Remove(PSCmdlet cmdlet, IDictionary given)
    {
        var removed = new HashSet<(uint, string)>();
        foreach (var store in Stores.Of(given))
        {
            var from = List(store);
            foreach (var one in SelectForChange(cmdlet, given, store).ToList())
            {
                if (removed.Contains((one.IfIndex, one.Address))) continue;
                Use.Change(cmdlet, one.Address, () =>
                {
                    removed.Add((one.IfIndex, one.Address));
                    from.Remove(one);
                    if (!given.Contains("PolicyStore")) State.PersistentAddresses.RemoveAll(kept => kept.Address == one.Address && kept.IfIndex == one.IfIndex);
                });
            }
        }
    }

    /** An address is usable after a few looks, as duplicate address detection takes a while. */
    public static void Settle(IpAddress one)
    {
        if (one.State == AddressState.Tentative && --one.Tentative <= 0) one.State = AddressState.Preferred;
    }

    public static IPAddress Parse(string text)
    {
        return IPAddress.TryParse(text, out var address) ? address : throw WindowsError.InvalidParameter("IPAddress " + text);
    }

    public static Family FamilyOf(IPAddress address) => address.GetAddressBytes().Length == 4 ? Family.IPv4 : Family.IPv6;

    static List<IpAddress> List(Store store) => store == Store.ActiveStore ? State.Addresses : State.PersistentAddresses;

    /** Of both stores the active one decides whether something was found; what only the other has is taken along in silence. */
    static IReadOnlyList<IpAddress> SelectForChange(PSCmdlet cmdlet, IDictionary given, Store store)
    {
        if (given["InputObject"] is { } input) return FromPipeline(input, store);
        if (given.Contains("PolicyStore") || store == Store.ActiveStore) return Select(cmdlet, given, store);
        var names = given["IPAddress"] as string[];
        var index = given["InterfaceIndex"] as uint[];
        return List(store).Where(one => (names?.Contains(one.Address) ?? true) && (index?.Contains(one.IfIndex) ?? true)).ToList();
    }

    static IReadOnlyList<IpAddress> FromPipeline(object input, Store store)
    {
        var wanted = LanguagePrimitives.ConvertTo<PSObject[]>(input).Select(one => (CimObject.Value<string>(one, "IPAddress"), CimObject.Value<uint>(one, "InterfaceIndex"))).ToHashSet();
        return List(store).Where(one => wanted.Contains((one.Address, one.IfIndex))).ToList();
    }

    static IReadOnlyList<IpAddress> Select(PSCmdlet cmdlet, IDictionary given, Store store)
    {
        return new Query<IpAddress>(cmdlet, given, "MSFT_NetIPAddress", List(store))
            .By("IPAddress", one => one.Address)
            .By("InterfaceIndex", one => one.IfIndex)
            .By("InterfaceAlias", one => Interfaces.Alias(one.IfIndex))
            .By("AddressFamily", one => one.Family)
            .By("PrefixLength", one => one.PrefixLength)
            .By("AddressState", one => one.State)
            .By("SkipAsSource", one => one.SkipAsSource)
            .Results();
    }

    static PSObject Show(IpAddress one, Store store) => CimObject.Of("MSFT_NetIPAddress",
        ("IPAddress", one.Address),
        ("IPv4Address", one.Family == Family.IPv4 ? one.Address : null),
        ("IPv6Address", one.Family == Family.IPv6 ? one.Address : null),
        ("InterfaceIndex", one.IfIndex),
        ("ifIndex", one.IfIndex),
        ("InterfaceAlias", Interfaces.Alias(one.IfIndex)),
        ("AddressFamily", one.Family),
        ("Type", AddressType.Unicast),
        ("PrefixLength", one.PrefixLength),
        ("PrefixOrigin", one.Origin),
        ("SuffixOrigin", one.Origin),
        ("AddressState", store == Store.PersistentStore ? AddressState.Invalid : one.State),
        ("ValidLifetime", TimeSpan.MaxValue),
        ("PreferredLifetime", TimeSpan.MaxValue),
        ("SkipAsSource", one.SkipAsSource),
        ("PolicyStore", store.ToString()),
        ("Store", store));
}
