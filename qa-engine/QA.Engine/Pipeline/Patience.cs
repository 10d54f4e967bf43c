using System;
using System.Threading.Tasks;
using Polly;
using Polly.Retry;
using QA.Engine.Metrics;
using QA.Engine.Sources;
using QA.Engine.Storage;

namespace QA.Engine.Pipeline;

/// <summary>How long to go on trying where a source or the store cannot be reached.</summary>
internal static class Patience
{
    public const string Store = "store";
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    // In one pass over what is there nobody waits for a server that does not come back: 1 + 2 + 4 + 8 seconds, more or less.
    private const int TriesOnce = 4;

    /// <summary>Runs something again and again, with growing pauses, while what it needs cannot be reached.</summary>
    /// <param name="where">The source's name, or <see cref="Store"/>.</param>
    /// <param name="lost">Called before each pause: what was under way is void.</param>
    public static ResiliencePipeline For(string where, Workplace place, Action lost) =>
        new ResiliencePipelineBuilder { TimeProvider = place.Time }.AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<SourceException>().Handle<StoreUnavailableException>().Handle<LeaseLostException>(),
            BackoffType = DelayBackoffType.Exponential,
            Delay = place.Options.Pause,
            MaxDelay = LongestPause,
            UseJitter = true,
            MaxRetryAttempts = place.Options.Once ? TriesOnce : int.MaxValue,
            OnRetry = arguments =>
            {
                lost();
                if (arguments.Outcome.Exception is LeaseLostException)
                    place.Metrics.LeaseLost(LeaseKind.Source);
                else if (arguments.Outcome.Exception is { } failure)
                    place.Failed(failure is StoreUnavailableException ? Store : where, failure.Message);
                return default;
            },
        }).Build();
}
