using System;
using System.Collections.Generic;
using System.Linq;
using QA.Calibration;
using QA.Scoring;

namespace QA.Engine.Cli.Agree;

/// <summary>What one rater says about one criterion of one conversation, and why.</summary>
/// <param name="Note">What a reader wrote beside it, or what the engine says where no agent was there to be scored; null where nothing.</param>
/// <param name="Scores">What made the engine say it: for a verdict on several agents, those who decided it. Empty for readers.</param>
internal sealed record RaterWord(Judgement Judgement, Wording? Note, IReadOnlyList<EngineWord> Scores)
{
    private static readonly Wording NoAgent = new("长时间间隔之前没有客服发言", "No agent spoke before the long gap");

    /// <summary>A reader's word; null where the reader did not judge.</summary>
    public static RaterWord? Of(Label label, string? note) => label.Verdict is { } verdict
        ? new RaterWord(new Judgement(verdict, label.Message is { } message ? [message] : []), note is null ? null : new Wording(note, note), [])
        : null;

    /// <summary>
    /// The engine's word on the whole conversation, as readers judge it: its first session only (what comes after a long gap is a
    /// conversation of its own), a criterion owed once by the agent who owes it, any other by the agent who did worst. Not
    /// applicable is no judgement on an agent, so it comes last; a failure of one agent stands whatever another's open verdict becomes.
    /// </summary>
    /// <param name="scores">All scores of the conversation.</param>
    /// <param name="criterion">Its place in the rubric.</param>
    public static RaterWord Of(IReadOnlyList<Score> scores, int criterion)
    {
        var words = scores.Where(score => score.Session == 0).Select(score => new EngineWord(score, score.Criteria[criterion])).ToList();
        if (words.Count == 0)
            return new RaterWord(new Judgement(Verdict.NotApplicable, []), NoAgent, []);
        words = words[0].Part.Criterion.OwedBy switch
        {
            Owner.FirstAgent => [words[0]],

            // The last segment of the session is the last agent's.
            Owner.LastAgent => [words.MaxBy(word => word.Score.Messages.To)!],
            _ => words,
        };
        var worst = words.Max(word => Gravity(word.Part.Verdict));
        var deciding = words.Where(word => Gravity(word.Part.Verdict) == worst).ToList();
        var evidence = deciding.SelectMany(word => word.Part.Evidence).Select(finding => finding.Message).Distinct().ToList();
        var searched = deciding.SelectMany(word => word.Part.Absences).Where(absence => absence.From >= 0).ToList();
        (int, int)? lookedIn = searched.Count == 0 ? null : (searched.Min(absence => absence.From), searched.Max(absence => absence.To));
        return new RaterWord(new Judgement(deciding[0].Part.Verdict, evidence, lookedIn), null, deciding);
    }

    private static int Gravity(Verdict verdict) => verdict switch
    {
        Verdict.NotApplicable => 0,
        Verdict.Pass => 1,
        Verdict.Partial => 2,
        Verdict.Unsure => 3,
        Verdict.Fail => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "not a verdict"),
    };
}

/// <summary>One agent's verdict on one criterion.</summary>
internal sealed record EngineWord(Score Score, CriterionScore Part);
