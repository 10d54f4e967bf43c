using System;
using System.Collections.Generic;
using System.Linq;
using QA.Scoring;

namespace QA.Engine.Storage.People;

/// <summary>What a kept score comes to with people's verdicts and decisions.</summary>
internal static class ReviewedArithmetic
{
    private static readonly Wording RubricGone = new(
        "评这次分的标准版本已不再使用,无法重新分配权重:只能在「通过、部分、不通过」之间更正原本计分的项目。",
        "The rubric version that made this score is no longer in use, so weights cannot be shared out anew: only criteria that counted can be corrected, between pass, partial and fail.");

    private static readonly Wording NotExpected = new(
        "评分标准在这个场景下不考核此项,没有权重可计。", "The rubric does not expect this criterion in this scenario, so it has no weight to count.");

    /// <param name="score">As it stands; what the machine said is in it.</param>
    /// <param name="rubric">The very version that made the score; null: it is no longer in use.</param>
    /// <param name="corrections">Those that count, by criterion.</param>
    /// <param name="states">Of critical findings, by id.</param>
    /// <param name="why">Why it cannot be counted; null: it can.</param>
    /// <returns>Null where it cannot be counted.</returns>
    public static ScoreRecount? Of(
        StoredScore score, Rubric? rubric, IReadOnlyDictionary<string, CountedVerdict> corrections, IReadOnlyDictionary<string, string> states, out Wording? why)
    {
        why = null;
        if (corrections.Count == 0 && score.Suspicions.All(one => states[one.Critical] == StoredSuspicion.Suspected))
            return ScoreRecount.Machines;
        var verdicts = new CountedVerdict[score.Criteria.Count];
        for (var i = 0; i < verdicts.Length; i++)
        {
            var machine = score.Criteria[i];
            var corrected = corrections.TryGetValue(machine.Criterion, out var person);
            verdicts[i] = corrected ? person : new CountedVerdict(machine.Verdict, machine.Value);
            if (corrected && rubric is not null && person.Counts && !TakesPart(machine) && !OfficialScore.IsExpected(rubric, score.Scenario, i))
            {
                why = NotExpected;
                return null;
            }
        }

        var adjustments = score.Adjustments.Sum(static one => one.Points);
        var official = rubric is null ? ByWeights(score, verdicts, adjustments) : OfficialScore.Of(rubric, score.Scenario, verdicts, adjustments);
        if (official is null)
        {
            why = RubricGone;
            return null;
        }

        var counts = Capped(official.Uncapped, score.Suspicions.Where(one => states[one.Critical] == StoredSuspicion.Confirmed));
        var total = Capped(official.Uncapped, score.Suspicions.Where(one => states[one.Critical] != StoredSuspicion.Dismissed));
        bool? passed = rubric is not null ? total >= rubric.PassMark : total == score.Total ? score.Passed : null;
        return new ScoreRecount(official, counts, total, total is null ? null : passed);
    }

    private static bool TakesPart(StoredVerdict verdict) => verdict.Verdict is not (Verdict.NotApplicable or Verdict.Unsure);

    /// <summary>By the weights of a time when the same criteria took part: the machine's, or those of an earlier decision.</summary>
    private static OfficialScore? ByWeights(StoredScore score, CountedVerdict[] verdicts, int adjustments)
    {
        foreach (var (criteria, standing) in ((IReadOnlyList<StoredVerdict>, Standing)[])[(score.Criteria, score.Standing), (score.OfficialCriteria, score.OfficialStanding)])
        {
            if (criteria.Select(TakesPart).SequenceEqual(verdicts.Select(static verdict => verdict.Counts)))
                return OfficialScore.Of(verdicts, [.. criteria.Select(static part => part.Weight)], standing, adjustments);
        }

        return null;
    }

    private static int? Capped(int? points, IEnumerable<StoredSuspicion> by)
    {
        foreach (var suspicion in by)
            points = points is { } known ? Math.Min(known, suspicion.Cap) : null;
        return points;
    }
}
