using System.Management.Automation;
using System.Reflection;
using System.Text;
using System.Xml;

namespace PowershellHost.Execution;

/** The CLIXML that powershell.exe writes to a redirected standard error: by the engine's own serializer, which is not public. */
public sealed class XmlErrors(TextWriter output)
{
    const BindingFlags hidden = BindingFlags.Instance | BindingFlags.NonPublic;
    static readonly Type type = typeof(PSObject).Assembly.GetType("System.Management.Automation.Serializer")!;
    static readonly ConstructorInfo construct = type.GetConstructor(hidden, [typeof(XmlWriter)])!;
    static readonly MethodInfo serialize = type.GetMethod("Serialize", hidden, [typeof(object), typeof(string)])!;
    static readonly MethodInfo done = type.GetMethod("Done", hidden)!;

    readonly StringBuilder waiting = new();
    XmlWriter? writer;
    object? serializer;

    public void Write(object value, string stream)
    {
        if (serializer is null)
        {
            waiting.Append("#< CLIXML\r\n");
            writer = XmlWriter.Create(waiting, new XmlWriterSettings { CheckCharacters = false, OmitXmlDeclaration = true });
            serializer = construct.Invoke([writer]);
        }
        serialize.Invoke(serializer, [value, stream]);
        PassOn();
    }

    public void Close()
    {
        if (serializer is null) return;
        done.Invoke(serializer, []);
        PassOn();
        serializer = null;
    }

    void PassOn()
    {
        writer!.Flush();
        output.Write(waiting.ToString());
        waiting.Clear();
    }
}
