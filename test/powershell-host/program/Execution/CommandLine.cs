using System.Text;

namespace PowershellHost.Execution;

/** What a command line asks of powershell.exe. */
public sealed record CommandLine(string Script, bool ErrorsAsXml, bool ScriptFromInput, string? File, string[] FileArguments)
{
    public static CommandLine OfScript(string script) => new(script, false, false, null, []);

    /** Reads the words after `powershell.exe`; unknown options are an error, as there. */
    public static CommandLine Parse(IReadOnlyList<string> words)
    {
        bool interactive = true, format = false;
        for (var i = 0; i < words.Count; i++)
        {
            string Value() => ++i < words.Count ? words[i] : throw new UsageException("no value after " + words[i - 1]);
            var option = words[i].TrimStart('-', '/').ToLowerInvariant();
            if (words[i] == "-") return new("", false, true, null, []);
            if (!words[i].StartsWith('-') && !words[i].StartsWith('/')) return Command(words, i, !interactive && !format);
            switch (option)
            {
                case "noprofile" or "nop" or "nologo" or "sta" or "mta": break;
                case "noninteractive" or "noni": interactive = false; break;
                case "executionpolicy" or "ex" or "ep" or "inputformat" or "if" or "windowstyle" or "w" or "version": Value(); break;
                case "outputformat" or "of" or "o":
                    format = Value().Equals("text", StringComparison.OrdinalIgnoreCase);
                    break;
                case "encodedcommand" or "enc" or "ec" or "e":
                    var script = Encoding.Unicode.GetString(Convert.FromBase64String(Value()));
                    format |= Later(words, i, "outputformat", "text");
                    return new(script, !format, false, null, []);
                case "command" or "c":
                    if (i + 1 < words.Count && words[i + 1] == "-") return new("", !interactive && !format, true, null, []);
                    return Command(words, i + 1, !interactive && !format);
                case "file" or "f":
                    var file = Value();
                    return new("", !interactive && !format, false, file, words.Skip(i + 1).ToArray());
                default: throw new UsageException("no option is called " + words[i]);
            }
        }
        return new("", false, true, null, []);
    }

    static CommandLine Command(IReadOnlyList<string> words, int first, bool xml)
    {
        return new(string.Join(' ', words.Skip(first)), xml, false, null, []);
    }

    static bool Later(IReadOnlyList<string> words, int after, string option, string value)
    {
        for (var i = after; i + 1 < words.Count; i++)
        {
            if (words[i].TrimStart('-').Equals(option, StringComparison.OrdinalIgnoreCase)) return words[i + 1].Equals(value, StringComparison.OrdinalIgnoreCase);
        }
        return false;
    }

    /** As CommandLineToArgvW splits: quotes group, a backslash escapes only before a quote. */
    public static IReadOnlyList<string> Split(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        bool quoted = false, begun = false;
        for (var i = 0; i < text.Length; i++)
        {
            var slashes = 0;
            while (i < text.Length && text[i] == '\\') { slashes++; i++; }
            if (slashes > 0)
            {
                var beforeQuote = i < text.Length && text[i] == '"';
                word.Append('\\', beforeQuote ? slashes / 2 : slashes);
                begun = true;
                if (beforeQuote && slashes % 2 == 1) { word.Append('"'); continue; }
                if (i >= text.Length) break;
            }
            if (text[i] == '"') { quoted = !quoted; begun = true; }
            else if (!quoted && text[i] is ' ' or '\t' && !quoted)
            {
                if (begun) words.Add(word.ToString());
                word.Clear();
                begun = false;
            }
            else { word.Append(text[i]); begun = true; }
        }
        if (begun) words.Add(word.ToString());
        return words;
    }
}

/** powershell.exe prints its usage and ends with -196608 for such a line. */
public sealed class UsageException(string message) : Exception(message);
