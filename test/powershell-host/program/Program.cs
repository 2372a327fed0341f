using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PowershellHost.Checking;
using PowershellHost.Dotnet;
using PowershellHost.Execution;

// One request a line comes in, as JSON; what a script prints goes out piece by piece, and at its end one answer.
Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
StandIns.Install();
using var requests = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
using var answers = new AnswerWriter(Console.OpenStandardOutput());

while (requests.ReadLine() is { Length: > 0 } line)
{
    var request = JsonNode.Parse(line)!.AsObject();
    var id = request["id"]!.GetValue<int>();
    try
    {
        answers.Write(id, request["operation"]!.GetValue<string>() switch
        {
            "run" => PowershellExe.Run(request, (stream, bytes) => answers.WritePiece(id, stream, bytes)),
            "check" => ScriptCheck.Answer(request),
            var other => throw new JsonException("no operation is called " + other),
        });
    }
    catch (Exception broken)
    {
        answers.Write(id, new JsonObject { ["broken"] = broken.ToString() });
    }
}
