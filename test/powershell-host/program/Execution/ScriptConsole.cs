using System.Text;

namespace PowershellHost.Execution;

/** The console of the running script: its streams and the encodings that the script may change, as on Windows. */
public sealed class ScriptConsole
{
    readonly Action<string, byte[]> piece;
    readonly byte[] input;
    int inputPosition;

    public ScriptConsole(byte[] input, int codePage, Action<string, byte[]> piece)
    {
        this.input = input;
        this.piece = piece;
        InputEncoding = OutputEncoding = CodePage(codePage);
        Out = new EncodedWriter(text => Write("stdout", OutputEncoding.GetBytes(text)));
        Error = new EncodedWriter(text => Write("stderr", OutputEncoding.GetBytes(text)));
        In = new LateReader(this);
    }

    public static ScriptConsole Current { get; set; } = new([], 65001, (_, _) => { });

    public Encoding InputEncoding { get; set; }
    public Encoding OutputEncoding { get; set; }
    public TextWriter Out { get; set; }
    public TextWriter Error { get; set; }
    public TextReader In { get; set; }
    /** Once its process is dead nothing that a script prints gets out. */
    public bool IsCut { get; set; }

    public Stream OpenInput() => new MemoryStream(input, inputPosition, input.Length - inputPosition, false);

    public Stream OpenOutput(string stream) => new PieceStream(bytes => Write(stream, bytes));

    void Write(string stream, byte[] bytes)
    {
        if (!IsCut && bytes.Length > 0) piece(stream, bytes);
    }

    static Encoding CodePage(int number) => number == 65001 ? new UTF8Encoding(false) : Encoding.GetEncoding(number);

    /** Decodes standard input when it is first read, in the encoding that holds by then. */
    sealed class LateReader(ScriptConsole console) : TextReader
    {
        StringReader? text;

        public override int Peek() => Text().Peek();
        public override int Read() => Text().Read();
        public override string? ReadLine() => Text().ReadLine();
        public override string ReadToEnd() => Text().ReadToEnd();

        StringReader Text()
        {
            if (text is not null) return text;
            text = new StringReader(console.InputEncoding.GetString(console.input, console.inputPosition, console.input.Length - console.inputPosition));
            console.inputPosition = console.input.Length;
            return text;
        }
    }

    sealed class EncodedWriter(Action<string> write) : TextWriter
    {
        public override Encoding Encoding => Encoding.Unicode;
        public override string NewLine => "\r\n";
        public override void Write(char value) => write(value.ToString());
        public override void Write(string? value) => write(value ?? "");
        public override void Write(char[] buffer, int index, int count) => write(new string(buffer, index, count));
        public override void WriteLine(string? value) => write(value + "\r\n");
        public override void WriteLine() => write("\r\n");
    }

    sealed class PieceStream(Action<byte[]> write) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => write(buffer.AsSpan(offset, count).ToArray());
        public override void Write(ReadOnlySpan<byte> buffer) => write(buffer.ToArray());
        public override void WriteByte(byte value) => write([value]);
    }
}
