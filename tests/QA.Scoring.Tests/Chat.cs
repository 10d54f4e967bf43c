using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using QA.Scoring.Rules;

namespace QA.Scoring.Tests;

/// <summary>Conversations from lines such as <c>[14:03] agent 小鱼: 您好</c>.</summary>
internal static class Chat
{
    public static Conversation Of(params string[] lines) => new("c1", [.. lines.Select(Line)]);

    /// <summary>What a rule finds, as <c>message:words</c>; an absence as <c>message:</c>.</summary>
    public static string Find(Rubric rubric, string rule, params string[] lines)
    {
        var chat = Of(lines);
        return string.Join(' ', RuleProbe.Find(chat, rubric, rule).Select(finding => $"{finding.Message}:{chat.Messages[finding.Message].Text.Substring(finding.Start, finding.Length)}"));
    }

    /// <summary>Everything a score says, as text, so that two scores can be compared in every field.</summary>
    public static string Print(IEnumerable<Score> scores)
    {
        var lines = new List<string>();
        foreach (var score in scores)
        {
            lines.Add($"{score.Conversation.Id} {score.Session}/{score.Sessions} {score.Agent}@{score.Team} {score.Messages} {score.Scenario?.Id} {score.Standing} {score.Total} {score.Uncapped} {score.Base} {score.Band?.From} {score.Passed}");
            foreach (var criterion in score.Criteria)
            {
                lines.Add($"  {criterion.Criterion.Id} {criterion.Verdict} {criterion.Reason.En} {criterion.Weight} {criterion.Value} {criterion.Earned} {criterion.Lost} [{string.Join(' ', criterion.Evidence)}]");
                lines.AddRange(criterion.Absences.Select(absence => $"    {absence.Rule.Name} {absence.From} {absence.To} {absence.NearestMiss} {absence.Why} {absence.Distance}"));
            }

            lines.AddRange(score.Adjustments.Select(applied => $"  {applied.Adjustment.Id} [{string.Join(' ', applied.Evidence)}]"));
            lines.AddRange(score.Stages.Select(reached => $"  {reached.Stage.Id} {reached.First} {reached.Before?.Id}").Append($"  left at {score.LeftAt?.Id}"));
            lines.AddRange(score.Suspicions.Select(suspicion => $"  {suspicion.Critical.Id} [{string.Join(' ', suspicion.Evidence)}]"));
        }

        return string.Join('\n', lines);
    }

    private static Message Line(string line)
    {
        DateTimeOffset? time = null;
        if (line[0] == '[')
        {
            var close = line.IndexOf(']', StringComparison.Ordinal);
            time = new DateTimeOffset(new DateTime(2026, 3, 2, 0, 0, 0, DateTimeKind.Unspecified) + TimeSpan.Parse(line[1..close], CultureInfo.InvariantCulture), TimeSpan.FromHours(8));
            line = line[(close + 2)..];
        }

        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        var head = line[..colon].Split(' ');
        return new Message(Enum.Parse<Speaker>(head[0], ignoreCase: true), line[(colon + 2)..], head.Length > 1 ? head[1] : null, time);
    }
}
