using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Dapper;
using QA.Engine.Sources;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Tests.Support;
using QA.Scoring;
using Xunit;

namespace QA.Engine.Tests.Storage.People;

/// <summary>What an agent's card needs of every store: the agent's scores, objections and their answers, what was seen.</summary>
public abstract class CardContract : IDisposable
{
    private const string Odd = "鱼\0\u202e'%_\"\\";
    private static readonly AgentName Fish = new("一组", "小鱼");
    private static readonly Account Boss = Person(7, "王主管", Role.Supervisor);
    private static readonly DateOnly First = new(2026, 3, 1);
    private readonly ContentHash _hash = new();
    private IScoreStore? _store;

    private protected ManualTime Time { get; } = new();

    private protected IScoreStore Store => _store ??= Start();

    private protected abstract IScoreStore Open();

    private protected abstract void CleanUp();

    private Disputes Disputes => new(Store.People, new Reviews(Store, Time), Time);

    [Fact]
    public void An_agents_scores_come_newest_first_with_verdicts_and_criticals_and_nobody_elses_among_them()
    {
        Save(Chat("old", "2026-03-01T10:00:00+08:00", "您好"), Chat("new", "2026-03-02T10:00:00+08:00", "谢谢笨蛋"), Chat("other", "2026-03-02T10:00:00+08:00", "您好", "大熊"), Chat("elsewhere", "2026-03-02T10:00:00+08:00", "您好", team: "二组"));
        var scores = Store.AgentScores.Of(Fish, First, First.AddDays(5), 10);
        Assert.Equal(["new", "old"], scores.Select(static score => score.Conversation));
        Assert.Equal([new DateOnly(2026, 3, 2), First], scores.Select(static score => score.Day));
        Assert.Equal(["FPN", "PpN"], scores.Select(Letters));
        Assert.Equal([("insult", StoredSuspicion.Suspected)], scores[0].Criticals);
        Assert.Equal((0, Verdict.Fail, Verdict.Pass, null), (scores[0].Total, scores[0].VerdictOf("greeting"), scores[0].VerdictOf("courtesy"), scores[0].VerdictOf("no-such")));
        Assert.Equal((TestRubric.Value.Hash, Time.Now, false), (scores[0].RubricHash, scores[0].ScoredAt, scores[0].Reviewed));
        Assert.Single(Store.AgentScores.Of(Fish, First, First.AddDays(5), 1));
        Assert.Equal(["old"], Store.AgentScores.Of(Fish, First, First, 10).Select(static score => score.Conversation));
    }

    [Fact]
    public void A_teams_sums_are_those_of_its_roll_ups_merged_or_not()
    {
        Store.UseRubric(TestRubric.Next, "text");
        Save(Chat("a", "2026-03-01T10:00:00+08:00", "您好"), Chat("b", "2026-03-02T10:00:00+08:00", "谢谢笨蛋"), Chat("c", "2026-03-02T10:00:00+08:00", "在", "大熊"));
        Store.Tidy();
        Save(Chat("d", "2026-03-02T11:00:00+08:00", "谢谢"), Chat("e", "2026-03-03T10:00:00+08:00", "您好"), Chat("f", "2026-03-02T10:00:00+08:00", "您好", team: "二组"));
        var other = Chat("g", "2026-03-02T12:00:00+08:00", "您好");
        Store.Save(new StoreBatch { Entries = [new ScoredConversation("a.jsonl", 1, other, _hash.Of(other), Scorer.Score(other, TestRubric.Next), Receipt.Of(other, TestRubric.Next))] });
        foreach (var (from, to) in new[] { (First, First.AddDays(1)), (First, First), (First.AddDays(-9), First.AddDays(9)), (First.AddDays(20), First.AddDays(30)) })
            Assert.Equal(Shown(SlowSums.Of(Store.Rollups(from, to, "一组"))), Shown(Store.AgentScores.Team("一组", from, to)));
        Assert.Equal(2, Store.AgentScores.Team("一组", First, First.AddDays(1)).Count);

        static string Shown(IEnumerable<AgentSums> sums) => string.Join('\n', sums.OrderBy(static each => each.Agent, StringComparer.Ordinal).Select(static each =>
            $"{each.Agent} {each.Scores} {each.Ranked} {each.Sum} {each.SumOfSquares} {each.Rubric} {string.Join(' ', each.Days.GroupBy(static day => day.Day).OrderBy(static day => day.Key).Select(static day => (day.Key, day.Sum(static one => one.Ranked), day.Sum(static one => one.Sum))))} {string.Join(' ', each.Criteria.OrderBy(static one => one.Key, StringComparer.Ordinal))}"));
    }

    [Fact]
    public void A_score_is_found_by_its_number_for_its_agent_alone()
    {
        Save(Chat("a", "2026-03-02T10:00:00+08:00", "您好"), Chat("b", "2026-03-02T10:00:00+08:00", "您好", "大熊"));
        var own = Store.Scores("a")[0].Number;
        var other = Store.Scores("b")[0].Number;
        Assert.Equal([own], Store.AgentScores.Find(Fish, [own, other, 999_999_999]).Select(static score => score.Number));
        Assert.Empty(Store.AgentScores.Find(Fish, [other]));
        Assert.Empty(Store.AgentScores.Find(Fish, []));
    }

    [Fact]
    public void Odd_and_endless_names_and_ids_find_their_scores_too()
    {
        var id = "c" + Odd + new string('长', 1_000);
        var agent = new AgentName("组" + Odd, new string('名', 500) + Odd);
        Save(new Conversation(id, [new Message(Speaker.Agent, "您好", agent.Name, null, MessageKind.Text, agent.Team)]));
        var score = Assert.Single(Store.AgentScores.Of(agent, DateOnly.FromDateTime(Time.Now.Date).AddDays(-1), DateOnly.FromDateTime(Time.Now.Date).AddDays(1), 10));
        Assert.Equal(id, score.Conversation);
        Assert.Equal(id, Assert.Single(Store.AgentScores.Explain([score])).Chat.Id);
    }

    [Fact]
    public void A_score_that_no_longer_counts_is_none_of_the_agents()
    {
        Save(Chat("a", "2026-03-02T10:00:00+08:00", "您好"));
        var older = Store.AgentScores.Of(Fish, First, First.AddDays(5), 10)[0];
        Save(Chat("a", "2026-03-02T11:00:00+08:00", "您好谢谢"));
        var newer = Assert.Single(Store.AgentScores.Of(Fish, First, First.AddDays(5), 10));
        Assert.NotEqual(older.Number, newer.Number);
        Assert.Empty(Store.AgentScores.Find(Fish, [older.Number]));
    }

    [Fact]
    public void An_explained_score_says_why_and_with_which_words()
    {
        Save(Chat("a", "2026-03-02T10:00:00+08:00", "您好"), Chat("b", "2026-03-02T10:00:00+08:00", "在"));
        var scores = Store.AgentScores.Of(Fish, First, First.AddDays(5), 10);
        var explained = Store.AgentScores.Explain([scores.Single(static score => score.Conversation == "b"), scores.Single(static score => score.Conversation == "a")]);
        Assert.Equal(["b", "a"], explained.Select(static each => each.Chat.Id));
        var verdict = explained[1].Criteria.Single(static each => each.Criterion == "greeting");
        Assert.Equal("问候了", verdict.Reason.Zh);
        Assert.Equal("您好", explained[1].Chat.Messages[verdict.Evidence[0].Message].Text.Substring(verdict.Evidence[0].Start, verdict.Evidence[0].Length));
        Assert.Equal("先问好", explained[0].Criteria.Single(static each => each.Criterion == "greeting").Fix!.Zh);
        Assert.Empty(Store.AgentScores.Explain([]));
    }

    [Fact]
    public void What_people_decided_takes_the_machines_place_on_the_card()
    {
        Save(Chat("a", "2026-03-02T10:00:00+08:00", "在"));
        var score = Store.AgentScores.Of(Fish, First, First.AddDays(5), 10)[0];
        Store.People.Write(connection => connection.Execute(
            """
            INSERT INTO reviewed_scores (score, day, counts, total, standing, passed, verdicts, document, at)
            SELECT number, 20260302, 9000, 8000, 'ranked', 1, 'PPN', document, 1 FROM scores WHERE number = @number
            """,
            new { number = score.Number }));
        var reviewed = Store.AgentScores.Find(Fish, [score.Number])[0];
        Assert.Equal((8000, true, Verdict.Pass, Standing.Ranked), (reviewed.Total, reviewed.Reviewed, reviewed.VerdictOf("greeting"), reviewed.Standing));
    }

    [Fact]
    public void An_objection_is_answered_once_and_comes_back_as_it_was()
    {
        var objection = Objected(comment: "第一句" + Odd) with { Agent = new AgentName("组" + Odd, "名" + Odd), Conversation = "c" + Odd };
        Assert.Equal(ObjectionOutcome.Opened, Disputes.Open(objection, 2, 3, "小鱼" + Odd));
        var open = Assert.Single(Disputes.Waiting(Reach.All, 10));
        Assert.Equal(objection, open.Objection);
        Assert.Equal((1, 3L, "小鱼" + Odd, Time.Now, DisputeState.Open, "", null, null), (open.Round, open.Account, open.Name, open.At, open.State, open.Answer, open.AnsweredBy, open.AnsweredAt));
        Time.Now += TimeSpan.FromHours(1);
        Assert.Equal(AnswerOutcome.Answered, Disputes.Answer(open, accept: false, "原话没有" + Odd, 0, Boss, null));
        Assert.Equal(AnswerOutcome.NotOpen, Disputes.Answer(open, accept: false, "再看", 0, Boss with { Number = 8 }, null));
        var answered = Disputes.Find(open.Number)!;
        Assert.Equal((DisputeState.Declined, "原话没有" + Odd, "王主管", Time.Now), (answered.State, answered.Answer, answered.AnsweredBy, answered.AnsweredAt!.Value));
        Assert.Equal([answered], Disputes.Of(objection.Agent, 5));
        Assert.Empty(Disputes.Waiting(Reach.All, 10));
        Assert.Equal(0, Corrections());
    }

    [Fact]
    public void Accepting_corrects_the_verdict_in_the_same_breath()
    {
        var dispute = Raised(About("a"));
        Assert.Equal(AnswerOutcome.Answered, Disputes.Answer(dispute, accept: true, "有问好", 1_000_000, Boss, TestRubric.Value));
        Assert.Equal(Verdict.Pass, Store.Scores("a")[0].OfficialCriteria.Single(static one => one.Criterion == "greeting").Verdict);
        Assert.Equal(
            ("greeting", "F", "P", 1_000_000L, "有问好", "王主管"),
            Store.People.Read(static connection => connection.QuerySingle<(string, string, string, long, string, string)>("SELECT criterion, machine, verdict, value, comment, name FROM corrections")));
    }

    [Fact]
    public void A_false_alarm_that_is_accepted_dismisses_the_critical_finding()
    {
        var dispute = Raised(About("a", "您好笨蛋") with { IsCritical = true, Criterion = "insult", Wanted = Verdict.NotApplicable });
        Assert.Equal(AnswerOutcome.Answered, Disputes.Answer(dispute, accept: true, "是引用", 0, Boss, TestRubric.Value));
        Assert.Equal(StoredSuspicion.Dismissed, Store.Scores("a")[0].Suspicions[0].State);
        Assert.Equal(1, Store.People.Read(static connection => connection.ExecuteScalar<long>("SELECT COUNT(*) FROM critical_decisions WHERE state = 'dismissed' AND comment = '是引用'")));
    }

    [Fact]
    public void What_cannot_be_corrected_stays_open()
    {
        var kept = About("a");
        foreach (var objection in (Objection[])[Objected(), kept with { Criterion = "no-such" }, kept with { IsCritical = true, Criterion = "no-such", Wanted = Verdict.NotApplicable }])
        {
            var dispute = Raised(objection);
            Assert.Equal(AnswerOutcome.NotCorrected, Disputes.Answer(dispute, accept: true, "好", 0, Boss, TestRubric.Value));
            Assert.Equal(dispute, Disputes.Find(dispute.Number));
        }

        Assert.Equal(0, Corrections());
        Assert.Equal(0, Store.People.Read(static connection => connection.ExecuteScalar<long>("SELECT COUNT(*) FROM critical_decisions")));
    }

    [Fact]
    public void Nobody_answers_their_own_objection()
    {
        var dispute = Raised(Objected());
        Assert.Equal(AnswerOutcome.Own, Disputes.Answer(dispute, accept: true, "我说了算", 1_000_000, Boss with { Number = dispute.Account }, null));
        Assert.Equal(DisputeState.Open, Disputes.Find(dispute.Number)!.State);
        Assert.Equal(0, Corrections());
    }

    [Fact]
    public async Task Of_many_supervisors_at_once_one_answers()
    {
        var dispute = Raised(About("a"));
        var outcomes = await Task.WhenAll(Enumerable.Range(10, 4).Select(number => Task.Run(() => Disputes.Answer(dispute, accept: true, "好", 1_000_000, Boss with { Number = number }, TestRubric.Value))));
        Assert.Equal(1, outcomes.Count(static outcome => outcome == AnswerOutcome.Answered));
        Assert.Equal(3, outcomes.Count(static outcome => outcome == AnswerOutcome.NotOpen));
        Assert.Equal(1, Corrections());
    }

    [Fact]
    public void One_objection_at_a_time_and_no_more_rounds_than_allowed()
    {
        var first = Raised(Objected());
        Assert.Equal(ObjectionOutcome.OneIsOpen, Disputes.Open(Objected(), 2, 3, "小鱼"));
        Assert.Equal(ObjectionOutcome.Opened, Disputes.Open(Objected() with { Criterion = "courtesy" }, 2, 3, "小鱼"));
        Disputes.Answer(first, accept: false, "不", 0, Boss, null);
        var second = Raised(Objected());
        Assert.Equal(2, second.Round);
        Disputes.Answer(second, accept: false, "还是不", 0, Boss, null);
        Assert.Equal(ObjectionOutcome.NoRoundLeft, Disputes.Open(Objected(), 2, 3, "小鱼"));
    }

    [Fact]
    public void What_was_taken_back_takes_no_round()
    {
        var objection = About("a");
        var first = Raised(objection);
        Assert.False(Disputes.Withdraw(first.Number, account: 4));
        Assert.True(Disputes.Withdraw(first.Number, first.Account));
        Assert.False(Disputes.Withdraw(first.Number, first.Account));
        Assert.Equal(AnswerOutcome.NotOpen, Disputes.Answer(first, accept: true, "好", 1_000_000, Boss, TestRubric.Value));
        Assert.Equal(2, Raised(objection, rounds: 1).Round);
        Assert.Equal(0, Corrections());
    }

    [Fact]
    public async Task Of_the_same_form_sent_many_times_at_once_one_counts()
    {
        _ = Store;
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Disputes.Open(Objected(), 2, 3, "小鱼"))));
        Assert.Equal(1, outcomes.Count(static outcome => outcome == ObjectionOutcome.Opened));
        Assert.Single(Disputes.Waiting(Reach.All, 10));
    }

    [Fact]
    public void What_waits_is_listed_oldest_first_by_pages_and_by_reach()
    {
        var raised = new List<Dispute>();
        for (var i = 0; i < 5; i++)
        {
            raised.Add(Raised(Objected() with { Score = i + 1, Agent = new AgentName(i % 2 == 0 ? "一组" : "二组", "小鱼") }));
            Time.Now += TimeSpan.FromMinutes(i % 2);
        }

        var page = Disputes.Waiting(Reach.All, 2);
        Assert.Equal(raised.Take(2), page);
        Assert.Equal(raised.Skip(2), Disputes.Waiting(Reach.All, 10, page[1]));
        var one = new Reach(false, ["一组"], null);
        Assert.Equal([raised[0], raised[2], raised[4]], Disputes.Waiting(one, 10));
        Assert.Equal((5, 3, 0), (Disputes.Waiting(Reach.All), Disputes.Waiting(one), Disputes.Waiting(Reach.None)));
        Assert.Empty(Disputes.Waiting(Reach.None, 10));
        Assert.Equal([raised[1]], Disputes.Waiting(new Reach(false, [], raised[1].Objection.Agent), 1));
    }

    [Fact]
    public void Figures_say_where_the_machine_errs_and_where_people_do()
    {
        Disputes.Answer(Raised(About("a")), accept: true, "对", 1_000_000, Boss, TestRubric.Value);
        Disputes.Answer(Raised(Objected() with { Score = -2 }), accept: false, "不", 0, Boss, null);
        Raised(Objected() with { Score = -3 });
        Disputes.Answer(Raised(About("b") with { ByPerson = true }), accept: true, "对", 1_000_000, Boss, TestRubric.Value);
        Disputes.Withdraw(Raised(Objected() with { Score = -5 }).Number, 3);
        Assert.Equal(
            [new DisputeFigure(false, "greeting", false, 1, 1, 2), new DisputeFigure(false, "greeting", true, 0, 1, 1)],
            Disputes.Figures(new Reach(false, ["一组"], null), Time.Now.AddDays(-1)));
        Assert.Empty(Disputes.Figures(Reach.All, Time.Now.AddDays(1)));
        Assert.Empty(Disputes.Figures(new Reach(false, ["二组"], null), Time.Now.AddDays(-1)));
    }

    [Fact]
    public void An_evaluation_is_acknowledged_once()
    {
        Save(Chat("a", "2026-03-02T10:00:00+08:00", "您好"));
        var score = Store.AgentScores.Of(Fish, First, First.AddDays(5), 10)[0];
        var seen = new Acknowledgements(Store.People, Time);
        Assert.Empty(seen.Of([score.Number]));
        Assert.True(seen.Acknowledge(score, 3));
        Time.Now += TimeSpan.FromMinutes(1);
        Assert.False(seen.Acknowledge(score, 3));
        Assert.Equal(Time.Now.AddMinutes(-1), Assert.Single(seen.Of([score.Number, 5])).Value);
    }

    [Fact]
    public void A_visit_lasts_while_one_looks_around()
    {
        var visits = new Acknowledgements(Store.People, Time);
        var first = Time.Now;
        Assert.Null(visits.Visited(3));
        Time.Now += TimeSpan.FromMinutes(5);
        Assert.Null(visits.Visited(3));
        Time.Now += TimeSpan.FromHours(20);
        Assert.Equal(first.AddMinutes(5), visits.Visited(3));
        Time.Now += TimeSpan.FromMinutes(29);
        Assert.Equal(first.AddMinutes(5), visits.Visited(3));
        Assert.Null(visits.Visited(4));
    }

    [Fact]
    public void Coaching_is_shown_until_it_ends()
    {
        Store.People.Write(static connection => connection.Execute(
            """
            INSERT INTO coaching (team, agent, criterion, note, starts_on, due_on, assigned_by, name, assigned_at, ended_at) VALUES
                ('一组', '小鱼', 'greeting', '每天三句', 20260301, 20260401, 1, '李老师', 1, NULL),
                ('一组', '小鱼', 'courtesy', '', 20260201, NULL, 1, '李老师', 1, 5),
                ('二组', '小鱼', 'courtesy', '', 20260201, NULL, 1, '李老师', 1, NULL)
            """));
        Assert.Equal(
            [("greeting", "每天三句", First, new DateOnly(2026, 4, 1), "李老师")],
            new CoachingTasks(Store.People, Time).UnderWay(Fish).Select(static task => (task.Criterion, task.Note, task.StartsOn, task.DueOn!.Value, task.Coach)));
    }

    [Fact]
    public void What_is_forgotten_takes_objections_and_acknowledgements_along()
    {
        Save(Chat("a", "2026-02-02T10:00:00+08:00", "您好"), Chat("b", "2026-03-02T10:00:00+08:00", "您好"));
        var scores = Store.AgentScores.Of(Fish, new DateOnly(2026, 1, 1), First.AddDays(5), 10);
        foreach (var score in scores)
        {
            new Acknowledgements(Store.People, Time).Acknowledge(score, 3);
            Raised(Objected() with { Score = score.Number, Day = score.Day });
        }

        Store.Forget(First);
        Assert.Equal([scores[0].Number], Disputes.Waiting(Reach.All, 10).Select(static dispute => dispute.Objection.Score));
        Assert.Equal([scores[0].Number], new Acknowledgements(Store.People, Time).Of([.. scores.Select(static score => score.Number)]).Keys);
    }

    public void Dispose()
    {
        _store?.Dispose();
        CleanUp();
        GC.SuppressFinalize(this);
    }

    private static Account Person(long number, string name, Role role) => new(number, name, name, role, [Account.EveryTeam], null, null, "", 0, null, false, default, null);

    private static Objection Objected(string comment = "第一句就问好了") =>
        new(17, new DateOnly(2026, 3, 2), "c", Fish, IsCritical: false, "greeting", Verdict.Fail, ByPerson: false, Verdict.Pass, comment);

    /// <summary>An objection to the greeting of a score that is kept.</summary>
    private Objection About(string id, string text = "在")
    {
        Save(Chat(id, "2026-03-02T10:00:00+08:00", text));
        return Objected() with { Score = Store.Scores(id)[0].Number, Conversation = id };
    }

    private Dispute Raised(Objection objection, int rounds = 2)
    {
        Assert.Equal(ObjectionOutcome.Opened, Disputes.Open(objection, rounds, 3, "小鱼"));
        return Disputes.Of(objection.Score).Last(each => each.Objection.Criterion == objection.Criterion);
    }

    private long Corrections() => Store.People.Read(static connection => connection.ExecuteScalar<long>("SELECT COUNT(*) FROM corrections"));

    private static string Letters(AgentScore score) => string.Concat(score.Criteria.Select(criterion => ScoreColumns.Letter(score.VerdictOf(criterion)!.Value)));

    private static Conversation Chat(string id, string at, string text, string agent = "小鱼", string team = "一组") => Chats.Good(
        $$"""{"id":"{{id}}","messages":[{"role":"customer","text":"在吗","time":"{{at}}"},{"role":"agent","sender":"{{agent}}","team":"{{team}}","text":"{{text}}","time":"{{at}}"}]}""");

    private void Save(params IReadOnlyList<Conversation> chats) => Store.Save(new StoreBatch
    {
        Entries = [.. chats.Select(chat => new ScoredConversation("a.jsonl", 1, chat, _hash.Of(chat), Scorer.Score(chat, TestRubric.Value), Receipt.Of(chat, TestRubric.Value)))],
    });

    private IScoreStore Start()
    {
        var store = Open();
        store.UseRubric(TestRubric.Value, "text");
        return store;
    }
}
