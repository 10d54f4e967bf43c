using System;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using QA.Engine.Metrics;
using Xunit;

namespace QA.Engine.Tests.Metrics;

/// <summary><c>/metrics</c> over HTTP.</summary>
public sealed class MetricsEndpointTests
{
    private const string Open = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private const string Text = "text/plain; version=0.0.4; charset=utf-8";

    public static TheoryData<string?, string> Accepts => new()
    {
        { null, Text },
        { "", Text },
        { "*/*", Text },
        { "text/plain", Text },
        { "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Text },
        { "application/openmetrics-text", Open },
        { "application/openmetrics-text;version=1.0.0", Open },
        { "Application/OpenMetrics-Text; Version=\"1.0.0\"; charset=utf-8", Open },
        { "application/openmetrics-text;version=0.0.1", Text },
        { "application/openmetrics-text;version=2.0.0", Text },

        // Prometheus 2.42 and 3.
        { "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1", Open },
        { "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,/;q=0.1", Open },
        { "text/plain;version=0.0.4;q=1,*/*;q=0.1", Text },
        { "application/openmetrics-text;q=0.4,text/plain;q=0.5", Text },
        { "application/openmetrics-text;q=0.5,text/plain;q=0.5", Open },
        { "application/openmetrics-text;q=0.3,text/*;q=0.5", Text },
        { "application/openmetrics-text;q=0.3,text/plain;q=0.1,text/*;q=0.5", Open },
        { "application/openmetrics-text;q=0", Text },
        { "application/openmetrics-text;q=0,text/plain;q=0", Text },
        { "application/*", Text },
        { "application/openmetrics-text;q=nonsense", Text },
        { ";;;,", Text },
        { "image/png", Text },
    };

    [Theory]
    [MemberData(nameof(Accepts))]
    public void The_reader_says_which_format_it_gets(string? accept, string expected) => Assert.Equal(expected, MetricsEndpoint.ContentType(MetricsEndpoint.Format(accept)));

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("gzip", true)]
    [InlineData("GZIP", true)]
    [InlineData("deflate, gzip;q=0.5, *;q=0", true)]
    [InlineData("gzip;q=0", false)]
    [InlineData("gzip;q=0.0, *", false)]
    [InlineData("*", true)]
    [InlineData("*;q=0", false)]
    [InlineData("identity", false)]
    [InlineData("identity, gzip;q=0.5", false)]
    [InlineData("identity;q=0.5, gzip", true)]
    [InlineData("br, zstd", false)]
    [InlineData("gzipped", false)]
    [InlineData("gzip;q=nonsense", false)]
    public void The_reader_says_whether_it_takes_gzip(string? acceptEncoding, bool expected) => Assert.Equal(expected, MetricsEndpoint.Zips(acceptEncoding));

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task The_page_is_what_was_asked_for(bool open, bool zips)
    {
        await using var site = await MetricsSite.Start();
        site.Engine.Did(MeasuredEngine.Day("店", "一组", "小鱼"));
        var (answer, body) = await site.Get(open, zips);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(open ? Open : Text, answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(zips ? ["gzip"] : [], answer.Content.Headers.ContentEncoding);
        Assert.Equal("Accept, Accept-Encoding", string.Join(", ", answer.Headers.Vary));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal(87.5, Exposition.Read(body, open).Value("qa_agent_score_mean_points", ("window", "30d")));
    }

    [Fact]
    public async Task A_reader_who_leaves_half_way_disturbs_nobody()
    {
        await using var site = await MetricsSite.Start();
        site.Engine.Did(MetricsSite.Many(300, 94));
        for (var i = 0; i < 5; i++)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, site.Address.Port);
            await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /metrics HTTP/1.1\r\nHost: x\r\n{(i % 2 == 0 ? "" : "Accept-Encoding: gzip\r\n")}\r\n"));
            Assert.True(await socket.ReceiveAsync(new byte[4_096]) > 0);
            socket.LingerState = new LingerOption(true, 0);
        }

        var (_, body) = await site.Get(open: true, zips: true);
        Assert.Equal(300 * 94 * 3, Exposition.Read(body, openMetrics: true).Family("qa_agent_pass_ratio")!.Samples.Count);
        Assert.Empty(site.Errors);
    }

    [Fact]
    public async Task A_reader_who_does_not_read_keeps_neither_others_nor_the_engine_waiting()
    {
        await using var site = await MetricsSite.Start();
        site.Engine.Did(MetricsSite.Many(300, 94));
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, site.Address.Port);
        await socket.SendAsync("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
        Assert.True(await socket.ReceiveAsync(new byte[16]) > 0);

        site.Engine.Metrics.Kept("inbox", 1, 0, 0);
        var pages = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => site.Get(open: i % 2 == 0, zips: i > 0)));
        Assert.All(pages.Select((page, i) => Exposition.Read(page.Body, i % 2 == 0)), said => Assert.Equal(1, said.Value("qa_source_read_bytes_total")));
    }

    [Fact]
    public async Task Ten_thousand_agents_are_two_thousand_and_the_others()
    {
        await using var site = await MetricsSite.Start();
        site.Engine.Did(MetricsSite.Many(10_000, 10));
        var (_, body) = await site.Get(open: true, zips: true);
        var said = Exposition.Read(body, openMetrics: true);
        var agents = said.Family("qa_agent_scored_conversations")!.Samples.Where(sample => sample.Label("window") == "7d").ToList();
        Assert.Equal(2_000, agents.Count(sample => sample.Label("agent") != "other"));

        // All have the same to show, so names decide: four teams of five hundred are there as they are.
        Assert.Equal(16, agents.Count(sample => sample.Label("agent") == "other"));
        Assert.Equal(20_000, agents.Sum(sample => sample.Value));
        Assert.Equal(8_000, said.Value("qa_label_values_cut", ("label", "agent")));
    }
}
