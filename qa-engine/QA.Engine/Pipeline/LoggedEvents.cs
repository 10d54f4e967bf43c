using Microsoft.Extensions.Logging;
using QA.Engine.Storage;

namespace QA.Engine.Pipeline;

/// <summary>How the work goes, as structured log lines for machines. No line holds a word of a chat.</summary>
internal sealed partial class LoggedEvents(ILogger<LoggedEvents> logger) : IPipelineEvents
{
    public void Found(long bytes) => LogFound(bytes);

    public void Kept(Saved saved, long bytes) => LogKept(saved.Conversations, saved.Scores, saved.Duplicates, saved.Pending, saved.SetAside);

    public void Drained() => LogDrained();

    public void Failed(string where, string problem) => LogFailed(where, problem);

    public void Recovered(string where) => LogRecovered(where);

    [LoggerMessage(1, LogLevel.Debug, "found {Bytes} bytes to read")]
    private partial void LogFound(long bytes);

    [LoggerMessage(2, LogLevel.Information, "kept {Conversations} conversations, {Scores} scores; {Duplicates} duplicates, {Pending} waiting, {SetAside} set aside")]
    private partial void LogKept(int conversations, int scores, int duplicates, int pending, int setAside);

    [LoggerMessage(3, LogLevel.Debug, "nothing more to do for now")]
    private partial void LogDrained();

    [LoggerMessage(4, LogLevel.Warning, "{Where}: {Problem}")]
    private partial void LogFailed(string where, string problem);

    [LoggerMessage(5, LogLevel.Information, "{Where} works again")]
    private partial void LogRecovered(string where);
}
