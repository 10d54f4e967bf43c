using System;
using System.Linq;
using System.Threading;
using Microsoft.Extensions.Logging;
using QA.Engine.Language.Azure;
using QA.Engine.Metrics;

namespace QA.Engine;

/// <summary>Counts what the language service does, and tells whoever runs the engine when it begins to fail and when it works again.</summary>
internal sealed class LanguageCounting : IAzureEvents
{
    // A service that now answers and now does not is one line a minute.
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);
    private readonly EngineMetrics _metrics;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private long? _told;

    public LanguageCounting(EngineMetrics metrics, ILogger log, TimeProvider time)
    {
        (_metrics, _log, _time) = (metrics, log, time);
        metrics.UseLanguageService(
            Enum.GetValues<AzureOutcome>().Select(static outcome => outcome.Word()), Enum.GetValues<InsteadReason>().Select(static reason => reason.Word()));
    }

    public void Requested(AzureOutcome outcome, int records, TimeSpan took, string? problem)
    {
        _metrics.LanguageRequested(outcome.Word(), records, took);
        if (!IsToBeTold(outcome))
            return;
        if (outcome == AzureOutcome.Answered)
            _log.LogWarning("language: the service answers again");
        else
            _log.LogWarning("language: {Problem}; the local model answers meanwhile", problem);
    }

    public void Answered(int byService, int fromCache) => _metrics.LanguageAnswered(byService, fromCache);

    public void FellBack(InsteadReason reason, int messages) => _metrics.LanguageFellBack(reason.Word(), messages);

    private bool IsToBeTold(AzureOutcome outcome)
    {
        lock (_gate)
        {
            if (_told is { } told && _time.GetElapsedTime(told) < Quiet)
                return false;
            if (outcome == AzureOutcome.Answered && _told is null)
                return false;
            _told = outcome == AzureOutcome.Answered ? null : _time.GetTimestamp();
            return true;
        }
    }
}
