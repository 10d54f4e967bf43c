using System;

namespace QA.Engine.Storage.People;

/// <summary>One skill that one agent works on, from a day on.</summary>
/// <param name="Criterion">The criterion's id.</param>
/// <param name="Note">What the coach agreed with the agent.</param>
/// <param name="StartsOn">Chats before that day are before, from it on they are after.</param>
/// <param name="DueOn">The follow-up; null: none was agreed.</param>
/// <param name="AssignedBy">The coach's account.</param>
/// <param name="Coach">The coach's name as it was then.</param>
/// <param name="EndedAt">Null: under way.</param>
/// <param name="Outcome">What came of it, in the coach's words; empty while it is under way.</param>
public sealed record CoachingTask(
    long Number, AgentName Agent, string Criterion, string Note, DateOnly StartsOn, DateOnly? DueOn, long AssignedBy, string Coach, DateTimeOffset AssignedAt,
    DateTimeOffset? EndedAt, string Outcome);
