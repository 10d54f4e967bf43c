using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using QA.Engine.Sample;
using QA.Engine.Storage;
using QA.Engine.Storage.Sqlite;
using QA.Engine.Tests.Metrics;
using QA.Engine.Tests.Support;
using Xunit;

namespace QA.Engine.Tests.Dashboards;

/// <summary>What Prometheus makes of an engine that is killed and starts again, against what its store holds.</summary>
public sealed class KilledEngineTests : IDisposable
{
    private const string Counter = "qa_conversations_scored_total";
    private const int First = 60;
    private const int BeforeTheKill = 900;
    private const int AfterTheKill = 500;
    private const int WhileAtWork = 10_000;
    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new();
    private RunningEngine? _engine;

    private RunningEngine Engine => _engine ?? throw new InvalidOperationException("no engine runs");

    [Fact]
    public async Task What_was_counted_before_a_kill_and_after_it_adds_up_to_what_the_store_holds()
    {
        var lines = Lines(First + BeforeTheKill + AfterTheKill + WhileAtWork);
        // One that nobody takes while the engine is dead.
        var address = $"127.0.0.1:{FreePorts.Next()}";
        await Start(address);

        // Every shop has its counter, and has come to rest, before Prometheus looks for the first time: what a series begins with is no growth to it.
        Feed(lines, 0, First);
        await Engine.Until(_http, static said => (long)Counted(said) == First);
        await using var prometheus = await PrometheusServer.Start(address);
        await Sees(prometheus, First);
        Feed(lines, First, BeforeTheKill);
        await Sees(prometheus, First + BeforeTheKill);

        Kill();
        await Start(address);
        Feed(lines, First + BeforeTheKill, AfterTheKill);
        await Sees(prometheus, AfterTheKill);
        Assert.Equal(First + BeforeTheKill + AfterTheKill, Kept());
        Assert.Equal(BeforeTheKill + AfterTheKill, await Growth(prometheus));
        await AssertIncrease(prometheus);

        // Now in the middle of its work: what the dead engine kept in its last moment was counted once or not at all. One that was done before the blow fell gets as much again.
        var (fed, before) = (First + BeforeTheKill + AfterTheKill, (long)First + BeforeTheKill);
        var kept = await KilledAtWork();
        for (var strike = 1; kept == fed; strike++)
        {
            Assert.True(strike < 20, "the engine was always done before it was killed");
            await Start(address);
            (before, lines) = (kept, [.. lines, .. lines.Skip(fed - WhileAtWork).Select(static line => line.Replace("\"id\":\"", "\"id\":\"again-", StringComparison.Ordinal))]);
            kept = await KilledAtWork();
        }

        Assert.InRange(kept, First + BeforeTheKill + AfterTheKill + 1, fed - 1);
        Assert.True(await Growth(prometheus) + First <= kept, "Prometheus saw more than was kept");

        await Start(address);
        var said = await Engine.Until(_http, said => Counted(said) + kept >= fed);
        Assert.Equal(fed, Kept());
        Assert.Equal(fed - kept, Counted(said));
        await Sees(prometheus, fed - kept);
        Assert.True(await Growth(prometheus) + First <= fed, "Prometheus saw more than was kept");

        async Task<long> KilledAtWork()
        {
            Feed(lines, fed, WhileAtWork);
            fed += WhileAtWork;
            await Engine.Until(_http, said => before + Counted(said) > fed - (WhileAtWork * 9 / 10));
            Kill();
            return Kept();
        }
    }

    public void Dispose()
    {
        Kill();
        _http.Dispose();
        _folder.Dispose();
    }

    private static List<string> Lines(int count)
    {
        using var bytes = new MemoryStream();
        SampleShop.Write(bytes, count, 5, SampleShop.DefaultLastDay);
        return [.. Encoding.UTF8.GetString(bytes.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static double Counted(Exposition said) => said.Samples.Where(static sample => sample.Name == Counter).Sum(static sample => sample.Value);

    private static Task Sees(PrometheusServer prometheus, long conversations) => prometheus.Until($"sum({Counter}) == {conversations}", static () => { });

    /// <summary>What the counters grew by since they were first seen, resets included: what <c>increase</c> is made of before it guesses at the ends.</summary>
    private static async Task<double> Growth(PrometheusServer prometheus) =>
        (await prometheus.Samples(Counter + "[1h]")).Sum(static series => series.Zip(series.Skip(1), static (before, after) => after >= before ? after - before : after).Sum());

    /// <summary>Prometheus stretches the growth to the ends of the range, by less than one and a half pauses between two samples of a series.</summary>
    private static async Task AssertIncrease(PrometheusServer prometheus)
    {
        var (growth, pauses) = (await Growth(prometheus), (await prometheus.Samples(Counter + "[1h]")).Min(static series => series.Count) - 1);
        var increase = double.Parse((await prometheus.Find($"sum(increase({Counter}[1h]))")).Single().Value, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(increase, growth, growth * (1 + (1.6 / pauses)));
    }

    private async Task Start(string listen) => _engine = await RunningEngine.Start(shipped: false, listen, "--data", _folder.Root, "--threads", "1");

    /// <summary>As <c>kill -9</c> does.</summary>
    private void Kill()
    {
        _engine?.Dispose();
        _engine = null;
    }

    private void Feed(List<string> lines, int from, int count)
    {
        // Under its name once it is whole.
        _folder.Write("part", string.Concat(lines.Skip(from).Take(count).Select(static line => line + "\n")));
        File.Move(_folder["part"], Path.Combine(Directory.CreateDirectory(_folder["inbox"]).FullName, $"{from}.jsonl"));
    }

    private long Kept()
    {
        using var store = SqliteStore.Open(_folder["qa.db"], TimeProvider.System, StoreDay.Beijing);
        return store.Totals().Conversations;
    }
}
