using System.Collections;

namespace PowershellHost.Windows;

/** Which store -PolicyStore means. */
public static class Stores
{
    /** What a reading command looks at: the active store unless told otherwise. */
    public static Store One(IDictionary given)
    {
        return Equals(given["PolicyStore"], "PersistentStore") ? Store.PersistentStore : Store.ActiveStore;
    }

    /** What a changing command changes: both unless told otherwise. */
    public static IReadOnlyList<Store> Of(IDictionary given)
    {
        return given.Contains("PolicyStore") ? [One(given)] : [Store.ActiveStore, Store.PersistentStore];
    }
}
