using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using QA.Engine.Storage;
using QA.Scoring;

namespace QA.Engine.Tests.Support;

/// <summary>What a store must give back of a score, written down from the score itself, slowly and plainly; and records as text, to compare them.</summary>
internal static class StoredText
{
    private static readonly JsonSerializerOptions Options = new() { IncludeFields = true, WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static ScoreParts Parts(Score score)
    {
        var rubric = score.Rubric;
        var entries = rubric.Lexicons.SelectMany(lexicon => lexicon.Entries).Select(entry => entry.Id).ToList();
        return new ScoreParts(
            [.. score.Criteria.Select(part => new StoredVerdict(
                part.Criterion.Id, part.Verdict, part.Value, part.Weight, part.Earned, part.Lost, part.Reason, part.Level?.Fix,
                Findings(part.Evidence), [.. part.Absences.Select(Absence)]))],
            [.. score.Adjustments.Select(item => new StoredAdjustment(item.Adjustment.Id, item.Adjustment.Points, item.Adjustment.Reason, Findings(item.Evidence)))],
            [.. score.Suspicions.Select(item => new StoredSuspicion(item.Critical.Id, item.Critical.Cap, item.Critical.Reason, "suspected", Findings(item.Evidence)))],
            [.. score.Stages.Select(stage => new StoredStage(stage.Stage.Id, Finding(stage.First), stage.Before?.Id))],
            score.LeftAt?.Id,
            score.Mood);

        StoredAbsence Absence(Absence absence) => new(
            absence.Rule.Name, absence.Rule.Title, absence.From, absence.To, absence.Why, absence.Distance, absence.NearestMiss is { } miss ? Finding(miss) : null);

        IReadOnlyList<StoredFinding> Findings(IReadOnlyList<Finding> findings) => [.. findings.Select(Finding)];

        StoredFinding Finding(Finding finding) => new(
            finding.Rule < 0 ? null : rubric.Rules[finding.Rule].Name, finding.Message, finding.Start, finding.Length, finding.Entry < 0 ? null : entries[finding.Entry]);
    }
}
