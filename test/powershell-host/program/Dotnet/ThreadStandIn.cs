using PowershellHost.Windows;

namespace PowershellHost.Dotnet;

/** [Threading.Thread]: nothing waits, only the machine's clock goes on. */
public static class ThreadStandIn
{
    public static void Sleep(int milliseconds) => Machine.Now.Sleep(milliseconds);
}
