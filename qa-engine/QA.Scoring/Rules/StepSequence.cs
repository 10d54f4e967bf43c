using System;
using QA.Scoring.Settings;

namespace QA.Scoring.Rules;

/// <summary>Finds how far a conversation follows ordered steps, which were skipped, or which came too early.</summary>
internal sealed class StepSequence : Rule
{
    private const int MostSteps = 32;
    private static readonly string[] Reports = ["reached", "skipped", "disordered"];

    private readonly RuleReference[] _steps;
    private readonly string _report;
    private readonly int _atLeast;

    private StepSequence(SettingReader settings)
    {
        _steps = [.. settings.RuleList("steps", "The steps in their order, each a rule.", required: true)];
        _report = settings.Choice("report", "reached: each step that comes after the one before, up to the first that does not; skipped: steps that are there though an earlier one is missing; disordered: steps that begin before an earlier one does.", Reports, "reached");
        _atLeast = settings.OptionalInteger("at-least", "How many steps must be reached, all of them where it is left out; how many skipped or disordered there must be, 1 where it is left out.", atLeast: 1)
            ?? (_report == "reached" ? Math.Max(1, _steps.Length) : 1);
        if (settings.IsRecording)
            return;
        if (settings.Has("steps") && _steps.Length is < 2 or > MostSteps)
            settings.Report("steps", $"a sequence of {_steps.Length} {(_steps.Length == 1 ? "step" : "steps")} cannot be followed", $"name from 2 to {MostSteps} rules");
        else if (_atLeast > Math.Max(1, _steps.Length))
            settings.Report("at-least", $"there are only {_steps.Length} steps", $"write at-least: {_steps.Length}");
    }

    public static RuleKind Kind { get; } = new("sequence", "How far ordered steps were followed; which were skipped or came too early.", settings => new StepSequence(settings));

    internal override Prerequisite Requires(Func<RuleReference, Prerequisite> of)
    {
        var needed = Prerequisite.None;
        for (var i = 0; _report == "reached" && i < Math.Min(_atLeast, _steps.Length); i++)
            needed = needed.And(of(_steps[i]));
        return needed;
    }

    internal override void Examine(Examination chat, FindingList findings)
    {
        var start = chat.FoundCount;
        switch (_report)
        {
            case "skipped":
                AddSkipped(chat, findings);
                break;
            case "disordered":
                AddDisordered(chat, findings);
                break;
            default:
                AddReached(chat, findings);
                break;
        }

        if (chat.FoundCount - start < _atLeast)
            chat.DropFrom(start);
        else
            chat.SortFrom(start);
    }

    internal override NearMiss? Nearest(Examination chat)
    {
        if (_report != "reached")
            return null;
        Mark? last = null;
        var reached = 0;
        foreach (var step in _steps)
        {
            if (Next(chat, step, last) is not { } mark)
            {
                // The step that is missing: there, but too early, or not there at all.
                var found = chat.Found(step);
                if (!found.IsEmpty && last is { } before)
                    return new NearMiss(found[^1], MissReason.TooEarly, Math.Max(1, before.Message - found[^1].Message));
                break;
            }

            last = mark;
            reached++;
        }

        return last is { } furthest ? new NearMiss(furthest, MissReason.TooFew, Math.Max(1, _atLeast - reached)) : null;
    }

    private void AddReached(Examination chat, FindingList findings)
    {
        Mark? last = null;
        foreach (var step in _steps)
        {
            if (Next(chat, step, last) is not { } mark)
                return;
            findings.Add(mark);
            last = mark;
        }
    }

    private void AddSkipped(Examination chat, FindingList findings)
    {
        var missing = false;
        foreach (var step in _steps)
        {
            var found = chat.Found(step);
            if (found.IsEmpty)
                missing = true;
            else if (missing)
                findings.Add(found[0]);
        }
    }

    private void AddDisordered(Examination chat, FindingList findings)
    {
        Mark? latest = null;
        foreach (var step in _steps)
        {
            var found = chat.Found(step);
            if (found.IsEmpty)
                continue;
            if (latest is { } earlier && found[0].Before(earlier))
                findings.Add(found[0]);
            else
                latest = found[0];
        }
    }

    /// <summary>A step's first finding behind <paramref name="last"/>; taking the first leaves most room for the steps to come.</summary>
    private static Mark? Next(Examination chat, RuleReference step, in Mark? last)
    {
        var found = chat.Found(step);
        if (last is not { } before)
            return found.IsEmpty ? null : found[0];
        foreach (ref readonly var mark in found)
        {
            if (before.Before(mark))
                return mark;
        }

        return null;
    }
}
