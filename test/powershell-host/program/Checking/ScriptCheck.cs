using System.Text.Json.Nodes;

namespace PowershellHost.Checking;

public static class ScriptCheck
{
    public static JsonObject Answer(JsonObject request) => new();
}
