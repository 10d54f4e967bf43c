using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace QA.Engine.Sources.RabbitMq;

/// <summary>
/// Takes conversations from a queue. Any number of workers may: the queue shares itself out. A message is acknowledged once what came of
/// it is kept; what can never be a conversation is put on record and then rejected, so that it becomes a dead letter.
/// </summary>
internal sealed class RabbitMqSource(string name, RabbitMqOptions options, ReadLimits limits, TimeProvider time) : ISource
{
    private const int MessagesAtOnce = 500;
    private const int BytesAtOnce = 256 * 1024;

    // So that the taker looks up now and then, and sees what else is due.
    private static readonly TimeSpan LongestTake = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    // One transaction for some messages costs little more than for one; nobody feels 20 ms.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);

    // What has come over the wire may still be on its way to us: the client hands deliveries on from another thread than answers.
    private static readonly TimeSpan OnItsWay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestKeeping = TimeSpan.FromSeconds(30);

    private QueueLink? _link;

    public static SourceKind Kind { get; } = new(
        "rabbitmq",
        "Takes conversations from a RabbitMQ queue, shared by any number of workers.",
        (name, settings, surroundings) =>
        {
            var options = RabbitMqOptions.Read(settings);
            return () => new RabbitMqSource(name, options, surroundings.Limits, surroundings.Time);
        });

    public string Name => name;

    public bool IsShared => true;

    public long BytesFound => 0;

    public IReadOnlyList<string> Problems => [];

    /// <summary>Nothing but the queue says how far it was read; what was given out and not kept is given out again.</summary>
    public void Restore(IReadOnlyList<SourcePosition> positions)
    {
        if (_link is { End: not null })
            Drop();
        _link?.StartOver();
    }

    /// <inheritdoc/>
    /// <param name="everythingIsWhole">Goes on until the queue is empty.</param>
    public IEnumerable<SourceChunk> Take(bool everythingIsWhole, CancellationToken cancellation)
    {
        var link = Open(cancellation);
        var began = time.GetTimestamp();
        while (!cancellation.IsCancellationRequested && (everythingIsWhole || time.GetElapsedTime(began) < LongestTake))
        {
            link.Widen(limits, cancellation).GetAwaiter().GetResult();
            if (Gather(link, cancellation) is { } chunk)
                yield return chunk;
            else if (!everythingIsWhole || IsEmpty(link, cancellation))
                break;
        }

        // Only now: what was at hand when it ended is delivered again, and known then.
        ThrowIfEnded(link);
    }

    public async Task WaitForChange(CancellationToken cancellation)
    {
        if (_link is not { End: null } link)
            return;
        using var enough = new CancellationTokenSource(LongestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellation);
        try
        {
            await link.Arrival(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Time for the next look.
        }
    }

    public void Dispose() => Drop();

    private QueueLink Open(CancellationToken cancellation)
    {
        if (_link is { } known)
        {
            ThrowIfEnded(known);
            return known;
        }

        return _link = QueueLink.Open(options, limits, name, cancellation).GetAwaiter().GetResult();
    }

    private void ThrowIfEnded(QueueLink link)
    {
        if (link.End is not { } why)
            return;
        Drop();
        throw why;
    }

    private void Drop()
    {
        _link?.Dispose();
        _link = null;
    }

    /// <summary>What is at hand, and what comes within a moment; null: nothing.</summary>
    private SourceChunk? Gather(QueueLink link, CancellationToken cancellation)
    {
        var lines = new BodyLines(limits);
        var good = new List<Delivery>();
        var bad = new List<Delivery>();
        var problems = new List<SourceProblem>();
        var began = time.GetTimestamp();
        while (good.Count + bad.Count < MessagesAtOnce && lines.Bytes < BytesAtOnce && link.End is null)
        {
            if (!link.TryTake(out var delivery))
            {
                var rest = Gathering - time.GetElapsedTime(began);
                if (good.Count + bad.Count == 0 || link.IsFull || rest <= TimeSpan.Zero)
                    break;
                Await(link, rest, cancellation);
                continue;
            }

            if (lines.Add(delivery) is { } problem)
            {
                bad.Add(delivery);
                problems.Add(new SourceProblem(0, delivery.Body, null, problem));
            }
            else
            {
                good.Add(delivery);
            }
        }

        if (good.Count + bad.Count == 0)
            return null;
        var (cut, places) = lines.Cut();
        return new SourceChunk { Origin = name, Lines = cut, Places = places, Problems = problems, Kept = () => link.Answer(good, bad) };
    }

    /// <summary>Whether nothing is left at the broker or on its way.</summary>
    private bool IsEmpty(QueueLink link, CancellationToken cancellation)
    {
        // With everything the broker allows under way, more comes once something of it is kept; where nothing ever is, this ends as well.
        for (var began = time.GetTimestamp(); time.GetElapsedTime(began) < LongestKeeping && link.End is null && !cancellation.IsCancellationRequested;)
        {
            var waiting = link.Waiting(cancellation).GetAwaiter().GetResult();

            // What the broker had counted out by that answer it has sent before the next one, however slow it is.
            link.Waiting(cancellation).GetAwaiter().GetResult();
            if (Await(link, OnItsWay, cancellation))
                return false;
            if (waiting == 0)
                return true;
        }

        return true;
    }

    /// <summary>Whether something is at hand within that time.</summary>
    private bool Await(QueueLink link, TimeSpan atMost, CancellationToken cancellation)
    {
        using var enough = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellation);
        try
        {
            link.Arrival(either.Token).GetAwaiter().GetResult();
            return link.End is null;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
