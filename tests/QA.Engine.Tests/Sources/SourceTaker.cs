using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using QA.Engine.Sources;
using QA.Scoring;

namespace QA.Engine.Tests.Sources;

/// <summary>Takes from a source and keeps as the pipeline does: a chunk as a whole, its position with it, and only then <c>Kept</c>.</summary>
internal sealed class SourceTaker(Func<ISource> open) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly Dictionary<string, SourcePosition> _kept = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<Conversation> _chats = [];
    private readonly List<string> _bad = [];
    private readonly ContentHash _hash = new();
    private readonly ConversationJson _json = new(ReadLimits.Default);
    private ISource? _source;

    /// <summary>Made and restored at the first use.</summary>
    public ISource Source => _source ??= Opened();

    /// <summary>What was kept, in its order; what was known by its content is not kept again.</summary>
    public IReadOnlyList<Conversation> Chats => _chats;

    public IEnumerable<string> Ids => _chats.Select(chat => chat.Id);

    /// <summary>Reasons of all that is no conversation, as often as it came.</summary>
    public IReadOnlyList<string> Bad => _bad;

    /// <summary>Places of what is no conversation.</summary>
    public List<long> BadPlaces { get; } = [];

    /// <summary>How many chats came with a content that was kept already.</summary>
    public int Repeats { get; private set; }

    public IReadOnlyCollection<SourcePosition> Positions => _kept.Values;

    /// <summary>A new object, as after the end of the program.</summary>
    public void Restart()
    {
        _source?.Dispose();
        _source = null;
    }

    /// <summary>The same object goes on where things were kept, as after a failure.</summary>
    public void Restore() => Source.Restore([.. _kept.Values]);

    /// <summary>Takes and keeps until so many chats are kept altogether, and what else is there by then.</summary>
    public async Task Take(int chats)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            TakeWhatIsThere();
            if (_chats.Count >= chats)
                return;
            if (clock.Elapsed > Patience)
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{_chats.Count} of {chats} chats came in {Patience}: {string.Join(", ", Ids.Take(20))}; bad: {string.Join("; ", _bad.Take(5))}; {string.Join("; ", Source.Problems)}"));
            await Wait();
        }
    }

    public void TakeWhatIsThere(bool everythingIsWhole = false)
    {
        foreach (var chunk in Source.Take(everythingIsWhole, CancellationToken.None))
            Keep(chunk);
    }

    /// <summary>Ids of so many chats, none of them kept.</summary>
    public async Task<List<string>> TakeWithoutKeeping(int chats)
    {
        var ids = new List<string>();
        for (var clock = Stopwatch.StartNew(); ids.Count < chats && clock.Elapsed < Patience;)
        {
            foreach (var chunk in Source.Take(false, CancellationToken.None))
                ids.AddRange(Read(chunk).Select(reading => reading.Conversation?.Id ?? reading.Problem!));
            if (ids.Count < chats)
                await Wait();
        }

        return ids;
    }

    /// <summary>Keeps one chunk and lets the rest be; goes on taking after <paramref name="meanwhile"/>, which may fail, and keeps nothing of that.</summary>
    public async Task TakeOneChunk(Func<Task>? meanwhile = null)
    {
        for (var clock = Stopwatch.StartNew(); _chats.Count == 0 && clock.Elapsed < Patience;)
        {
            using (var chunks = Source.Take(false, CancellationToken.None).GetEnumerator())
            {
                if (chunks.MoveNext())
                {
                    Keep(chunks.Current);
                    if (meanwhile is null)
                        return;
                    await meanwhile();
                    try
                    {
                        while (chunks.MoveNext())
                            chunks.Current.Dispose();
                    }
                    catch (SourceException)
                    {
                        // As it should where nothing more was at hand.
                    }

                    return;
                }
            }

            await Wait();
        }
    }

    /// <summary>What taking fails with; a source may need a moment to see that the outside is gone.</summary>
    public async Task<SourceException> Failure()
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Patience;)
        {
            try
            {
                foreach (var chunk in Source.Take(false, CancellationToken.None))
                    chunk.Dispose();
            }
            catch (SourceException e)
            {
                return e;
            }

            await Wait();
        }

        throw new InvalidOperationException("the outside is gone, and taking does not fail");
    }

    /// <summary>Cancels after the first chunk; how many chats came nevertheless.</summary>
    public async Task<int> TakenBeforeCancellation()
    {
        var taken = 0;
        for (var clock = Stopwatch.StartNew(); taken == 0 && clock.Elapsed < Patience;)
        {
            using var cancellation = new CancellationTokenSource();
            try
            {
                foreach (var chunk in Source.Take(false, cancellation.Token))
                {
                    taken += Read(chunk).Count;
                    await cancellation.CancelAsync();
                }
            }
            catch (OperationCanceledException)
            {
                // One of two ways to end.
            }

            if (taken == 0)
                await Wait();
        }

        return taken;
    }

    public void Dispose() => _source?.Dispose();

    private async Task Wait()
    {
        using var enough = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        try
        {
            await Source.WaitForChange(enough.Token);
        }
        catch (OperationCanceledException)
        {
            // Time for the next look.
        }
    }

    private ISource Opened()
    {
        var source = open();
        source.Restore([.. _kept.Values]);
        return source;
    }

    private void Keep(SourceChunk chunk)
    {
        foreach (var problem in chunk.Problems)
        {
            _bad.Add(problem.Reason);
            BadPlaces.Add(problem.Place);
        }

        foreach (var reading in Read(chunk))
        {
            if (!reading.IsGood)
                _bad.Add(reading.Problem);
            else if (_known.Add(reading.Conversation.Id + Convert.ToHexString(_hash.Of(reading.Conversation))))
                _chats.Add(reading.Conversation);
            else
                Repeats++;
        }

        if (chunk.Forget is { } old)
            _kept.Remove(old);
        if (chunk.After is { } after)
            _kept[after.Part] = after;
        chunk.Kept?.Invoke();
    }

    private List<ConversationReading> Read(SourceChunk chunk)
    {
        using (chunk)
        {
            var readings = new List<ConversationReading>();
            foreach (var line in chunk.Lines)
                readings.Add(_json.Read(line.Bytes));
            if (chunk.Lines.TooLong is not null)
                readings.Add(new ConversationReading(null, "too long"));
            if (chunk.Places is { } places && places.Count != readings.Count)
                throw new InvalidOperationException($"{places.Count} places for {readings.Count} lines");
            return readings;
        }
    }
}
