using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using QA.Calibration.Skills;
using QA.Engine.Storage;

namespace QA.Engine.Web.Skills;

/// <summary>How a team did in a window, by skill. For any thread.</summary>
/// <param name="Agents">Who had a chat in the window, by name.</param>
/// <param name="Skills">Of the criteria that applied at all, in this window or the one before; by id.</param>
/// <param name="None">What a skill comes to that never applied.</param>
/// <param name="Moods">How customers came and left in the window, of the same agents.</param>
/// <param name="Chats">In the window.</param>
internal sealed record TeamFigures(
    IReadOnlyList<string> Agents, IReadOnlyDictionary<string, SkillFigures> Skills, SkillFigures None, IReadOnlyList<(string Agent, MoodCounts Moods)> Moods, long Chats)
{
    public SkillFigures Of(string criterion) => Skills.TryGetValue(criterion, out var skill) ? skill : None with { Criterion = criterion };
}

/// <summary>One skill of a team.</summary>
/// <param name="Team">All cases of the team.</param>
/// <param name="Agents">Those who had a case.</param>
/// <param name="Lost">Null: the team had no chat.</param>
/// <param name="Change">What it lost against the window before; null: there was no chat in one of them.</param>
internal sealed record SkillFigures(string Criterion, Tally Team, IReadOnlyDictionary<string, Tally> Agents, PointsLost? Lost, Difference? Change)
{
    // An interval takes some hundred steps, and figures are shown again and again.
    private readonly ConcurrentDictionary<string, Strength> _strengths = new(StringComparer.Ordinal);

    public TeamSkill Skill => field ??= TeamSkill.Of(Agents.OrderBy(static agent => agent.Key, StringComparer.Ordinal).Select(static agent => agent.Value));

    /// <summary>Null: the agent had no case.</summary>
    public Strength? Of(string agent) => Agents.TryGetValue(agent, out var tally) && tally.Cases > 0 ? _strengths.GetOrAdd(agent, static (_, own) => own.Skill.Of(own.tally), (Skill, tally)) : null;
}
