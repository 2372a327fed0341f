using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ForeignClient;

/// <summary>What to ask of a server: one JSON document on standard input; the answers are one on standard output.</summary>
public sealed record Order(
    string Url, string Certificate, string Login, string User, string Password, IReadOnlyList<string> Requests);

public sealed record Answer(int Status, string Body);

public static partial class Program
{
    public static async Task<int> Main()
    {
        var order = JsonSerializer.Deserialize<Order>(
            await Console.In.ReadToEndAsync(), JsonSerializerOptions.Web) ?? throw new InvalidDataException();
        using IAsker asker = order.Login switch
        {
            // .NET logs in by itself, as any program with an HttpClient would.
            "http" => new CredentialAsker(order),
            // .NET makes the tokens and seals the messages.
            _ => new SealedAsker(order, order.Login),
        };
        var answers = new List<Answer>();
        string shell = "", command = "";
        foreach (var template in order.Requests)
        {
            Answer answer;
            do
            {
                var request = template.Replace("{message}", Guid.NewGuid().ToString().ToUpperInvariant())
                    .Replace("{shell}", shell).Replace("{command}", command);
                answer = await asker.Ask(request);
                answers.Add(answer);
            }
            while (template.Contains(":Receive>") && MayHaveMore(answer));
            shell = Found(ShellId(), answer.Body) ?? shell;
            command = Found(CommandId(), answer.Body) ?? command;
            if (answer.Status == 401) break;
        }
        Console.Out.Write(JsonSerializer.Serialize(answers, JsonSerializerOptions.Web));
        return 0;
    }

    private static bool MayHaveMore(Answer answer) =>
        answer.Body.Contains("CommandState/Running") || answer.Body.Contains("Code=\"2150858793\"");

    private static string? Found(Regex pattern, string text) =>
        pattern.Match(text) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex("<rsp:ShellId>([^<]*)<")]
    private static partial Regex ShellId();

    [GeneratedRegex("<rsp:CommandId>([^<]*)<")]
    private static partial Regex CommandId();

    /// <summary>One connection, which trusts one certificate.</summary>
    public static SocketsHttpHandler NewHandler(Order order)
    {
        var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 1 };
        if (order.Certificate.Length > 0)
        {
            var trusted = X509Certificate2.CreateFromPem(order.Certificate);
            handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) =>
                shown is not null && shown.GetRawCertData().AsSpan().SequenceEqual(trusted.RawData);
        }
        return handler;
    }
}

public interface IAsker : IDisposable
{
    Task<Answer> Ask(string envelope);
}

public sealed class CredentialAsker : IAsker
{
    private readonly HttpClient client;
    private readonly string url;

    public CredentialAsker(Order order)
    {
        url = order.Url;
        var handler = Program.NewHandler(order);
        handler.Credentials = new CredentialCache
        {
            { new Uri(order.Url), "Negotiate", new NetworkCredential(order.User, order.Password) },
        };
        client = new HttpClient(handler);
    }

    public async Task<Answer> Ask(string envelope)
    {
        using var content = new StringContent(envelope, Encoding.UTF8, "application/soap+xml");
        using var response = await client.PostAsync(url, content);
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public void Dispose() => client.Dispose();
}
