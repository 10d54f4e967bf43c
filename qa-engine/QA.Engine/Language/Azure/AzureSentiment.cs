using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using QA.Scoring;

namespace QA.Engine.Language.Azure;

/// <summary>
/// Asks the Language service of Azure, within a time-out, a rate and a budget, and lets the model behind it answer what the service does not; the answer says why
/// (<see cref="InsteadReason"/>). Personal data is taken out of every text first.
/// </summary>
internal sealed class AzureSentiment : ISentimentModel
{
    // Of one chat at once; the pace is what limits requests.
    private const int RequestsAtOnce = 4;

    private const int Repeats = 3;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    // Half of at least 5 requests failed: the next minute would go by in time-outs.
    private const double BreakAt = 0.5;
    private const int FewestToBreak = 5;
    private static readonly TimeSpan BreakFor = TimeSpan.FromSeconds(60);

    private readonly IAzureLanguage _service;
    private readonly AzureLanguageOptions _options;
    private readonly Func<string, RedactedText> _redact;
    private readonly ISentimentModel _fallback;
    private readonly IDailyBudget _budget;
    private readonly IAzureEvents _events;
    private readonly TimeProvider _time;
    private readonly RequestPace _pace;
    private readonly SentimentCache _cache;
    private readonly ResiliencePipeline<Attempt> _patience;

    /// <param name="redact">Takes personal data out of a text; only what it returns leaves the house.</param>
    /// <param name="fallback">Answers where the service does not.</param>
    public AzureSentiment(
        IAzureLanguage service, AzureLanguageOptions options, Func<string, RedactedText> redact, ISentimentModel fallback, IDailyBudget budget, IAzureEvents events, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(redact);
        ArgumentNullException.ThrowIfNull(fallback);
        (_service, _options, _redact, _fallback, _budget, _events, _time) = (service, options, redact, fallback, budget, events, time);
        _pace = new RequestPace(options.RequestsASecond, time);
        _cache = new SentimentCache(options.CacheEntries, (long)options.CacheMegabytes << 20);
        _patience = new ResiliencePipelineBuilder<Attempt> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<Attempt>
            {
                ShouldHandle = static arguments => ValueTask.FromResult(arguments.Outcome.Result.Again),
                DelayGenerator = static arguments => ValueTask.FromResult(arguments.Outcome.Result.Wait),
                BackoffType = DelayBackoffType.Exponential,
                Delay = FirstPause,
                UseJitter = true,
                MaxRetryAttempts = Repeats,
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<Attempt>
            {
                // Neither a text nor our own limits open it, and 429 says itself how long to wait.
                ShouldHandle = static arguments => ValueTask.FromResult(
                    arguments.Outcome.Result is { Sent: true, Reason: InsteadReason.Failed or InsteadReason.Unreachable or InsteadReason.Unreadable or InsteadReason.TimedOut or InsteadReason.Refused }),
                FailureRatio = BreakAt,
                MinimumThroughput = FewestToBreak,

                // Long enough for one thread that runs into one time-out after the other.
                SamplingDuration = TimeSpan.FromSeconds(30) + (2 * FewestToBreak * options.Timeout),
                BreakDuration = BreakFor,
            })
            .Build();
    }

    public string Name => "azure/" + _options.ModelVersion;

    public async ValueTask<IReadOnlyList<Sentiment?>> Read(IReadOnlyList<SentimentText> texts, CancellationToken stop)
    {
        var questions = new Dictionary<SentimentCache.Key, Question>();
        var asked = new Asked[texts.Count];
        for (var i = 0; i < asked.Length; i++)
            asked[i] = Ask(texts[i], questions);
        await Send(questions.Values.Where(static question => question.Answer is null).SelectMany(static question => question.Pieces), stop);

        var answers = new Sentiment?[texts.Count];
        var byService = 0;
        var left = new List<(int Message, InsteadReason Reason)>();
        foreach (var question in questions.Values.Where(static question => question.Answer is null))
        {
            question.Conclude();
            if (question.Answer is { } answer)
                _cache.Keep(question.Key, answer);
        }

        for (var i = 0; i < asked.Length; i++)
        {
            if (asked[i].Question?.Answer is { } answer)
            {
                answers[i] = MessagePieces.InOriginal(answer, asked[i].Redacted!);
                byService += asked[i].Cached ? 0 : 1;
            }
            else
            {
                left.Add((i, asked[i].Question?.Reason ?? asked[i].Reason));
            }
        }

        _events.Answered(byService, texts.Count - left.Count - byService);
        await FallBack(texts, left, answers, stop);
        return answers;
    }

    private async ValueTask FallBack(IReadOnlyList<SentimentText> texts, List<(int Message, InsteadReason Reason)> left, Sentiment?[] answers, CancellationToken stop)
    {
        if (left.Count == 0)
            return;
        foreach (var same in left.GroupBy(static one => one.Reason))
            _events.FellBack(same.Key, same.Count());
        var instead = await _fallback.Read([.. left.Select(one => texts[one.Message])], stop);
        for (var i = 0; i < left.Count; i++)
            answers[left[i].Message] = instead[i] is { } answer ? answer with { Instead = left[i].Reason.Word() } : null;
    }

    /// <summary>Makes a text fit to be sent, or finds out why it is not. The same words in one chat are one question.</summary>
    private Asked Ask(SentimentText text, Dictionary<SentimentCache.Key, Question> questions)
    {
        if (ServiceLanguage(text) is not { } language)
            return new Asked(InsteadReason.Language);
        if (string.IsNullOrWhiteSpace(text.Text))
            return new Asked(InsteadReason.Empty);
        RedactedText redacted;
        try
        {
            redacted = _redact(text.Text);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever went wrong there: what was not redacted does not leave, and the other messages are none the worse for it.
            return new Asked(InsteadReason.NotRedacted);
        }

        if (string.IsNullOrWhiteSpace(redacted.Text))
            return new Asked(InsteadReason.Empty);
        var sent = MessagePieces.Sendable(redacted.Text);
        var key = SentimentCache.KeyOf(sent, language, _options.ModelVersion);
        if (!questions.TryGetValue(key, out var question))
        {
            question = new Question(key, sent, language) { Answer = _cache.Find(key) };
            questions.Add(key, question);
            return new Asked(default) { Redacted = redacted, Question = question, Cached = question.Answer is not null };
        }

        return new Asked(default) { Redacted = redacted, Question = question, Cached = true };
    }

    private async ValueTask Send(IEnumerable<Piece> pieces, CancellationToken stop)
    {
        var batches = pieces.Where(static piece => !string.IsNullOrWhiteSpace(piece.Text)).Chunk(MessagePieces.MostInARequest).ToList();
        if (batches.Count == 0)
            return;
        var began = _time.GetTimestamp();
        using var timeout = new CancellationTokenSource(_options.Timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, timeout.Token);
        await Parallel.ForEachAsync(
            batches,
            new ParallelOptions { MaxDegreeOfParallelism = RequestsAtOnce, CancellationToken = stop },
            async (batch, _) => await Send(batch, began, both.Token, stop));
    }

    private async ValueTask Send(Piece[] batch, long began, CancellationToken timeout, CancellationToken stop)
    {
        Attempt? last = null;
        try
        {
            await _patience.ExecuteAsync(
                async _ =>
                {
                    var next = await Try(batch, began, timeout, stop);

                    // Where there was no time for one more, what the last one came to is the reason.
                    last = next is { Sent: false } && last is { } before ? before with { Sent = false, Again = false } : next;
                    return last.Value;
                },
                timeout);
        }
        catch (BrokenCircuitException)
        {
            last ??= new Attempt(InsteadReason.Paused);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // The time was up before the first request, or during a pause; then the last one says why there was a pause.
            last ??= new Attempt(InsteadReason.TimedOut);
        }

        Conclude(batch, last ?? new Attempt(InsteadReason.TimedOut));
    }

    private static void Conclude(Piece[] batch, Attempt last)
    {
        for (var i = 0; i < batch.Length; i++)
        {
            var document = last.Reply is { } reply ? reply.Documents[i] : default;
            batch[i].Answer = document.Sentiment;
            batch[i].Reason = last.Reason ?? document.Trouble switch
            {
                AzureDocumentTrouble.Refused => InsteadReason.MessageRefused,
                AzureDocumentTrouble.Language => InsteadReason.Language,
                _ => InsteadReason.Unreadable,
            };
        }
    }

    /// <summary>One request, if pace and budget allow it. Throws only where the caller stops.</summary>
    private async ValueTask<Attempt> Try(Piece[] batch, long began, CancellationToken timeout, CancellationToken stop)
    {
        if (Left(began) <= TimeSpan.Zero)
            return new Attempt(InsteadReason.TimedOut);
        if (_pace.Take(Room(began), out var wait) is { } late)
            return new Attempt(late);
        try
        {
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, _time, timeout);
            timeout.ThrowIfCancellationRequested();
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new Attempt(InsteadReason.Busy);
        }

        if (_budget.Take(batch.Sum(static piece => piece.Records)) is not { } taken)
            return new Attempt(InsteadReason.OverBudget);
        var sent = _time.GetTimestamp();
        AzureReply reply;
        try
        {
            reply = await _service.Analyze([.. batch.Select(static piece => new AzureDocument(piece.Text, piece.Language))], timeout);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            reply = new AzureReply(AzureOutcome.TimedOut, $"{_options.Endpoint}: no answer within {_options.Timeout.TotalSeconds:0.###} s");
        }

        // What the service refused it does not bill; of what broke nobody knows, so it stays counted. Never less than was taken for an answer: the limit is ours to keep.
        var records = reply.Outcome switch
        {
            AzureOutcome.Throttled or AzureOutcome.Refused => 0,
            AzureOutcome.Answered => Math.Max(taken.Records, reply.Records),
            _ => taken.Records,
        };
        _budget.Correct(taken, records);
        _events.Requested(reply.Outcome, records, _time.GetElapsedTime(sent), reply.Problem);
        if (reply.RetryAfter is { } hold)
            _pace.Hold(hold);
        return reply.Outcome switch
        {
            AzureOutcome.Answered when reply.Documents.Count == batch.Length => new Attempt(null) { Sent = true, Reply = reply },
            AzureOutcome.Throttled => Again(InsteadReason.Throttled),
            AzureOutcome.Failed => Again(reply.RetryAfter is null ? InsteadReason.Failed : InsteadReason.Throttled),
            AzureOutcome.Unreachable => Again(InsteadReason.Unreachable),
            AzureOutcome.Refused => new Attempt(InsteadReason.Refused) { Sent = true },
            AzureOutcome.TimedOut => new Attempt(InsteadReason.TimedOut) { Sent = true },
            _ => Again(InsteadReason.Unreadable),
        };

        Attempt Again(InsteadReason reason) => new(reason) { Sent = true, Again = (reply.RetryAfter ?? TimeSpan.Zero) < Room(began), Wait = reply.RetryAfter };
    }

    private TimeSpan Left(long began) => _options.Timeout - _time.GetElapsedTime(began);

    // A request that is cut off is paid for and answers nothing: what cannot have a quarter of the time-out is not sent.
    private TimeSpan Room(long began) => Left(began) - (_options.Timeout / 4);

    /// <returns>Null: the service is not asked about that language.</returns>
    private static string? ServiceLanguage(SentimentText text) => text.Language switch
    {
        "zh" => "zh-hans",
        "en" => "en",
        null => IsLatin(text.Text) ? "en" : "zh-hans",
        _ => null,
    };

    // 好的ok is Chinese, and so is a message of nothing but emoticons.
    private static bool IsLatin(string text) => text.Any(char.IsAsciiLetter) && !text.Any(static c => c is >= '\u4E00' and <= '\u9FFF' or >= '\u3400' and <= '\u4DBF');

    /// <summary>What became of a message.</summary>
    private readonly record struct Asked(InsteadReason Reason)
    {
        public RedactedText? Redacted { get; init; }

        public Question? Question { get; init; }

        /// <summary>Nothing is sent for it.</summary>
        public bool Cached { get; init; }
    }

    /// <summary>What came of one try.</summary>
    /// <param name="Reason">Null: the service answered.</param>
    private readonly record struct Attempt(InsteadReason? Reason)
    {
        /// <summary>Whether the service was asked.</summary>
        public bool Sent { get; init; }

        public AzureReply? Reply { get; init; }

        public bool Again { get; init; }

        public TimeSpan? Wait { get; init; }
    }

    private sealed class Question
    {
        public Question(SentimentCache.Key key, string text, string language)
        {
            Key = key;
            Pieces = [.. MessagePieces.Of(text).Select(piece => new Piece(piece.Start, text.Substring(piece.Start, piece.Length), language))];
        }

        public SentimentCache.Key Key { get; }

        public IReadOnlyList<Piece> Pieces { get; }

        /// <summary>In the redacted text; null: there is none.</summary>
        public Sentiment? Answer { get; set; }

        public InsteadReason? Reason { get; private set; }

        /// <summary>One answer of all pieces, or none: half a message is not scored as a whole one.</summary>
        public void Conclude()
        {
            var wanted = Pieces.Where(static piece => !string.IsNullOrWhiteSpace(piece.Text)).ToList();
            if (wanted.FirstOrDefault(static piece => piece.Answer is null) is { } open)
                Reason = open.Reason;
            else
                Answer = MessagePieces.Merge([.. wanted.Select(static piece => (piece.Start, piece.Text.Length, piece.Answer!))]);
        }
    }

    private sealed class Piece(int start, string text, string language)
    {
        public int Start { get; } = start;

        public string Text { get; } = text;

        public string Language { get; } = language;

        /// <summary>A record is 1,000 characters, and a part of one is one. Counted in UTF-16 units, which are never fewer.</summary>
        public int Records { get; } = (text.Length + 999) / 1_000;

        public Sentiment? Answer { get; set; }

        public InsteadReason Reason { get; set; } = InsteadReason.TimedOut;
    }
}
