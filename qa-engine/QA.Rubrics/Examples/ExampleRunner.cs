using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using QA.Scoring;
using QA.Scoring.Rules;

namespace QA.Rubrics.Examples;

/// <summary>Holds examples against what a rubric makes of them.</summary>
public static class ExampleRunner
{
    /// <summary>Everything the examples state that is not so, in the order of the pages; empty: all come true.</summary>
    /// <param name="rubric">The rubric they belong to.</param>
    /// <param name="examples">Read for the same rubric.</param>
    /// <param name="score">What the rubric makes of a conversation: usually <c>chat => Scorer.Score(chat, rubric)</c>.</param>
    public static IReadOnlyList<Mismatch> Run(Rubric rubric, IReadOnlyList<Example> examples, Func<Conversation, IReadOnlyList<Score>> score)
        => Run(rubric, examples, score, (chat, rule) => RuleProbe.Find(chat, rubric, rule));

    internal static IReadOnlyList<Mismatch> Run(
        Rubric rubric,
        IReadOnlyList<Example> examples,
        Func<Conversation, IReadOnlyList<Score>> score,
        Func<Conversation, string, IReadOnlyList<Finding>> probe)
    {
        var mismatches = new List<Mismatch>();
        foreach (var example in examples)
        {
            var conversation = example.Chat.Conversation;
            var scores = score(conversation);
            foreach (var mark in example.Chat.Marks)
            {
                if (FoundWords.Check(mark, Found(mark.Name, conversation, rubric, scores, probe), conversation) is { } mismatch)
                    mismatches.Add(new Mismatch(example.Path, mark.At, mismatch.Kind, mismatch.Text));
            }

            foreach (var expectation in example.Expectations)
            {
                if (Check(expectation, scores) is { } text)
                    mismatches.Add(new Mismatch(example.Path, expectation.At, MismatchKind.WrongVerdict, $"{Label(expectation)}: {text}"));
            }
        }

        return mismatches;
    }

    /// <summary>What a rule finds, and what is shown for a criterion or critical finding of that name.</summary>
    private static List<Finding> Found(string name, Conversation conversation, Rubric rubric, IReadOnlyList<Score> scores, Func<Conversation, string, IReadOnlyList<Finding>> probe)
    {
        var found = new List<Finding>();
        if (rubric.Rule(name) is not null)
            found.AddRange(probe(conversation, name));
        foreach (var score in scores)
        {
            found.AddRange(score.Criteria.Where(criterion => criterion.Criterion.Id == name).SelectMany(criterion => criterion.Evidence));
            found.AddRange(score.Suspicions.Where(suspicion => suspicion.Critical.Id == name).SelectMany(suspicion => suspicion.Evidence));
        }

        return found;
    }

    private static string? Check(Expectation expectation, IReadOnlyList<Score> scores)
    {
        var meant = scores.Where(score => (expectation.Session ?? score.Session) == score.Session && (expectation.Agent is null || score.Agent == expectation.Agent)).ToList();
        if (meant.Count == 1)
            return Check(expectation, meant[0]);
        if (meant.Count == 0 && expectation is { Subject: "score", Value: "none", Agent: null, Session: null })
            return null;
        var there = string.Join(", ", scores.Select(score => $"session {score.Session + 1} agent {score.Agent ?? "(no name)"}"));
        return meant.Count == 0
            ? "expected " + expectation.Value + ", but there is no such score" + (there.Length == 0 ? ": no agent spoke" : "; there are: " + there)
            : $"several scores could be meant: {there}; write '- agent 小鱼 {expectation.Subject}: …' or '- session 2 {expectation.Subject}: …'";
    }

    private static string? Check(Expectation expectation, Score score)
    {
        switch (expectation.Subject)
        {
            case "score":
                var points = expectation.Value == "none" ? null : ExampleFile.Points(expectation.Value);
                return score.Total == points ? null : $"expected {Points(points)}, got {Points(score.Total)}";
            case "scenario":
                return Same(expectation.Value, score.Scenario?.Id ?? "none");
            case "passed":
                return Same(expectation.Value, score.Passed is { } passed ? passed ? "yes" : "no" : "no score");
            case "standing":
                return Same(expectation.Value, StandingNames.Of(score.Standing));
            case "band":
                return score.Band?.Title is { } band && (band.Zh == expectation.Value || band.En == expectation.Value) ? null : Same(expectation.Value, score.Band?.Title.Zh ?? "none");
            case "critical":
                return SameIds(expectation.Value, score.Suspicions.Select(suspicion => suspicion.Critical.Id));
            case "stages":
                return SameIds(expectation.Value, score.Stages.Select(reached => reached.Stage.Id));
            case "disordered":
                return SameIds(expectation.Value, score.Stages.Where(reached => reached.Before is not null).Select(reached => reached.Stage.Id));
            case "left-at":
                return Same(expectation.Value, score.LeftAt?.Id ?? "none");
            default:
                return CheckVerdict(expectation, score.Criteria.First(criterion => criterion.Criterion.Id == expectation.Subject));
        }
    }

    private static string? CheckVerdict(Expectation expectation, CriterionScore criterion)
    {
        var expected = expectation.Value == "not-applicable" ? "na" : expectation.Value;
        var verdict = criterion.Verdict switch
        {
            Verdict.Pass => "pass",
            Verdict.Partial => "partial",
            Verdict.Fail => "fail",
            Verdict.NotApplicable => "na",
            _ => "unsure",
        };
        if (expected != verdict)
            return $"expected {expected}, got {verdict} ({criterion.Reason.Zh} / {criterion.Reason.En})";
        return expectation.Because is { } because
            && !criterion.Reason.Zh.Contains(because, StringComparison.Ordinal)
            && !criterion.Reason.En.Contains(because, StringComparison.OrdinalIgnoreCase)
            ? $"expected {expected} because of \"{because}\", got {verdict} ({criterion.Reason.Zh} / {criterion.Reason.En})"
            : null;
    }

    private static string? SameIds(string expected, IEnumerable<string> got)
        => Same(string.Join(", ", ExampleFile.Ids(expected).Order(StringComparer.Ordinal)), string.Join(", ", got.Order(StringComparer.Ordinal).DefaultIfEmpty("none")));

    private static string? Same(string expected, string got) => expected == got ? null : $"expected {expected}, got {got}";

    private static string Points(int? hundredths) => hundredths is { } points ? (points / 100m).ToString("0.##", CultureInfo.InvariantCulture) : "none";

    private static string Label(Expectation expectation)
        => (expectation.Session is { } session ? $"session {session + 1} " : "") + (expectation.Agent is { } agent ? $"agent {agent} " : "") + expectation.Subject;
}
