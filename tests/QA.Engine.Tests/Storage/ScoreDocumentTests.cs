using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using QA.Engine.Rubrics;
using QA.Engine.Sample;
using QA.Engine.Storage;
using QA.Engine.Tests.Support;
using QA.Rubrics;
using QA.Scoring;
using QA.Scoring.Rules;
using QA.Scoring.Text;
using Xunit;

namespace QA.Engine.Tests.Storage;

public sealed class ScoreDocumentTests
{
    private readonly ScoreDocument _document = new();
    private readonly List<Wording> _wordings = [];

    [Fact]
    public void Every_score_of_the_sample_under_the_whole_rubric_comes_back_as_it_went_in()
    {
        var rubric = Shipped("ecommerce-zh");
        var names = RubricNames.Read(RubricNames.Of(rubric).Write());
        using var bytes = new MemoryStream();
        SampleShop.Write(bytes, 300, 3, new DateOnly(2026, 3, 31));
        var (scores, length, seen) = (0, 0L, new HashSet<string>(StringComparer.Ordinal));
        foreach (var line in Encoding.UTF8.GetString(bytes.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var score in Scorer.Score(LocalSentiment.Read(Chats.Good(line)), rubric))
            {
                var json = _document.Write(score, Number);
                Assert.Equal(StoredText.Of(StoredText.Parts(score)), StoredText.Of(ScoreDocument.Read(json, names, Wording)));
                AssertAddsUp(score, json);
                scores++;
                length += json.Length;
                using var parsed = JsonDocument.Parse(json);
                seen.UnionWith(parsed.RootElement.EnumerateObject().Select(property => property.Name));
            }
        }

        Assert.True(length / scores < 2_000, $"{length / scores} bytes a score");
        Assert.Superset(new HashSet<string>(["v", "c", "n", "s", "g", "l", "m"], StringComparer.Ordinal), seen);
    }

    [Fact]
    public void A_score_from_before_there_were_moods_reads_as_it_did()
    {
        var score = Scorer.Score(Chats.Good(Chats.Line("c")), TestRubric.Value)[0];
        Assert.Null(score.Mood);
        var json = _document.Write(score, Number);
        Assert.DoesNotContain("\"m\":", Encoding.UTF8.GetString(json.Span), StringComparison.Ordinal);
        Assert.Null(ScoreDocument.Read(json, RubricNames.Of(TestRubric.Value), Wording).Mood);
    }

    [Fact]
    public void A_score_with_everything_in_it_comes_back_as_it_went_in()
    {
        var chat = Chats.Good("""{"id":"c","messages":[{"role":"agent","sender":"小鱼","text":"您好谢谢笨蛋"},{"role":"customer","text":"坏了,抱歉"}]}""");
        var score = Assert.Single(Scorer.Score(chat, TestRubric.Value));
        Assert.True(score is { Adjustments.Count: 1, Suspicions.Count: 1, Stages.Count: 3 });
        Assert.Contains(score.Criteria, part => part.Absences is [{ NearestMiss: not null }]);
        Assert.Contains(score.Stages, stage => stage.Before is not null);
        var json = _document.Write(score, Number);
        Assert.Equal(StoredText.Of(StoredText.Parts(score)), StoredText.Of(ScoreDocument.Read(json, RubricNames.Of(TestRubric.Value), Wording)));
    }

    [Fact]
    public void Places_without_a_rule_or_an_entry_and_odd_fractions_come_back()
    {
        var score = Scorer.Score(Chats.Good(Chats.Line("c")), TestRubric.Value)[0];
        var odd = new Score
        {
            Conversation = score.Conversation, Rubric = score.Rubric, Session = 0, Sessions = 1, Agent = null, Messages = (0, 1),
            Standing = Standing.None, Total = null, Uncapped = null, Base = null, Adjustments = [], Suspicions = [],
            Criteria =
            [
                score.Criteria[0] with { Verdict = Verdict.Partial, Value = 333_333, Weight = 12_345_678_900_001, Evidence = [new Finding(-1, 0, 1, 2, -1), new Finding(-1, 3, 4, 5, 6), new Finding(2, 0, 0, 1, -1)] },
                score.Criteria[1] with { Verdict = Verdict.Unsure, Weight = 1, Absences = [new Absence(score.Rubric.Rules[1], -1, -1, null, MissReason.None, 0)] },
                score.Criteria[2] with { Verdict = Verdict.NotApplicable, Weight = 30_000_000 },
            ],
        };
        var json = _document.Write(odd, Number);
        Assert.Equal(StoredText.Of(StoredText.Parts(odd)), StoredText.Of(ScoreDocument.Read(json, RubricNames.Of(TestRubric.Value), Wording)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"v":1}""")]
    [InlineData("""{"v":1,"n":[1,1]}""")]
    [InlineData("""{"v":1,"n":[1,1,1,1]}""")]
    [InlineData("""{"v":1,"n":[1,1],"c":[[2,"X",1,1,1,1,1]]}""")]
    [InlineData("""{"v":1,"n":[1,1],"c":[[2,"P"]]}""")]
    [InlineData("""{"v":1,"n":[1,1,1],"a":[[7,1,1]]}""")]
    public void A_broken_document_is_an_error_and_never_a_score(string json) =>
        Assert.Contains("is broken", Assert.Throws<StoreException>(() => ScoreDocument.Read(Encoding.UTF8.GetBytes(json), RubricNames.Of(TestRubric.Value), _ => QA.Scoring.Wording.None)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_document_of_a_newer_program_is_refused_with_advice() =>
        Assert.Equal(
            "a score is kept in version 2, and this program knows 1; use the program that wrote it",
            Assert.Throws<StoreException>(() => ScoreDocument.Read("""{"v":2}"""u8.ToArray(), RubricNames.Of(TestRubric.Value), _ => QA.Scoring.Wording.None)).Message);

    /// <summary>Letters stand in stores: an enumeration that changes its order must not change them.</summary>
    [Fact]
    public void Letters_and_names_are_for_good()
    {
        Assert.Equal("PpFN?", string.Concat(Enum.GetValues<Verdict>().Select(ScoreColumns.Letter)));
        Assert.Equal(Enum.GetValues<Verdict>(), "PpFN?".Select(ScoreColumns.Verdict));
        Assert.Equal(["ranked", "insufficient", "none"], Enum.GetValues<Standing>().Select(ScoreColumns.Standing));
        Assert.Equal(Enum.GetValues<Standing>(), new[] { "ranked", "insufficient", "none" }.Select(ScoreColumns.Standing));
        Assert.Throws<FormatException>(() => ScoreColumns.Verdict('x'));
        Assert.Throws<FormatException>(() => ScoreColumns.Standing("x"));
        Assert.Equal(
            "None SaidByCustomer SaidByBot SaidBySystem SaidByColleague TooEarly TooLate WrongPlaceInMessage Quoted Negated Question NotAQuestion WrongContext Exception TooFew TooMany",
            string.Join(' ', Enum.GetNames<MissReason>()));
    }

    private static void AssertAddsUp(Score score, ReadOnlyMemory<byte> json)
    {
        var counts = new CriterionCounts[score.Criteria.Count];
        ScoreDocument.AddTo(counts, json, 1);
        Assert.Equal(
            score.Criteria.Select(part => part.Verdict is Verdict.NotApplicable ? default : CriterionCounts.Of(part.Verdict, part.Value, part.Lost)),
            counts);
        ScoreDocument.AddTo(counts, json, -1);
        Assert.All(counts, count => Assert.Equal(default, count));
    }

    private static Rubric Shipped(string name)
    {
        var (text, problem) = RubricFolder.Read(Path.Combine(AppContext.BaseDirectory, "rubrics", name));
        return RubricFile.Parse(text ?? throw new InvalidOperationException(problem)).Rubric!;
    }

    private long Number(Wording wording)
    {
        if (!_wordings.Contains(wording))
            _wordings.Add(wording);
        return _wordings.IndexOf(wording) + 1;
    }

    private Wording Wording(long number) => _wordings[(int)number - 1];
}
