using System.Management.Automation;

namespace PowershellHost.Windows;

/** What commands write: properties, under the type name of the CIM class. */
public static class CimObject
{
    public static PSObject Of(string className, params (string Name, object? Value)[] properties)
    {
        return Of("ROOT/StandardCimv2", className, properties);
    }

    public static PSObject Of(string space, string className, params (string Name, object? Value)[] properties)
    {
        var made = new PSObject();
        made.TypeNames.Insert(0, "Microsoft.Management.Infrastructure.CimInstance#" + space + "/" + className);
        foreach (var (name, value) in properties) made.Properties.Add(new PSNoteProperty(name, value));
        return made;
    }

    /** A property of an object that came back through the pipeline. */
    public static T Value<T>(PSObject made, string name) => LanguagePrimitives.ConvertTo<T>(made.Properties[name].Value);
}
