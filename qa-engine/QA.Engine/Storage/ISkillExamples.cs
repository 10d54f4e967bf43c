using System;
using System.Collections.Generic;
using QA.Scoring;

namespace QA.Engine.Storage;

/// <summary>Official scores to teach with.</summary>
/// <exception cref="StoreUnavailableException">It cannot be reached for now.</exception>
internal interface ISkillExamples
{
    /// <summary>Scores in which one criterion came to one verdict, the newest first. A person's verdict counts in place of the machine's.</summary>
    IReadOnlyList<SkillExample> Find(SkillQuestion question);

    /// <summary>Scores whose customer came unhappy and left clearly better: the largest rise first, among equals the newest.</summary>
    IReadOnlyList<CalmedExample> Calmed(CalmedQuestion question);
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

/// <param name="Team">Empty: agents without a team.</param>
/// <param name="Agent">Null: everybody of the team.</param>
/// <param name="From">First day of the scores.</param>
/// <param name="To">Last day.</param>
/// <param name="Most">At most so many.</param>
internal sealed record CalmedQuestion(string Team, string? Agent, DateOnly From, DateOnly To, int Most);

/// <summary>A score whose customer was calmed.</summary>
/// <param name="Conversation">Its id.</param>
/// <param name="Score">The number of the score.</param>
/// <param name="Total">Hundredths of a point, as people decided; null: there is no score.</param>
/// <param name="MessageFrom">First message of what the agent answered.</param>
/// <param name="MessageTo">One behind the last.</param>
public sealed record CalmedExample(string Conversation, long Score, DateOnly Day, string Agent, int? Total, MoodChange Mood, int MessageFrom, int MessageTo);
