namespace PowershellHost.Checking;

/** Plain ASCII: 5.1 reads a script without a mark of its encoding in the code page of the machine. */
public static class TextRules
{
    public static void Check(ParsedScript script, Findings findings)
    {
        foreach (var error in script.Errors) findings.Add("parse-error", error.Extent);
        int line = 1, column = 1;
        foreach (var one in script.Text)
        {
            if (one > 126 || one < 32 && one is not ('\t' or '\r' or '\n'))
            {
                findings.Add(new Finding("not-ascii", line, column, $"U+{(int)one:X4}"));
                return;
            }
            column++;
            if (one != '\n') continue;
            line++;
            column = 1;
        }
    }
}
