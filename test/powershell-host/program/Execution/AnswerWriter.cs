using System.Text;
using System.Text.Json.Nodes;

namespace PowershellHost.Execution;

/** Writes answers and pieces of output, a line each. Pieces may come from a timer's thread as well. */
public sealed class AnswerWriter(Stream stream) : IDisposable
{
    readonly StreamWriter lines = new(stream, new UTF8Encoding(false)) { NewLine = "\n", AutoFlush = true };

    public void Write(int id, JsonObject answer)
    {
        answer["id"] = id;
        lock (lines) lines.WriteLine(answer.ToJsonString());
    }

    public void WritePiece(int id, string stream, byte[] bytes)
    {
        Write(id, new JsonObject { ["stream"] = stream, ["bytes"] = Convert.ToBase64String(bytes) });
    }

    public void Dispose() => lines.Dispose();
}
