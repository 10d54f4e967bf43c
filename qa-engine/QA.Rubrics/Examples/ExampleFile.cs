using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using QA.Scoring;
using QA.Scoring.Settings;

namespace QA.Rubrics.Examples;

/// <summary>
/// Reads <c>examples.md</c>: under each heading a chat block, and below it what must come of it
/// (<c>- greeting: pass</c>, <c>- score: 81.25</c>, <c>- agent 小鱼 farewell: na (转接)</c>).
/// </summary>
internal static class ExampleFile
{
    private static readonly string[] Subjects = ["score", "scenario", "critical", "band", "passed", "standing", "stages", "disordered", "left-at"];
    private static readonly string[] Verdicts = ["pass", "partial", "fail", "na", "unsure", "not-applicable"];

    /// <summary>Reads the examples of a page. Never throws at their author.</summary>
    /// <param name="names">What the examples may name; null where the rubric is too broken to know.</param>
    internal static List<Example> Read(SourceText text, ExampleNames? names, Report report)
    {
        var examples = new List<Example>();
        var title = "";
        Chat? chat = null;
        Position chatAt = default;
        var expectations = new List<Expectation>();
        foreach (var part in Markdown.Read(text.Text, report))
        {
            switch (part)
            {
                case Heading heading:
                    Keep();
                    title = heading.Text;
                    break;
                case FencedBlock { Language: "chat" } block:
                    Keep();
                    chatAt = block.At;
                    chat = ChatText.Read(block, $"{text.Name}-{block.At.Line.ToString(CultureInfo.InvariantCulture)}", report);
                    if (chat is not null && names is not null)
                        CheckMarks(chat, names, report);
                    break;
                case FencedBlock block when Suggestion.Nearest(block.Language, ["chat"]) is not null:
                    report(block.At, $"a block of '{block.Language}' is not read", "did you mean 'chat'?");
                    break;
                case ListItem item when chat is not null:
                    if (Statement(item, names, report) is { } expectation)
                        expectations.Add(expectation);
                    break;
            }
        }

        Keep();
        if (examples.Count == 0)
            report(new Position(1, 1), "there are no examples", "add a heading and a block of three backticks and 'chat'");
        return examples;

        void Keep()
        {
            if (chat is not null)
            {
                if (expectations.Count == 0 && chat.Marks.Count == 0)
                    report(chatAt, "the example states nothing", "add a line below it, such as '- greeting: pass'");
                examples.Add(new Example(title, chat, expectations, text.Path, chatAt));
            }

            chat = null;
            expectations = [];
        }
    }

    private static void CheckMarks(Chat chat, ExampleNames names, Report report)
    {
        foreach (var mark in chat.Marks)
        {
            if (names.Criteria.Contains(mark.Name) || names.Rules.Contains(mark.Name) || names.CriticalFindings.Contains(mark.Name))
                continue;
            string[] known = [.. names.Criteria, .. names.Rules, .. names.CriticalFindings];
            report(mark.At, $"the rubric has no criterion, rule or critical finding '{mark.Name}'", Suggestion.Or(mark.Name, known, "use one of its criteria: " + string.Join(", ", names.Criteria)));
        }
    }

    private static Expectation? Statement(ListItem item, ExampleNames? names, Report report)
    {
        var colon = item.Text.AsSpan().IndexOfAny(':', ':');
        if (colon <= 0)
        {
            report(item.At, "the line states nothing", "write '- criterion: verdict', such as '- greeting: pass'; other lists belong above the chat");
            return null;
        }

        var words = item.Text[..colon].Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        int? session = null;
        if (words.Count > 2 && words[0] == "session")
        {
            if (!int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
            {
                report(item.At, $"'{words[1]}' is not the number of a session", "count sessions from 1: '- session 2 greeting: pass'");
                return null;
            }

            session = number - 1;
            words.RemoveRange(0, 2);
        }

        string? agent = null;
        if (words.Count > 2 && words[0] == "agent")
        {
            agent = string.Join(' ', words.Skip(1).SkipLast(1));
            words.RemoveRange(0, words.Count - 1);
        }

        if (words.Count != 1)
        {
            report(item.At, $"'{string.Join(' ', words)}' is not the name of one thing", "write '- greeting: pass' or '- agent 小鱼 greeting: pass'");
            return null;
        }

        var (value, because) = Because(item.Text[(colon + 1)..].Trim());
        var valueAt = item.At with { Column = item.At.Column + colon + 2 };
        var subject = words[0];
        if (names is not null && Array.IndexOf(Subjects, subject) < 0 && !names.Criteria.Contains(subject))
        {
            string[] known = [.. names.Criteria, .. Subjects];
            report(item.At, $"the rubric has no criterion '{subject}'", Suggestion.Or(subject, known, "use one of " + string.Join(", ", known)));
            return null;
        }

        return IsPossible(subject, value, names, valueAt, report) ? new Expectation(session, agent, subject, value, because, item.At) : null;
    }

    private static (string Value, string? Because) Because(string text)
    {
        var open = text.AsSpan().IndexOfAny('(', '(');
        return open > 0 && text[^1] is ')' or ')' ? (text[..open].Trim(), text[(open + 1)..^1].Trim()) : (text, null);
    }

    private static bool IsPossible(string subject, string value, ExampleNames? names, Position at, Report report)
    {
        switch (subject)
        {
            case "score":
                return value == "none" || Points(value) is not null || Refuse("a score is a number from 0 to 100 with at most two decimals, or none", "write '- score: 81.25'");
            case "passed":
                return value is "yes" or "no" || Refuse($"'passed' cannot be \"{value}\"", "write yes or no");
            case "standing":
                return StandingNames.Find(value) is not null || Refuse($"'standing' cannot be \"{value}\"", Suggestion.Or(value, StandingNames.All, "write ranked, insufficient or none"));
            case "scenario":
                return names is null || value == "none" || names.Scenarios.Contains(value) || Refuse($"the rubric has no scenario '{value}'", Suggestion.Or(value, names.Scenarios, "use one of " + string.Join(", ", names.Scenarios)));
            case "critical":
                return names is null || value == "none" || Ids(value).FirstOrDefault(id => !names.CriticalFindings.Contains(id)) is not { } finding
                    || Refuse($"the rubric has no critical finding '{finding}'", Suggestion.Or(finding, names.CriticalFindings, "write none, or some of " + string.Join(", ", names.CriticalFindings)));
            case "stages":
            case "disordered":
            case "left-at":
                return names is null || value == "none" || Ids(value).FirstOrDefault(id => !names.Stages.Contains(id)) is not { } stage
                    || Refuse($"the rubric has no stage '{stage}'", Suggestion.Or(stage, names.Stages, names.Stages.Count == 0 ? "add it under 'stages'" : "write none, or some of " + string.Join(", ", names.Stages)));
            case "band":
                return value.Length > 0 || Refuse("the band has no name", "write '- band: 优秀'");
            default:
                return Array.IndexOf(Verdicts, value) >= 0 || Refuse($"'{value}' is not a verdict", Suggestion.Or(value, Verdicts, "write pass, partial, fail, na or unsure"));
        }

        bool Refuse(string wrong, string right)
        {
            report(at, wrong, right);
            return false;
        }
    }

    /// <summary>Ids between commas.</summary>
    internal static string[] Ids(string list) => list.Split([',', ','], StringSplitOptions.TrimEntries);

    /// <summary>Hundredths of a point.</summary>
    internal static int? Points(string text)
        => decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var points) && points <= 100 && decimal.Round(points, 2) == points ? (int)(points * 100) : null;
}
