using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using QA.Engine.Storage;
using QA.Engine.Storage.Sqlite;
using QA.Engine.Tests.Support;
using QA.Engine.Tests.Web.Card;
using QA.Engine.Web.Audit;
using QA.Engine.Web.Layout;
using QA.Scoring;
using Xunit;

namespace QA.Engine.Tests.Web.Layout;

/// <summary>Sums of a team, shown again for half a minute, and never after a decision.</summary>
public sealed class KeptFiguresTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_card_shows_new_chats_after_half_a_minute_and_a_decision_at_once()
    {
        await using var site = await CardSite.Start(_folder, _time, Site.Options with { FiguresKept = Long });
        using var visitor = await site.Visitor("akai");
        using var supervisor = await site.Visitor("supervisor");
        var (counted, lost) = (await Evaluations(), await Lost());
        Assert.True(lost > 0);
        site.Store.Save(new StoreBatch { Entries = [.. SampleStore.Scored(static line => Again(line, "a")).Where(OfWeak)] });
        Assert.Equal(counted, await Evaluations());
        _time.Now += Long - TimeSpan.FromSeconds(1);
        Assert.Equal(counted, await Evaluations());
        _time.Now += TimeSpan.FromSeconds(1);
        var more = await Evaluations();
        Assert.InRange(more, counted + 1, int.MaxValue);

        // Whatever came since is shown with the decision.
        site.Store.Save(new StoreBatch { Entries = [.. SampleStore.Scored(static line => Again(line, "b")).Where(OfWeak)] });
        Assert.Equal((more, lost), (await Evaluations(), lost));
        var before = await Lost();
        var score = site.Store.AgentScores.Of(CardSite.Weak, new DateOnly(2026, 1, 2), new DateOnly(2026, 4, 1), 500)
            .First(static score => score.Verdicts[score.Criteria.ToList().IndexOf("courtesy")] == ScoreColumns.Letter(Verdict.Fail));
        using (var answer = await supervisor.Submit(
            Links.Conversation(score.Conversation, score.Number, "courtesy").Split('#')[0], "#courtesy form[action='/conversation/correct']", ("verdict", "P"), ("comment", "已经很客气了")))
            Assert.Equal(System.Net.HttpStatusCode.Redirect, answer.StatusCode);
        Assert.NotEqual(before, await Lost());
        Assert.InRange(await Evaluations(), more + 1, int.MaxValue);

        async Task<int> Evaluations() => int.Parse((await visitor.Page("/card?days=90")).QuerySelector(".card-mean .dim")!.TextContent[4..], System.Globalization.CultureInfo.InvariantCulture);

        async Task<double> Lost() => double.Parse(
            (await visitor.Page("/card?days=90")).QuerySelectorAll("#c-courtesy .num")[3].TextContent.Trim().TrimStart('−'), System.Globalization.CultureInfo.InvariantCulture);

        static string Again(string line, string mark) => line.Replace("{\"id\":\"", "{\"id\":\"" + mark + "-", StringComparison.Ordinal).Replace(SampleStore.OtherTeam, SampleStore.Team, StringComparison.Ordinal);

        static bool OfWeak(ScoredConversation chat) => chat.Scores.Any(static score => score.Agent == CardSite.Weak.Name);
    }

    [Fact]
    public void Figures_are_read_once_for_all_who_ask_until_the_time_is_over()
    {
        var (kept, reads) = (Kept(Long), 0);
        Assert.Equal(["1", "1", "2"], [Get(1), Get(1), Get(2)]);
        _time.Now += Long;
        Assert.Equal("3", Get(1));
        _time.Now -= TimeSpan.FromHours(1);
        Assert.Equal("4", Get(1));
        var never = Kept(TimeSpan.Zero);
        Assert.Equal(["5", "6"], [never.Get(1, Read), never.Get(1, Read)]);

        string Get(int key) => kept.Get(key, Read);

        string Read() => (++reads).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Those_who_ask_at_once_wait_for_one_reading()
    {
        var (kept, reads) = (Kept(Long), 0);
        using var asked = new CountdownEvent(4);
        var answers = new string[4];
        var threads = Enumerable.Range(0, 4).Select(number => new Thread(() =>
        {
            asked.Signal();
            answers[number] = kept.Get("team", () =>
            {
                asked.Wait();
                return Interlocked.Increment(ref reads).ToString(System.Globalization.CultureInfo.InvariantCulture);
            });
        })).ToList();
        threads.ForEach(static thread => thread.Start());
        threads.ForEach(static thread => thread.Join());
        Assert.Equal(["1", "1", "1", "1"], answers);
    }

    [Fact]
    public void What_was_under_way_when_something_was_decided_is_not_shown_to_those_who_come_after()
    {
        var kept = Kept(Long);
        Assert.Equal("before", kept.Get("team", () =>
        {
            kept.Forget();
            return "before";
        }));
        Assert.Equal("after", kept.Get("team", static () => "after"));
    }

    [Fact]
    public void A_reading_that_fails_is_tried_again_by_the_next()
    {
        var kept = Kept(Long);
        Assert.Throws<StoreUnavailableException>(() => kept.Get<string>("team", static () => throw new StoreUnavailableException("no route to the store")));
        Assert.Equal("read", kept.Get("team", static () => "read"));
    }

    [Fact]
    public void However_many_are_asked_for_only_some_are_kept()
    {
        var (kept, reads) = (Kept(Long), new List<int>());
        for (var round = 0; round < 2; round++)
        {
            for (var key = 0; key < 1_000; key++)
                Assert.Equal($"{key}", kept.Get(key, () => Read(key)));
        }

        Assert.InRange(reads.Count, 1_001, 2_000);

        string Read(int key)
        {
            reads.Add(key);
            return $"{key}";
        }
    }

    public void Dispose() => _folder.Dispose();

    private KeptFigures Kept(TimeSpan time) => new(time, _time);
}
