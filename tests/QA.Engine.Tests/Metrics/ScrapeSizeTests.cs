using System;
using System.Diagnostics;
using System.Net.Http;
using System.Threading.Tasks;
using Xunit;

namespace QA.Engine.Tests.Metrics;

/// <summary>The size the engine is made for. Alone, so that the processor time is its own.</summary>
[CollectionDefinition(nameof(ScrapeSizeTests), DisableParallelization = true)]
[Collection(nameof(ScrapeSizeTests))]
public sealed class ScrapeSizeTests
{
    /// <summary>
    /// On two cores with much else to do (2026-03): zipped, as Prometheus asks for it, 130 ms, plain 130 to 210 ms from the request to the last
    /// byte; less than 2 MiB allocated and 10 MiB for the windows themselves. What is asserted is processor time of engine and reader
    /// together, which other programs on the machine do not lengthen.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_thousand_agents_times_all_criteria_stay_cheap_to_read(bool zips)
    {
        await using var site = await MetricsSite.Start();
        var empty = GC.GetTotalMemory(forceFullCollection: true);
        site.Engine.Did(MetricsSite.Many(2_000, 94));
        var kept = GC.GetTotalMemory(forceFullCollection: true) - empty;
        var (best, busy, allocated, sent) = (TimeSpan.MaxValue, TimeSpan.MaxValue, long.MaxValue, 0L);
        var buffer = new byte[1 << 18];
        for (var i = 0; i < 12; i++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            var worked = Environment.CpuUsage.TotalTime;
            var clock = Stopwatch.StartNew();
            using var request = MetricsSite.Request(open: true, zips);
            using var answer = await site.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            await using var body = await answer.Content.ReadAsStreamAsync();
            sent = 0;
            for (int read; (read = await body.ReadAsync(buffer)) > 0;)
                sent += read;
            clock.Stop();
            worked = Environment.CpuUsage.TotalTime - worked;
            busy = worked < busy ? worked : busy;
            allocated = Math.Min(allocated, GC.GetTotalAllocatedBytes(precise: true) - before);
            best = clock.Elapsed < best ? clock.Elapsed : best;
        }

        var (_, whole) = await site.Get(open: true, zips);
        const double mebi = 1 << 20;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"zipped {zips}: {best.TotalMilliseconds:0} ms, {busy.TotalMilliseconds:0} ms of processors, {allocated / mebi:0.0} MiB allocated, {kept / mebi:0.0} MiB kept, {sent / mebi:0.0} MiB sent, {whole.Length / mebi:0.0} MiB of text");
        Assert.Equal(2_000 * 94 * 3, whole.AsSpan().Count("\nqa_agent_pass_ratio{"u8));
        // 0.13 s on a quiet machine, the reader's own work included; twice the aim of 0.25 s leaves room for whatever else a machine does.
        Assert.True(busy < TimeSpan.FromSeconds(0.5), $"{busy.TotalMilliseconds:0} ms of processor time, {best.TotalMilliseconds:0} ms");
        Assert.True(allocated + kept < 64 << 20, $"{allocated} + {kept} bytes");
    }
}
