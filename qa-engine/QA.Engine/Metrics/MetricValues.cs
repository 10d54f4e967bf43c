using System;
using System.Collections.Generic;

namespace QA.Engine.Metrics;

/// <summary>What the store says of the work, when it was last asked.</summary>
/// <param name="Due">Conversations that wait for a worker.</param>
/// <param name="OldestDue">Since when the longest of them does; null: none waits.</param>
/// <param name="Waiting">All that wait, those not over yet included.</param>
/// <param name="DeadLetters">Items on the list of what could not be scored.</param>
/// <param name="Workers">Workers alive.</param>
/// <param name="Jobs">Unfinished ones.</param>
/// <param name="Criticals">Critical findings by agent; may be empty.</param>
internal sealed record StoreFigures(
    long Due, DateTimeOffset? OldestDue, long Waiting, long DeadLetters, int Workers, IReadOnlyList<JobFigures> Jobs, IReadOnlyList<CriticalFigures> Criticals);

/// <param name="Wanted">Conversations to score.</param>
internal readonly record struct JobFigures(long Done, long Wanted);

internal readonly record struct CriticalFigures(string Team, string Agent, long Suspected, long Confirmed);

/// <param name="Kappa">Chance-corrected; null where it is not defined.</param>
/// <param name="From">Lower end of its interval.</param>
/// <param name="To">Upper end.</param>
/// <param name="Cases">Conversations both judged.</param>
internal readonly record struct AgreementFigures(string Rubric, string Criterion, double? Kappa, double? From, double? To, long Cases);

/// <summary>What a conversation adds to the service indicators of one agent.</summary>
/// <param name="FirstReplies">The wait of each of these that opened a session.</param>
/// <param name="Replies">The wait of each round that was answered.</param>
/// <param name="Unanswered">Rounds that were not.</param>
/// <param name="CustomerMessages">In the agent's part.</param>
/// <param name="Profiles">Units of each profile, and how many of them met its limit.</param>
internal sealed record ServiceFigures(
    string? Shop, string? Team, string? Agent, IReadOnlyList<TimeSpan> FirstReplies, IReadOnlyList<TimeSpan> Replies, int Unanswered, int CustomerMessages, int AgentMessages,
    IReadOnlyList<(string Profile, long Units, long Met)> Profiles);

internal enum BatchStage
{
    Score,
    Save,
}

internal enum LeaseKind
{
    Source,
    Job,
}
