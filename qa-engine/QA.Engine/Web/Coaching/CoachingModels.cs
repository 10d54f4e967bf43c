using System;
using System.Collections.Generic;
using QA.Calibration.Skills;
using QA.Engine.Storage.People;
using QA.Engine.Web.Skills;
using QA.Scoring;

namespace QA.Engine.Web.Coaching;

/// <summary>The coachings of a team.</summary>
/// <param name="Due">Whose follow-up is today or was before.</param>
/// <param name="UnderWay">The others that have not ended.</param>
/// <param name="More">Whether older ones have ended than are shown.</param>
public sealed record CoachingModel(TeamChoice Choice, IReadOnlyList<ShownCoaching> Due, IReadOnlyList<ShownCoaching> UnderWay, IReadOnlyList<ShownCoaching> Ended, bool More);

/// <param name="Effect">Null: it is not worked out here, only on the sheet.</param>
public sealed record ShownCoaching(CoachingTask Task, Wording Skill, CoachingEffect? Effect);

/// <summary>What an agent works on.</summary>
public sealed record OwnCoachingModel(IReadOnlyList<ShownCoaching> Coachings);

/// <summary>The form that assigns a coaching, as far as it is filled in.</summary>
/// <param name="Agents">Of the team, by name.</param>
/// <param name="Agent">The chosen one; null: none yet.</param>
/// <param name="Criterion">The chosen one; null: none yet.</param>
/// <param name="Problems">What is wrong with what was sent; empty at first.</param>
public sealed record AssignModel(
    string Team, IReadOnlyList<string> Agents, IReadOnlyList<SkillSection> Sections, string? Agent, string? Criterion, string Note, string Starts, string Due, IReadOnlyList<string> Problems);

/// <summary>A coaching on one page, to be printed and talked through.</summary>
/// <param name="Expected">Null: the rubric does not say.</param>
/// <param name="Phrases">Words of the rubric's lists that the team's good chats used, the most frequent first.</param>
/// <param name="IsOver">Whether the follow-up is due.</param>
public sealed record SheetModel(
    ShownCoaching Coaching, Wording? Expected, IReadOnlyList<ShownExample> Bad, IReadOnlyList<ShownExample> Good, IReadOnlyList<string> Phrases, bool IsOver);
