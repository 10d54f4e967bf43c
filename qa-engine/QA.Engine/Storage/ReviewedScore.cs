using System;
using System.Collections.Generic;
using QA.Scoring;

namespace QA.Engine.Storage;

/// <summary>A score as it stands once people decided. Points are hundredths.</summary>
/// <param name="Counts">What counts in means: people's verdicts in place of the machine's, capped by critical findings that were confirmed.</param>
/// <param name="Total">What is shown: capped by those still suspected as well.</param>
/// <param name="Base">The weighted sum alone.</param>
/// <param name="Uncapped">With bonuses and penalties.</param>
/// <param name="Passed">Null where there is no score, or where the rubric with its pass mark was no longer in use when a person decided.</param>
/// <param name="Criteria">With people's verdicts; reasons and evidence are the machine's.</param>
/// <param name="At">The last decision.</param>
public sealed record ReviewedScore(
    int? Counts, int? Total, int? Base, int? Uncapped, Standing Standing, bool? Passed, IReadOnlyList<StoredVerdict> Criteria, DateTimeOffset At);

/// <summary>What one score comes to by a person's decision.</summary>
/// <param name="Score">Null: no decision is left, and the machine's score stands again.</param>
/// <param name="Counts">See <see cref="ReviewedScore"/>.</param>
internal sealed record ScoreRecount(OfficialScore? Score, int? Counts, int? Total, bool? Passed)
{
    public static ScoreRecount Machines { get; } = new(null, null, null, null);
}

/// <summary>What comes of a decision.</summary>
/// <param name="Answer">For whoever asked.</param>
/// <param name="Recount">Null: the score stays as it stands.</param>
internal readonly record struct Ruling<T>(T Answer, ScoreRecount? Recount = null);

/// <summary>A score that a person looked at as a whole: what the machine said of each criterion, and what the person stands by.</summary>
/// <param name="Score">Its number.</param>
/// <param name="Rubric">The rubric's id.</param>
/// <param name="Criteria">Ids, in the order of both lists of verdicts.</param>
internal sealed record ReviewedVerdicts(long Score, string Rubric, IReadOnlyList<string> Criteria, IReadOnlyList<Verdict> Machine, IReadOnlyList<Verdict> Person);
