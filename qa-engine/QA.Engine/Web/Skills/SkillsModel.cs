using System.Collections.Generic;
using QA.Calibration.Skills;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Web.Layout;
using QA.Scoring;

namespace QA.Engine.Web.Skills;

/// <param name="Section">The chosen one; null: headline criteria and those that cost most.</param>
/// <param name="Chats">Of the team in the window.</param>
/// <param name="Weakest">Those that cost most first.</param>
public sealed record SkillsModel(
    TeamChoice Choice, string? Section, IReadOnlyList<SkillSection> Sections, long Chats, IReadOnlyList<WeakSkill> Weakest, IReadOnlyList<HeatColumn> Columns, IReadOnlyList<HeatRow> Rows)
{
    /// <summary>How customers came and left, of the team in the window.</summary>
    public MoodFigures TeamMoods { get; init; }

    /// <summary>Of agents to whom a customer came unhappy, by name.</summary>
    public IReadOnlyList<(string Agent, MoodFigures Moods)> Moods { get; init; } = [];
}

/// <summary>Chats whose customers came unhappy and recovered.</summary>
/// <param name="Agent">Whose; null: everybody's.</param>
public sealed record CalmedModel(TeamChoice Choice, string? Agent, IReadOnlyList<ShownCalm> Examples);

/// <summary>A chat of a customer who was calmed.</summary>
/// <param name="Came">Their words on coming; null: none leans clearly.</param>
/// <param name="Reply">What the agent said next.</param>
/// <param name="Left">Their words on leaving.</param>
public sealed record ShownCalm(CalmedExample Example, string Link, ShownWords? Came, ShownWords? Reply, ShownWords? Left);

/// <param name="Team">All cases of the team.</param>
/// <param name="Bar">0 … 1: its cost against that of the costliest.</param>
public sealed record WeakSkill(SkillName Skill, PointsLost Lost, Difference? Change, Tally Team, double Bar);

/// <param name="Team">All cases of the team.</param>
public sealed record HeatColumn(SkillName Skill, Tally Team);

/// <param name="Cells">In the order of the columns; null: the agent had no case.</param>
public sealed record HeatRow(string Agent, IReadOnlyList<Strength?> Cells);

/// <param name="Expected">How to do it well; null: the rubric does not say.</param>
/// <param name="Team">All cases of the team.</param>
/// <param name="Skill">What the team's mean is, and how far agents differ.</param>
/// <param name="Agents">By name.</param>
/// <param name="Reasons">Of the newest chats that lost points, the most frequent first.</param>
/// <param name="Looked">How many chats the reasons are of.</param>
public sealed record SkillModel(
    TeamChoice Choice, SkillName Skill, Wording? Expected, string? Source, Tally Team, TeamSkill TeamSkill, PointsLost? Lost, Difference? Change, IReadOnlyList<SkilledAgent> Agents,
    IReadOnlyList<FrequentReason> Reasons, int Looked, IReadOnlyList<ShownExample> Bad, IReadOnlyList<ShownExample> Good, ObjectionCounts Objections);

/// <param name="Own">What the agent's chats came to, before anything is drawn towards the team.</param>
public sealed record SkilledAgent(string Name, Strength Strength, Tally Own);

public sealed record FrequentReason(Wording Reason, Wording? Fix, int Times);
