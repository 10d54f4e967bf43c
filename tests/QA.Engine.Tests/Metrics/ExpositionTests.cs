using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using QA.Engine.Metrics;
using QA.Engine.Tests.Support;
using QA.Scoring;
using QA.Scoring.Text;
using Xunit;

namespace QA.Engine.Tests.Metrics;

/// <summary>What <c>/metrics</c> says, read by a parser of our own and by Prometheus's.</summary>
public sealed class ExpositionTests
{
    private static readonly string Smiles = string.Concat(Enumerable.Repeat("😀", 300));

    private static readonly string[] Nasty =
    [
        "小鱼", "a\"b", "a\\", "a\nb", "\\n", "😀", "a\0b", "\uD800", "x\uDFFFy", "", "other", "unnamed", "none", "\r\n", "\u001b[31m", "}", "{x=\"", " # {", "é\u0301", "\u202e",
        "\uFEFF", "a,b", new('长', 5_000), Smiles, "\u0085",
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Both_formats_say_what_is_expected_to_the_letter(bool open)
    {
        var format = open ? TextFormat.OpenMetrics : TextFormat.Prometheus;
        using var engine = new MeasuredEngine();
        await EverythingHappens(engine);
        var text = Encoding.UTF8.GetString(await engine.Bytes(format));

        // What the machine and the runtime say is not the same twice; of the rest every byte is.
        var own = string.Concat(Regex.Split(text, @"(?<=\n)(?=# (?:HELP|TYPE|EOF))").Where(part => !Regex.IsMatch(part, @"^# \w+ (process|dotnet|qa_build)")));
        var path = Path.Combine(Folder(), $"metrics.{(open ? "openmetrics" : "prometheus")}.txt");
        if (Environment.GetEnvironmentVariable("QA_REFRESH") == "1")
            await File.WriteAllTextAsync(path, own);
        Assert.Equal(await File.ReadAllTextAsync(path), own);
    }

    [Fact]
    public async Task Both_formats_say_the_same()
    {
        using var engine = new MeasuredEngine();
        await EverythingHappens(engine);
        var text = await engine.Read();
        var open = await engine.Read(TextFormat.OpenMetrics);

        static string[] Series(Exposition said) => [.. said.Samples.Where(sample => !sample.Name.StartsWith("process_", StringComparison.Ordinal) && !sample.Name.StartsWith("dotnet_", StringComparison.Ordinal)).Select(sample => $"{sample.Series} {sample.Value:R}")];
        Assert.Equal(Series(text), Series(open));
        Assert.Equal("info", open.Family("qa_rubric")!.Type);
        Assert.Equal("gauge", text.Family("qa_rubric_info")!.Type);
        Assert.Equal("seconds", open.Family("qa_scoring_lag_seconds")!.Unit);
        Assert.Equal("seconds", open.Family("qa_agent_reply_seconds")!.Unit);
        Assert.DoesNotContain(text.Samples, sample => sample.Exemplar is not null);
    }

    [Fact]
    public async Task Every_declared_metric_appears_once_everything_has_happened()
    {
        using var engine = new MeasuredEngine();
        await EverythingHappens(engine);
        var said = (await engine.Read()).Families.Select(family => family.Name).ToHashSet();

        // The runtime tells of exceptions once there was one.
        var known = engine.Metrics.Declared.Select(one => one.Name).Concat(RuntimeNames.All.Values.Select(shown => shown.Name)).ToHashSet();
        Assert.Equal(known.Append("dotnet_exceptions_total").Order(StringComparer.Ordinal).Distinct(), said.Append("dotnet_exceptions_total").Order(StringComparer.Ordinal).Distinct());
    }

    [Fact]
    public async Task Series_have_the_labels_that_are_declared_and_no_others()
    {
        using var engine = new MeasuredEngine();
        await EverythingHappens(engine);
        var said = await engine.Read();
        foreach (var declared in engine.Metrics.Declared)
        {
            foreach (var sample in said.Family(declared.Name)!.Samples)
                Assert.Equal(declared.Labels, sample.Labels.Select(label => label.Name).Where(name => name != "le"));
        }
    }

    [Fact]
    public void Names_follow_the_rules_and_say_their_unit()
    {
        using var engine = new MeasuredEngine();
        foreach (var declared in engine.Metrics.Declared)
        {
            Assert.Matches("^(qa|process)_[a-z_]+$", declared.Name);
            Assert.EndsWith(".", declared.Instrument.Description);
            var stem = declared.Name.EndsWith("_total", StringComparison.Ordinal) ? declared.Name[..^6] : declared.Name;
            if (declared.Instrument.Unit is "s" or "By" or "1")
                Assert.EndsWith(declared.Instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "_ratio" }, stem);
        }

        // OpenMetrics leaves the ending of counters out, so that a counter and a gauge could collide.
        var families = engine.Metrics.Declared.Select(one => one.Name).Concat(RuntimeNames.All.Values.Select(shown => shown.Name))
            .Select(name => Regex.Replace(name, "_(total|info)$", "")).ToList();
        Assert.Equal(families.Count, families.Distinct().Count());
    }

    [Fact]
    public async Task Prometheus_own_linter_finds_nothing()
    {
        using var engine = new MeasuredEngine();
        await EverythingHappens(engine);
        engine.Did(Nasty.Select((name, i) => MeasuredEngine.Day(name, $"t{i}", name, ("greeting", new CriterionDay(1, 0, 2, 100)))));
        var (status, output) = await Promtool.Run(await engine.Bytes(TextFormat.Prometheus), "check", "metrics");
        Assert.Equal("", output);
        Assert.Equal(0, status);

        // A near miss: the linter does read what it is given.
        Assert.NotEqual(0, (await Promtool.Run(Encoding.UTF8.GetBytes("# HELP x y\n# TYPE x counter\nx 1\n"), "check", "metrics")).Status);
    }

    [Fact]
    public async Task Prometheus_own_reader_takes_every_series_of_OpenMetrics()
    {
        using var engine = new MeasuredEngine();
        using var folder = new TempFolder();
        await EverythingHappens(engine);
        engine.Did(Nasty.Select((name, i) => MeasuredEngine.Day(name, $"t{i}", name, ("greeting", new CriterionDay(1, 0, 2, 100)))));
        var bytes = await engine.Bytes(TextFormat.OpenMetrics);
        var said = Exposition.Read(bytes, openMetrics: true);

        // The tool wants to know when it was; a scrape knows that by itself.
        var ends = new Queue<int>(said.Samples.Select(sample => sample.ValueEnd));
        var timed = string.Join('\n', Encoding.UTF8.GetString(bytes).Split('\n').Select(line => line.Length == 0 || line[0] == '#' ? line : line.Insert(ends.Dequeue(), " 1772424000")));
        var (status, output) = await Promtool.Run([], "tsdb", "create-blocks-from", "openmetrics", folder.Write("metrics.txt", timed), folder["data"]);
        Assert.True(status == 0, output);

        // The tool also wants to see what a running server would have beside the blocks.
        Directory.CreateDirectory(Path.Combine(folder["data"], "wal"));
        var (_, dump) = await Promtool.Run([], "tsdb", "dump", folder["data"]);
        Assert.Contains("agent=\"a\\\"b\"", dump);
        Assert.Equal(said.Samples.Count(), Regex.Count(dump, @"^\{__name__=", RegexOptions.Multiline));
    }

    [Fact]
    public async Task Whatever_a_name_holds_the_page_can_be_read_and_the_name_recognised()
    {
        using var engine = new MeasuredEngine();
        engine.Did(Nasty.Select((name, i) => MeasuredEngine.Day("店", $"t{i}", name, ("greeting", new CriterionDay(1, 0, 0, 0)))));
        foreach (var format in Enum.GetValues<TextFormat>())
        {
            var names = (await engine.Read(format)).Family("qa_agent_scored_conversations")!.Samples
                .Where(sample => sample.Label("window") == "1d").ToDictionary(sample => sample.Label("team")!, sample => sample.Label("agent")!);
            string Shown(string name) => names[$"t{Array.IndexOf(Nasty, name)}"];
            foreach (var same in (string[])["小鱼", "a\"b", "a\\", "a\nb", "\\n", "😀", "}", "{x=\"", " # {", "a,b"])
                Assert.Equal(same, Shown(same));
            Assert.Equal("a\uFFFDb", Shown("a\0b"));
            Assert.Equal("\uFFFD", Shown("\uD800"));
            Assert.Equal("x\uFFFDy", Shown("x\uDFFFy"));
            Assert.Equal("\uFFFD\n", Shown("\r\n"));
            Assert.Equal("unnamed", Shown(""));
            Assert.Equal("other (name)", Shown("other"));
            Assert.Equal("unnamed (name)", Shown("unnamed"));
            Assert.Equal(LabelText.Longest, Shown(new string('长', 5_000)).Length);
            Assert.EndsWith("😀…", Shown(Smiles));
        }
    }

    [Fact]
    public async Task Names_that_become_the_same_are_one_series()
    {
        using var engine = new MeasuredEngine();
        engine.Did(
            MeasuredEngine.Day("店", "一组", "a\0", ("greeting\0", new CriterionDay(1, 0, 0, 0))),
            MeasuredEngine.Day("店", "一组", "a\u0001", ("greeting\u0001", new CriterionDay(0, 0, 1, 500))));
        var said = await engine.Read();
        Assert.Equal(4, said.Value("qa_agent_scored_conversations", ("agent", "a\uFFFD"), ("window", "1d")));
        Assert.Equal(0.5, said.Value("qa_agent_pass_ratio", ("agent", "a\uFFFD"), ("window", "1d")));
    }

    [Fact]
    public async Task Series_stand_in_the_same_order_whoever_came_first()
    {
        using var one = new MeasuredEngine();
        using var other = new MeasuredEngine();
        string[] agents = ["小鱼", "阿青", "b", "a", "Z"];
        foreach (var agent in agents)
            one.Metrics.Served(Service(agent));
        foreach (var agent in agents.Reverse())
            other.Metrics.Served(Service(agent));
        static string Own(byte[] bytes) => string.Join('\n', Encoding.UTF8.GetString(bytes).Split('\n').Where(line => line.StartsWith("qa_service", StringComparison.Ordinal)));
        Assert.Equal(Own(await one.Bytes(TextFormat.Prometheus)), Own(await other.Bytes(TextFormat.Prometheus)));
        Assert.NotEqual("", Own(await one.Bytes(TextFormat.Prometheus)));
    }

    [Fact]
    public async Task An_exemplar_names_the_last_slow_conversation_of_its_bucket()
    {
        using var engine = new MeasuredEngine();
        engine.Metrics.BatchTook(BatchStage.Score, TimeSpan.FromSeconds(2), "c1");
        engine.Metrics.BatchTook(BatchStage.Score, TimeSpan.FromSeconds(2.1), "c\"2\"");
        engine.Metrics.BatchTook(BatchStage.Score, TimeSpan.FromSeconds(0.02), null);
        engine.Metrics.BatchTook(BatchStage.Score, TimeSpan.FromSeconds(20), new string('c', 200));
        engine.Metrics.BatchTook(BatchStage.Score, TimeSpan.FromSeconds(7), "c\0");
        var buckets = (await engine.Read(TextFormat.OpenMetrics)).Family("qa_batch_seconds")!.Samples.Where(sample => sample.Name.EndsWith("_bucket", StringComparison.Ordinal)).ToList();
        Assert.Equal(["c\"2\""], buckets.Where(bucket => bucket.Exemplar is not null).Select(bucket => bucket.Exemplar));
        Assert.Equal("2.5", buckets.Single(bucket => bucket.Exemplar is not null).Label("le"));
        Assert.Equal(5, buckets[^1].Value);
    }

    [Fact]
    public async Task Counts_stay_whole_beyond_what_a_double_can_count()
    {
        using var engine = new MeasuredEngine();
        engine.Metrics.Kept("inbox", (1L << 53) + 1, 0, 0);
        Assert.Contains("qa_source_read_bytes_total{source=\"inbox\"} 9007199254740993\n", Encoding.UTF8.GetString(await engine.Bytes(TextFormat.Prometheus)));
    }

    internal static ServiceFigures Service(string agent) => new(
        "店", "一组", agent, [TimeSpan.FromSeconds(12)], [TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(200)], 1, 5, 4, [("taobao.3min", 3, 1)]);

    /// <summary>Whatever can happen to an engine, happens once.</summary>
    private static async Task EverythingHappens(MeasuredEngine engine)
    {
        var metrics = engine.Metrics;
        metrics.UseRubric(TestRubric.Value);
        foreach (var text in (string[])["您好,谢谢", "哼", "您好"])
        {
            var chat = LocalSentiment.Read(Chats.Good(Chats.Line("c-" + text, text, ",\"shop\":\"小满家居\",\"closed\":\"2026-03-02T11:59:18+08:00\"")));
            metrics.Scored(chat, Scorer.Score(chat, TestRubric.Value), engine.Time.GetUtcNow());
        }

        var rude = Chats.Good(Chats.Line("rude", "您好,你是笨蛋吗"));
        metrics.Scored(rude, Scorer.Score(rude, TestRubric.Value), engine.Time.GetUtcNow());
        metrics.CriticalDecided("小满家居", "一组", "insult", confirmed: true);
        metrics.Served(Service("小鱼"));
        metrics.BatchTook(BatchStage.Score, TimeSpan.FromSeconds(0.7), "c1");
        metrics.BatchTook(BatchStage.Save, TimeSpan.FromSeconds(0.012), null);
        metrics.Kept("inbox", 12_345, 2, 1);
        metrics.Brought("api:shop", 600, 1);
        metrics.SourceFailed("queue");
        metrics.LeaseLost(LeaseKind.Source);
        metrics.StoreFailed();
        metrics.StoreSaid(new StoreFigures(
            7, engine.Time.GetUtcNow().AddSeconds(-90), 9, 3, 2, [new JobFigures(200, 1_000)], [new CriticalFigures("一组", "小鱼", 2, 1), new CriticalFigures("一组", "阿青", 0, 0)]));
        metrics.Agreed([new AgreementFigures("test-zh", "greeting", 0.875, 0.75, 1, 40)]);
        metrics.ReadFailed();
        metrics.UseLanguageService(["answered", "throttled"], ["over-budget", "timed-out"]);
        metrics.LanguageRequested("answered", 12, TimeSpan.FromSeconds(0.3));
        metrics.LanguageAnswered(8, 3);
        metrics.LanguageFellBack("timed-out", 2);
        engine.Did(
            MeasuredEngine.Day("小满家居", "一组", "小鱼", ("greeting", new CriterionDay(2, 1, 4, 1_050)), ("courtesy", new CriterionDay(1, 0, 0, 0))) with { Moods = new MoodDay(2, 1, 1, 0, 0, -300, 900) },
            MeasuredEngine.Day("小满家居", "一组", "阿青", ("greeting", new CriterionDay(1, 0, 0, 0))),
            MeasuredEngine.Day("", "", "", ("apology-first", new CriterionDay(0, 0, 3, 900))));

        // The runtime tells of its collections once there was one.
        await Task.Run(GC.Collect);
    }

    private static string Folder([CallerFilePath] string file = "")
    {
        // The build may map paths, so look upwards from the program as well.
        foreach (var start in (string[])[AppContext.BaseDirectory, Path.GetDirectoryName(file) ?? ""])
        {
            for (var folder = start; !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
            {
                if (File.Exists(Path.Combine(folder, "QA.sln")))
                    return Path.Combine(folder, "tests", "QA.Engine.Tests", "Metrics");
            }
        }

        throw new InvalidOperationException("QA.sln is in no folder above the tests");
    }
}
