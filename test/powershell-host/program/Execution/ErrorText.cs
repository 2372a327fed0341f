using System.Management.Automation;

namespace PowershellHost.Execution;

/** An error as the console of 5.1 shows it, not wrapped at the console's width. */
public static class ErrorText
{
    public static string Of(ErrorRecord error)
    {
        var command = error.InvocationInfo?.MyCommand?.Name;
        var place = error.InvocationInfo?.PositionMessage;
        return (command is null ? "" : command + " : ") + error.Exception.Message
            + (string.IsNullOrEmpty(place) ? "" : "\r\n" + place.ReplaceLineEndings("\r\n"))
            + "\r\n    + CategoryInfo          : " + error.CategoryInfo
            + "\r\n    + FullyQualifiedErrorId : " + error.FullyQualifiedErrorId + "\r\n ";
    }
}
