using System;
using System.Collections.Generic;
using QA.Scoring;

namespace QA.Engine.Storage;

/// <summary>Official scores in which one criterion came to one verdict, to teach with.</summary>
/// <exception cref="StoreUnavailableException">It cannot be reached for now.</exception>
internal interface ISkillExamples
{
    /// <summary>The newest first. A person's verdict counts in place of the machine's.</summary>
    IReadOnlyList<SkillExample> Find(SkillQuestion question);
}

/// <param name="Team">Empty: agents without a team.</param>
/// <param name="Agent">Null: everybody of the team.</param>
/// <param name="From">First day of the scores.</param>
/// <param name="To">Last day.</param>
/// <param name="Most">At most so many.</param>
internal sealed record SkillQuestion(string Criterion, Verdict Verdict, string Team, string? Agent, DateOnly From, DateOnly To, int Most);

/// <summary>A score in which a criterion came to the verdict that was asked for.</summary>
/// <param name="Conversation">Its id.</param>
/// <param name="Score">The number of the score.</param>
/// <param name="Reviewed">Whether a person decided something about this score.</param>
/// <param name="Found">What the criterion came to: reason, fix and the places of the words.</param>
public sealed record SkillExample(string Conversation, long Score, DateOnly Day, string Agent, bool Reviewed, StoredVerdict Found);
