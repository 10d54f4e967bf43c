using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Tests.Support;
using QA.Scoring;
using QA.Scoring.Text;
using Xunit;

namespace QA.Engine.Tests.Storage;

/// <summary>Roll-ups against scores added up slowly and plainly, after anything that can happen.</summary>
public abstract partial class StoreContract
{
    private static readonly string[] Feelings = ["坏了", "坏了,太差了!!客服爱答不理😡", "坏了,不过解决了,谢谢"];
    private static readonly string[] Sayings = ["您好,谢谢", "您好", "在", "笨蛋", "坏了,抱歉"];

    /// <summary>A shop to each case, so that cases share a store and do not see each other.</summary>
    private int _cases;

    /// <summary>States are of one of three chats, in any order; a job rescores all of them under a rubric.</summary>
    private static Gen<Step> Steps => Gen.Frequency(
        (6, from chat in Gen.Choose(0, 2) from state in Gen.Choose(1, 4) from saying in Gen.Choose(0, 4) from shape in Gen.Choose(0, 2)
            select (Step)new Fed(chat, state, saying, shape)),
        (2, from next in Gen.Elements(true, false) from official in Gen.Elements(true, false) select (Step)new JobDone(next, official)),
        (3, from chat in Gen.Choose(0, 2) from criterion in Gen.Choose(0, 2) from verdict in Gen.Elements(Verdict.Pass, Verdict.Fail, Verdict.NotApplicable) select (Step)new Corrected(chat, criterion, verdict)),
        (1, from chat in Gen.Choose(0, 2) select (Step)new Withdrawn(chat)),
        (2, from chat in Gen.Choose(0, 2) from confirmed in Gen.Elements(true, false) select (Step)new Decided(chat, confirmed)),
        (1, Gen.Constant((Step)new Tidied())));

    [Fact]
    public void Roll_ups_are_what_the_scores_that_count_come_to_whatever_happened()
    {
        Store.UseRubric(TestRubric.Next, "text");
        var moods = default(MoodCounts);
        Prop.ForAll(Gen.ListOf(Steps).ToArbitrary(), steps =>
        {
            var shop = $"{_cases++}";
            var first = new DateOnly(2011, 1, 1).AddDays(_cases * 20);
            var model = new Model();
            foreach (var step in steps)
            {
                switch (step)
                {
                    case Fed saved:
                        var chat = Chat(saved, shop, first);
                        Save(Scored(chat));
                        model.Save(chat, Scorer.Score(chat, TestRubric.Value));
                        break;
                    case JobDone rescored:
                        var rubric = rescored.Next ? TestRubric.Next : TestRubric.Value;
                        Rescore(rubric, rescored.Official, first, first.AddDays(19));
                        model.Rescore(rubric, rescored.Official);
                        break;
                    case Corrected corrected when Store.Scores($"{shop}/{corrected.Chat}") is [var score, ..]:
                        var criterion = score.Criteria[corrected.Criterion].Criterion;
                        Correct(score, criterion, CountedVerdict.Of(corrected.Verdict));
                        model.Correct(score.Conversation, criterion, corrected.Verdict);
                        break;
                    case Withdrawn withdrawn when Store.Scores($"{shop}/{withdrawn.Chat}") is [var score, ..]:
                        if (PeopleReviews.Of([score.Number]).GetValueOrDefault(score.Number)?.Corrections.LastOrDefault(static one => one.WithdrawnAt is null) is { } last)
                        {
                            Assert.Equal(ReviewOutcome.Done, PeopleReviews.Withdraw(new ScoreName(score.Conversation, score.Number), last.Number, Supervisor, RubricOf(score)).Outcome);
                            model.Withdraw(score.Conversation);
                        }

                        break;
                    case Decided decided when Store.Scores($"{shop}/{decided.Chat}") is [{ Suspicions.Count: > 0 } score, ..]:
                        Decide(score.Conversation, decided.Confirmed ? StoredSuspicion.Confirmed : StoredSuspicion.Dismissed);
                        model.Decide(score.Conversation, decided.Confirmed);
                        break;
                    default:
                        Store.Tidy();
                        break;
                }
            }

            var kept = Store.Rollups(first, first.AddDays(19));
            Assert.Equal(Shown(model.Rollups(shop)), Shown(kept));
            Assert.Equal(Shown(Store.Recount(first, first.AddDays(19))), Shown(kept));
            moods = moods.Plus(MoodCounts.Sum(kept.Select(static row => row.Moods)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithEndSize(25));
        AssertCountsAreRight();
        Assert.True(moods is { CameUnhappy: > 0, Recovered: > 0, Worsened: > 0 }, $"{moods}: some customers should have come unhappy, recovered and got worse");
    }

    /// <summary>Shape 0: one agent; 1: two agents on two days; 2: nobody with a name, who may not even speak.</summary>
    private static Conversation Chat(Fed saved, string shop, DateOnly first)
    {
        var messages = new List<Message>();
        for (var i = 0; i < saved.State; i++)
        {
            var day = saved.Shape == 1 ? first.AddDays(i * 2) : first.AddDays(saved.Chat);
            var at = new DateTimeOffset(day.ToDateTime(new TimeOnly(10, i)), TimeSpan.FromHours(8));
            messages.Add(new Message(saved.Shape == 2 && saved.Saying == 0 ? Speaker.Bot : Speaker.Agent, Sayings[saved.Saying], saved.Shape == 2 ? null : i % 2 == 0 ? "小鱼" : "阿凯", at));
            messages.Add(new Message(Speaker.Customer, Feelings[(saved.Saying + (i * (saved.Chat + 1))) % Feelings.Length], null, at.AddSeconds(10)));
        }

        return LocalSentiment.Read(new Conversation($"{shop}/{saved.Chat}", messages) { Shop = shop });
    }

    private abstract record Step;

    private sealed record Fed(int Chat, int State, int Saying, int Shape) : Step;

    private sealed record JobDone(bool Next, bool Official) : Step;

    /// <summary>Of the first score that counts.</summary>
    private sealed record Corrected(int Chat, int Criterion, Verdict Verdict) : Step;

    private sealed record Withdrawn(int Chat) : Step;

    private sealed record Decided(int Chat, bool Confirmed) : Step;

    private sealed record Tidied : Step;

    /// <summary>The same as a store, as plainly as it can be said.</summary>
    private sealed class Model
    {
        private readonly List<Revision> _revisions = [];

        public void Save(Conversation chat, IReadOnlyList<Score> scores)
        {
            if (_revisions.Exists(known => known.Chat.Id == chat.Id && StoredText.Of(known.Chat) == StoredText.Of(chat)))
                return;
            var revision = new Revision(chat) { Official = TestRubric.Value };
            revision.Scores.Add(TestRubric.Value, scores);
            if (_revisions.Find(known => known.Chat.Id == chat.Id && known.Latest) is { } latest)
            {
                var (mine, its) = (chat.Messages[^1].SentAt, latest.Chat.Messages[^1].SentAt);
                var late = mine < its || (mine == its && chat.Messages.Count < latest.Chat.Messages.Count);
                (late ? revision : latest).Latest = false;
            }

            _revisions.Add(revision);
        }

        public void Rescore(Rubric rubric, bool official)
        {
            foreach (var revision in _revisions.Where(revision => revision.Latest))
            {
                if (!revision.Scores.ContainsKey(rubric))
                    revision.Scores.Add(rubric, Scorer.Score(revision.Chat, rubric));
                if (official)
                    revision.Official = rubric;
            }
        }

        public void Correct(string id, string criterion, Verdict verdict) => Word(id).Corrections.Add((criterion, verdict));

        public void Withdraw(string id)
        {
            var corrections = Word(id).Corrections;
            corrections.RemoveAt(corrections.Count - 1);
        }

        public void Decide(string id, bool confirmed) => Word(id).Confirmed = confirmed;

        private PersonsWord Word(string id)
        {
            var latest = _revisions.Find(known => known.Chat.Id == id && known.Latest)!;
            if (!latest.Words.TryGetValue(latest.Official, out var word))
                latest.Words.Add(latest.Official, word = new PersonsWord());
            return word;
        }

        /// <summary>What a score comes to; people only ever speak of the first.</summary>
        private static Counted Counts(Score score, PersonsWord? word)
        {
            if (word is null)
                return new Counted(score.Standing, score.Uncapped, [.. score.Criteria.Select(static part => (part.Criterion.Id, new CountedPart(part.Verdict, part.Value, part.Weight, part.Earned, part.Lost)))]);
            var verdicts = score.Criteria.Select(part => word.Corrections.FindLast(one => one.Criterion == part.Criterion.Id) is ({ } _, var verdict)
                ? CountedVerdict.Of(verdict)
                : new CountedVerdict(part.Verdict, part.Value)).ToList();
            var official = OfficialScore.Of(score.Rubric, score.Scenario?.Id, verdicts, score.Adjustments.Sum(static one => one.Adjustment.Points));
            var cap = word.Confirmed && score.Suspicions.Count > 0 ? score.Suspicions[0].Critical.Cap : 10_000;
            return new Counted(
                official.Standing, official.Uncapped is { } points ? Math.Min(points, cap) : null, [.. official.Criteria.Select((part, place) => (score.Criteria[place].Criterion.Id, part))]);
        }

        public IEnumerable<DailyRollup> Rollups(string shop) =>
            from revision in _revisions
            where revision.Latest
            let seen = new HashSet<string>(StringComparer.Ordinal)
            from each in revision.Scores[revision.Official].Select((score, place) => (
                score, counts: Counts(score, place == 0 ? revision.Words.GetValueOrDefault(revision.Official) : null)))
            let score = each.score
            let counts = each.counts
            let first = seen.Add(score.Agent ?? "")
            where score.Agent is not null || counts.Standing != Standing.None
            let day = DateOnly.FromDateTime(revision.Chat.Messages[score.Messages.To - 1].SentAt!.Value.DateTime)
            group (score, counts, first) by (day, agent: score.Agent ?? "", hash: score.Rubric.Hash) into rows
            orderby rows.Key.day, rows.Key.agent.Length == 0 ? "" : rows.Key.agent, rows.Key.hash
            let ranked = rows.Where(row => row.counts.Standing == Standing.Ranked).Select(row => (long)row.counts.Points!.Value).ToList()
            select new DailyRollup(
                rows.Key.day, shop, "", rows.Key.agent, rows.Key.hash, rows.Count(row => row.first), rows.Count(), ranked.Count, ranked.Sum(), ranked.Sum(points => points * points), MoodCounts.Sum(rows.Select(row => MoodCounts.Of(row.score.Mood))),
                rows.SelectMany(row => row.counts.Criteria).Where(part => part.Part.Verdict != Verdict.NotApplicable).GroupBy(part => part.Id, part => part.Part, StringComparer.Ordinal)
                    .ToDictionary(
                        parts => parts.Key,
                        parts => new CriterionCounts(
                            parts.Count(part => part.Verdict == Verdict.Pass), parts.Count(part => part.Verdict == Verdict.Partial),
                            parts.Count(part => part.Verdict == Verdict.Fail), parts.Count(part => part.Verdict == Verdict.Unsure),
                            parts.Sum(part => (long)part.Value), parts.Sum(part => (long)part.Lost)),
                        StringComparer.Ordinal));

        private sealed class Revision(Conversation chat)
        {
            public Conversation Chat { get; } = chat;

            public bool Latest { get; set; } = true;

            public required Rubric Official { get; set; }

            public Dictionary<Rubric, IReadOnlyList<Score>> Scores { get; } = new(ReferenceEqualityComparer.Instance);

            /// <summary>What people said of the first score under a rubric.</summary>
            public Dictionary<Rubric, PersonsWord> Words { get; } = new(ReferenceEqualityComparer.Instance);
        }

        private sealed class PersonsWord
        {
            public List<(string Criterion, Verdict Verdict)> Corrections { get; } = [];

            public bool Confirmed { get; set; }
        }

        private sealed record Counted(Standing Standing, int? Points, IReadOnlyList<(string Id, CountedPart Part)> Criteria);
    }
}
