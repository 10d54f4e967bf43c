using System;
using System.Collections.Generic;
using System.Data.Common;
using System.Linq;
using System.Threading;
using Dapper;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Tests.Support;
using QA.Scoring;
using QA.Scoring.Text;
using Xunit;

namespace QA.Engine.Tests.Storage;

/// <summary>Examples of skills, coaching, and which teams there are.</summary>
public abstract partial class StoreContract
{
    private static readonly DateOnly FirstDay = new(2026, 2, 1);
    private static readonly DateOnly LastDay = new(2026, 2, 28);
    private static readonly AgentName Fish = new("一组", "小鱼");

    [Fact]
    public void Teams_and_agents_are_those_that_ever_had_a_conversation()
    {
        Assert.Empty(Store.Teams());
        Save(Scored(Said("a", "您好", "小鱼", "一组")), Scored(Said("b", "您好", "阿凯", "一组")), Scored(Said("c", "您好", "木木", "二组")), Scored(Said("d", "您好", "木" + Odd, "组" + Odd)));
        Assert.Equal([.. ((string[])["一组", "二组", Kept("组" + Odd)]).Order(StringComparer.Ordinal)], Store.Teams());
        Store.Tidy();
        Assert.Equal(3, Store.Teams().Count);
        Assert.Equal(["小鱼", "阿凯"], Store.Agents("一组"));
        Assert.Equal([Kept("木" + Odd)], Store.Agents(Kept("组" + Odd)));
        Assert.Empty(Store.Agents("三组"));
    }

    [Fact]
    public void Examples_are_official_scores_with_that_verdict_of_that_team_in_those_days()
    {
        Save(
            Scored(Said("old", "在", "小鱼", "一组", day: 1)), Scored(Said("good", "您好", "小鱼", "一组", day: 2)), Scored(Said("new", "在", "阿凯", "一组", day: 3)),
            Scored(Said("other team", "在", "小鱼", "二组", day: 3)));
        Assert.Equal(["new", "old"], Ids(Verdict.Fail));
        Assert.Equal(["good"], Ids(Verdict.Pass));
        Assert.Equal(["new"], Ids(Verdict.Fail, from: 2));
        Assert.Equal(["old"], Ids(Verdict.Fail, agent: "小鱼"));
        Assert.Equal(["new"], Ids(Verdict.Fail, most: 1));
        Assert.Empty(Ids(Verdict.Fail, criterion: "none such"));

        var example = Find(Verdict.Pass)[0];
        Assert.Equal(("greeting", Verdict.Pass, FirstDay.AddDays(1), "小鱼", false), (example.Found.Criterion, example.Found.Verdict, example.Day, example.Agent, example.Reviewed));
        Assert.Equal(Store.Scores("good")[0].Number, example.Score);
        Assert.NotEmpty(example.Found.Evidence);

        // What the chat became since is what counts, and a rubric under which the criterion has another place is asked at that place.
        Save(Scored(Said("old", "您好", "小鱼", "一组", day: 1, messages: 2)));
        Assert.Equal(["new"], Ids(Verdict.Fail));
        Store.UseRubric(TestRubric.Next, "text");
        Assert.Equal(["new"], Ids(Verdict.Fail));
    }

    [Fact]
    public void Calmed_customers_are_found_the_largest_rise_first()
    {
        Save(
            Felt("most", "小鱼", "一组", 1, "太差了!!客服爱答不理😡", "解决了,非常满意,谢谢👍"), Felt("some", "阿凯", "一组", 2, "太差了!!客服爱答不理😡", "在吗"),
            Felt("calm", "小鱼", "一组", 2, "在吗", "谢谢"), Felt("worse", "小鱼", "一组", 2, "在吗", "太差了!!客服爱答不理😡"), Felt("other team", "小鱼", "二组", 3, "太差了!!", "解决了,谢谢"));
        Assert.Equal(["most", "some"], Calmed().Select(static example => example.Conversation));
        Assert.Equal(["most"], Calmed(most: 1).Select(static example => example.Conversation));
        Assert.Equal(["some"], Calmed(agent: "阿凯").Select(static example => example.Conversation));
        Assert.Equal(["some"], Calmed(from: 2).Select(static example => example.Conversation));
        var (example, score) = (Calmed()[0], Assert.Single(Store.Scores("most")));
        Assert.Equal((score.Number, score.Day, score.Agent, score.Total, score.Mood!.Value), (example.Score, example.Day, example.Agent, example.Total, example.Mood));

        // What the chat became since is what counts.
        Save(Felt("most", "小鱼", "一组", 1, "太差了!!客服爱答不理😡", "解决了,非常满意,谢谢👍", "太差了!!骗子😡"));
        Assert.Equal(["some"], Calmed().Select(static example => example.Conversation));

        IReadOnlyList<CalmedExample> Calmed(string? agent = null, int from = 1, int most = 10) =>
            Store.Examples.Calmed(new CalmedQuestion("一组", agent, FirstDay.AddDays(from - 1), LastDay, most));
    }

    /// <summary>The customer says these, and the agent answers each.</summary>
    private ScoredConversation Felt(string id, string agent, string team, int day, params IReadOnlyList<string> said)
    {
        var at = new DateTimeOffset(FirstDay.AddDays(day - 1).ToDateTime(new TimeOnly(10, 0)), TimeSpan.FromHours(8));
        return Scored(LocalSentiment.Read(new Conversation(id, [.. said.SelectMany((text, i) => (Message[])
        [
            new Message(Speaker.Customer, text, "客", at.AddMinutes(2 * i)), new Message(Speaker.Agent, "您好", agent, at.AddMinutes((2 * i) + 1), MessageKind.Text, team),
        ])])));
    }

    [Fact]
    public void A_persons_verdict_makes_the_example_what_they_said()
    {
        Save(Scored(Said("wrong", "在", "小鱼", "一组")), Scored(Said("right", "您好", "小鱼", "一组")));
        var (wrong, right) = (Store.Scores("wrong")[0].Number, Store.Scores("right")[0].Number);

        // A supervisor says of the failed one what the machine says of the other.
        People(connection => connection.Execute(
            """
            INSERT INTO reviewed_scores (score, day, counts, total, standing, passed, verdicts, document, at)
            SELECT @wrong, 20260201, uncapped, total, standing, 1, verdicts, document, 0 FROM scores WHERE number = @right
            """,
            new { wrong, right }));
        Assert.Empty(Find(Verdict.Fail));
        Assert.Equal([("right", false), ("wrong", true)], Find(Verdict.Pass).Select(static example => (example.Conversation, example.Reviewed)).Order());
    }

    [Fact]
    public void A_coaching_goes_from_assigned_to_ended_once()
    {
        var tasks = new CoachingTasks(Store.People, Time);
        var number = tasks.Assign(Fish, "greeting", "先问好 😀", FirstDay, LastDay, 7, "王芳")!.Value;
        Assert.Equal(new CoachingTask(number, Fish, "greeting", "先问好 😀", FirstDay, LastDay, 7, "王芳", Time.Now.ToUniversalTime(), null, ""), tasks.Find(number));
        Assert.Null(tasks.Assign(Fish, "greeting", "again", FirstDay, null, 8, "李雷"));
        Assert.NotNull(tasks.Assign(Fish, "courtesy", "", FirstDay, null, 8, "李雷"));
        Assert.True(tasks.End(number, "稳定了"));
        Assert.False(tasks.End(number, "twice"));
        Assert.False(tasks.End(number + 100, "none such"));
        Assert.Equal(("稳定了", Time.Now.ToUniversalTime()), (tasks.Find(number)!.Outcome, tasks.Find(number)!.EndedAt!.Value));
        Assert.NotNull(tasks.Assign(Fish, "greeting", "a second time", FirstDay, null, 7, "王芳"));
        Assert.Null(tasks.Find(number + 100));
    }

    [Fact]
    public void Coachings_are_listed_by_follow_up_and_by_what_is_over()
    {
        var tasks = new CoachingTasks(Store.People, Time);
        var later = tasks.Assign(Fish, "a", "", FirstDay, LastDay, 1, "x")!.Value;
        var never = tasks.Assign(Fish, "b", "", FirstDay, null, 1, "x")!.Value;
        var soon = tasks.Assign(new AgentName("一组", "阿凯"), "a", "", FirstDay, FirstDay.AddDays(3), 1, "x")!.Value;
        var other = tasks.Assign(new AgentName("二组", "小鱼"), "a", "", FirstDay, FirstDay, 1, "x")!.Value;
        Assert.Equal([soon, later, never], tasks.UnderWay("一组", 10).Select(static task => task.Number));
        Assert.Equal([soon], tasks.UnderWay("一组", 1).Select(static task => task.Number));
        tasks.End(later, "done");
        tasks.End(soon, "done");
        Assert.Equal([soon, later], tasks.Ended("一组", 10).Select(static task => task.Number));
        Assert.Equal([later], tasks.Ended("一组", 10, before: soon).Select(static task => task.Number));
        Assert.Equal([never, later], tasks.Of(Fish, 10).Select(static task => task.Number));
        Assert.Equal([other], tasks.Of(new AgentName("二组", "小鱼"), 10).Select(static task => task.Number));
    }

    [Fact]
    public void Who_was_coached_between_two_days_is_known()
    {
        Time.Now = new DateTimeOffset(2026, 2, 10, 12, 0, 0, TimeSpan.FromHours(8));
        var tasks = new CoachingTasks(Store.People, Time);
        var ended = tasks.Assign(Fish, "a", "", FirstDay, null, 1, "x")!.Value;
        tasks.End(ended, "");
        var open = tasks.Assign(Fish, "b", "", FirstDay.AddDays(19), null, 1, "x")!.Value;
        Assert.Equal([ended], Numbers(1, 12));
        Assert.Equal([ended, open], Numbers(10, 20));
        Assert.Equal([open], Numbers(13, 28));

        IEnumerable<long> Numbers(int from, int to) => tasks.Between("一组", new DateOnly(2026, 2, from), new DateOnly(2026, 2, to)).Select(static task => task.Number);
    }

    [Fact]
    public void Odd_characters_and_names_without_end_can_be_coached()
    {
        // Dapper ends SQLite's texts at a NUL; nobody types one into a form.
        var odd = Odd.Replace("\0", "", StringComparison.Ordinal);
        var agent = new AgentName(new string('组', 3_000) + odd, new string('鱼', 3_000) + odd);
        var tasks = new CoachingTasks(Store.People, Time);
        var number = tasks.Assign(agent, "greeting", odd, FirstDay, null, 1, odd)!.Value;
        Assert.Equal((agent, odd, odd), (tasks.Find(number)!.Agent, tasks.Find(number)!.Note, tasks.Find(number)!.Coach));
        Assert.Equal([number], tasks.Of(agent, 10).Select(static task => task.Number));
    }

    [Fact]
    public void Of_two_who_assign_the_same_at_once_one_does()
    {
        var tasks = new CoachingTasks(Store.People, Time);
        var assigned = 0;
        using var start = new Barrier(4);
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            start.SignalAndWait();
            if (tasks.Assign(Fish, "greeting", "", FirstDay, null, 1, "x") is not null)
                Interlocked.Increment(ref assigned);
        })).ToList();
        threads.ForEach(static thread => thread.Start());
        threads.ForEach(static thread => thread.Join());
        Assert.Equal(1, assigned);
    }

    [Fact]
    public void Objections_to_a_criterion_are_counted_by_what_became_of_them()
    {
        foreach (var (score, team, criterion, state, at) in (IEnumerable<(int, string, string, string, int)>)
            [(1, "一组", "greeting", "open", 5), (2, "一组", "greeting", "accepted", 5), (3, "一组", "greeting", "accepted", 6), (4, "一组", "greeting", "withdrawn", 5),
                (5, "一组", "courtesy", "declined", 5), (6, "二组", "greeting", "declined", 5), (7, "一组", "greeting", "declined", 1)])
        {
            People(connection => connection.Execute(
                """
                INSERT INTO disputes (score, conversation, team, agent, criterion, round, wanted, comment, account, name, at, state)
                VALUES (@score, 'c', @team, 'x', @criterion, 1, 'P', '', 1, 'x', @at, @state)
                """,
                new { score = (long)score, team, criterion, state, at = (long)at }));
        }

        Assert.Equal(new ObjectionCounts(1, 2, 0), new Disputes(Store.People, new Reviews(Store, Time), Time).About("greeting", "一组", DateTimeOffset.UnixEpoch.AddMicroseconds(2)));
    }

    private void People(Func<DbConnection, int> work) => Store.People.Write(work);

    private IReadOnlyList<SkillExample> Find(Verdict verdict, int from = 1, string? agent = null, int most = 10, string criterion = "greeting") =>
        Store.Examples.Find(new SkillQuestion(criterion, verdict, "一组", agent, new DateOnly(2026, 2, from), LastDay, most));

    private IEnumerable<string> Ids(Verdict verdict, int from = 1, string? agent = null, int most = 10, string criterion = "greeting") =>
        Find(verdict, from, agent, most, criterion).Select(static example => example.Conversation);

    /// <summary>A chat of a day of February in which an agent says one thing.</summary>
    private static Conversation Said(string id, string text, string agent, string team, int day = 1, int messages = 1) => new(
        id,
        [.. Enumerable.Range(0, messages).Select(i => new Message(Speaker.Agent, text, agent, new DateTimeOffset(2026, 2, day, 10, i, 0, TimeSpan.FromHours(8)), MessageKind.Text, team))]);
}
