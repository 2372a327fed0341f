using System.Collections;
using System.Management.Automation;

namespace PowershellHost.Windows;

/**
 * Selects by the parameters of a command that were given, as the generated commands of Windows do: a value without wildcards
 * that nothing matches is an error of its own, `CmdletizationQuery_NotFound_InterfaceIndex` and the like.
 */
public sealed class Query<T>(PSCmdlet cmdlet, IDictionary given, string className, IEnumerable<T> all)
{
    readonly List<(string Property, object Value, Func<T, bool> Matches)> wanted = [];
    List<T> found = all.ToList();

    public Query<T> By(string parameter, Func<T, object> property) => By(parameter, parameter, property);

    public Query<T> By(string parameter, string propertyName, Func<T, object> property)
    {
        if (!given.Contains(parameter)) return this;
        var values = LanguagePrimitives.ConvertTo<object[]>(given[parameter]);
        var tests = values.Select(value => (propertyName, value, Matcher(value, property))).ToList();
        wanted.AddRange(tests);
        found = found.Where(one => tests.Any(test => test.Item3(one))).ToList();
        return this;
    }

    /** What was found; what was not is written as errors. */
    public IReadOnlyList<T> Results()
    {
        foreach (var (property, value, matches) in wanted)
        {
            if (WildcardPattern.ContainsWildcardCharacters(value.ToString()) || found.Any(matches)) continue;
            var message = $"No {className} objects found with property '{property}' equal to '{value}'.  Verify the value of the property and retry.";
            cmdlet.WriteError(new ErrorRecord(new InvalidOperationException(message), "CmdletizationQuery_NotFound_" + property, ErrorCategory.ObjectNotFound, value));
        }
        return found;
    }

    static Func<T, bool> Matcher(object value, Func<T, object> property)
    {
        var pattern = new WildcardPattern(value.ToString(), WildcardOptions.IgnoreCase);
        return one => pattern.IsMatch(LanguagePrimitives.ConvertTo<string>(property(one)));
    }
}
