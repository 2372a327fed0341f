using System.Text;
using PowershellHost.Execution;

namespace PowershellHost.Dotnet;

/** [Console] of the running script. */
public static class ConsoleStandIn
{
    static ScriptConsole Now => ScriptConsole.Current;

    public static Encoding InputEncoding { get => Now.InputEncoding; set => Now.InputEncoding = value; }
    public static Encoding OutputEncoding { get => Now.OutputEncoding; set => Now.OutputEncoding = value; }
    public static TextReader In => Now.In;
    public static TextWriter Out => Now.Out;
    public static TextWriter Error => Now.Error;
    public static bool IsInputRedirected => true;
    public static bool IsOutputRedirected => true;
    public static bool IsErrorRedirected => true;

    public static Stream OpenStandardInput() => Now.OpenInput();
    public static Stream OpenStandardOutput() => Now.OpenOutput("stdout");
    public static Stream OpenStandardError() => Now.OpenOutput("stderr");
    public static void SetOut(TextWriter writer) => Now.Out = writer;
    public static void SetError(TextWriter writer) => Now.Error = writer;
    public static void SetIn(TextReader reader) => Now.In = reader;
    public static void Write(object? value) => Now.Out.Write(value?.ToString());
    public static void WriteLine(object? value) => Now.Out.WriteLine(value?.ToString());
    public static void WriteLine() => Now.Out.WriteLine();
    public static string? ReadLine() => Now.In.ReadLine();
}
