using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using QA.Engine.Ordering;
using Xunit;

namespace QA.Engine.Tests.Ordering;

public sealed class OrderedWorkTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Results_come_in_the_order_of_the_pieces_however_long_each_takes(int threads)
    {
        var taken = new List<int>();
        var work = new OrderedWork<int, int>(
            () => piece =>
            {
                Thread.SpinWait(piece * 7919 % 20_000);
                return piece;
            },
            taken.Add);
        work.Run(Enumerable.Range(0, 2_000), threads, CancellationToken.None);
        Assert.Equal(Enumerable.Range(0, 2_000), taken);
    }

    [Fact]
    public void Nothing_to_do_is_done_at_once()
    {
        var work = new OrderedWork<int, int>(() => piece => piece, _ => Assert.Fail("there was nothing to take"));
        work.Run([], 3, CancellationToken.None);
    }

    [Fact]
    public void A_slow_taker_holds_the_drawing_of_pieces_back()
    {
        const int threads = 3;
        var drawn = 0;
        var taken = 0;
        var ahead = 0;
        var work = new OrderedWork<int, int>(
            () => piece => piece,
            _ =>
            {
                Thread.SpinWait(2_000);
                ahead = Math.Max(ahead, Volatile.Read(ref drawn) - taken);
                taken++;
            });
        work.Run(Pieces(), threads, CancellationToken.None);
        Assert.Equal(3_000, taken);
        Assert.InRange(ahead, 1, (threads * 4) + threads);

        IEnumerable<int> Pieces()
        {
            for (var i = 0; i < 3_000; i++)
            {
                Interlocked.Increment(ref drawn);
                yield return i;
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_failure_stops_the_work_and_reaches_the_caller(int threads)
    {
        var taken = new List<int>();
        var work = new OrderedWork<int, int>(() => piece => piece == 50 ? throw new InvalidOperationException("piece 50") : piece, taken.Add);
        var failure = Assert.Throws<InvalidOperationException>(() => work.Run(Enumerable.Range(0, 1_000_000_000), threads, CancellationToken.None));
        Assert.Equal("piece 50", failure.Message);
        Assert.Equal(Enumerable.Range(0, taken.Count), taken);
        Assert.True(taken.Count <= 50);
    }

    [Fact]
    public void A_taker_that_fails_stops_the_work_as_well()
    {
        var work = new OrderedWork<int, int>(() => piece => piece, piece => throw new InvalidOperationException($"no room for {piece}"));
        Assert.Equal("no room for 0", Assert.Throws<InvalidOperationException>(() => work.Run(Enumerable.Range(0, 1_000_000_000), 2, CancellationToken.None)).Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void After_a_cancellation_what_was_drawn_is_still_taken(int threads)
    {
        using var cancellation = new CancellationTokenSource();
        var drawn = 0;
        var taken = new List<int>();
        var work = new OrderedWork<int, int>(() => piece => piece, piece =>
        {
            taken.Add(piece);
            if (piece == 100)
                cancellation.Cancel();
        });
        Assert.Throws<OperationCanceledException>(() => work.Run(Pieces(), threads, cancellation.Token));
        Assert.Equal(Enumerable.Range(0, drawn), taken);

        IEnumerable<int> Pieces()
        {
            while (true)
                yield return drawn++;
        }
    }
}
