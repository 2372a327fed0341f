using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Text;

namespace ForeignClient;

/// <summary>Logs in with tokens of NTLM or Negotiate, and seals every message, by .NET's NegotiateAuthentication.</summary>
public sealed class SealedAsker(Order order, string package) : IAsker
{
    private const string Protocol = "application/HTTP-SPNEGO-session-encrypted";
    private const string Opening =
        $"--Encrypted Boundary\r\n\tContent-Type: {Protocol}\r\n\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length=";
    private static readonly byte[] Marker = Encoding.ASCII.GetBytes("application/octet-stream\r\n");

    private readonly HttpClient client = new(Program.NewHandler(order));
    private readonly NegotiateAuthentication context = new(new NegotiateAuthenticationClientOptions
    {
        Package = package,
        Credential = new NetworkCredential(order.User, order.Password),
        TargetName = "HTTP/localhost",
        RequiredProtectionLevel = ProtectionLevel.EncryptAndSign,
    });

    public async Task<Answer> Ask(string envelope)
    {
        if (!context.IsAuthenticated && await LogIn() is { } refused) return refused;
        using var content = new ByteArrayContent(Seal(Encoding.UTF8.GetBytes(envelope)));
        content.Headers.TryAddWithoutValidation(
            "Content-Type", $"multipart/encrypted;protocol=\"{Protocol}\";boundary=\"Encrypted Boundary\"");
        using var response = await client.PostAsync(order.Url, content);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        return new Answer((int)response.StatusCode, bytes.Length == 0 ? "" : Open(bytes));
    }

    public void Dispose()
    {
        context.Dispose();
        client.Dispose();
    }

    private async Task<Answer?> LogIn()
    {
        byte[]? token = null;
        for (var round = 0; round < 4; round++)
        {
            var next = context.GetOutgoingBlob(token, out var status);
            if (status == NegotiateAuthenticationStatusCode.Completed && next is null) return null;
            if (next is null) return new Answer(0, status.ToString());
            using var request = new HttpRequestMessage(HttpMethod.Post, order.Url) { Content = new ByteArrayContent([]) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Negotiate", Convert.ToBase64String(next));
            using var response = await client.SendAsync(request);
            var offered = response.Headers.WwwAuthenticate.FirstOrDefault(each => each.Scheme == "Negotiate")?.Parameter;
            if (response.StatusCode == HttpStatusCode.Unauthorized && offered is null) return new Answer(401, "");
            token = offered is null ? null : Convert.FromBase64String(offered);
            if (response.IsSuccessStatusCode && context.IsAuthenticated && token is null) return null;
        }
        return context.IsAuthenticated ? null : new Answer(0, "the login does not end");
    }

    private byte[] Seal(byte[] plain)
    {
        var wrapped = new ArrayBufferWriter<byte>();
        if (context.Wrap(plain, wrapped, true, out _) != NegotiateAuthenticationStatusCode.Completed)
            throw new InvalidOperationException("not sealed");
        var frame = new MemoryStream();
        frame.Write(Encoding.ASCII.GetBytes(
            $"{Opening}{plain.Length}\r\n--Encrypted Boundary\r\n\tContent-Type: application/octet-stream\r\n"));
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, 16);
        frame.Write(length);
        frame.Write(wrapped.WrittenSpan);
        frame.Write("--Encrypted Boundary--\r\n"u8);
        return frame.ToArray();
    }

    private string Open(byte[] frame)
    {
        var begin = frame.AsSpan().IndexOf(Marker) + Marker.Length + 4;
        var head = Encoding.ASCII.GetString(frame, 0, begin - 4);
        var length = int.Parse(head.Split("Length=")[1].Split('\r')[0]);
        var plain = new ArrayBufferWriter<byte>();
        var status = context.Unwrap(frame.AsSpan(begin, 16 + length), plain, out var wasEncrypted);
        if (status != NegotiateAuthenticationStatusCode.Completed || !wasEncrypted)
            throw new InvalidDataException($"the answer cannot be opened: {status}");
        return Encoding.UTF8.GetString(plain.WrittenSpan);
    }
}
