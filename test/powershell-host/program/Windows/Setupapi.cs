namespace PowershellHost.Windows;

public static class Setupapi
{
    public static nint Load(string name) => throw new DllNotFoundException(name);
}
