using System;
using System.Collections.Generic;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Scoring;

namespace QA.Engine.Web.Audit;

/// <summary>One score of one conversation, with all that led to it.</summary>
/// <param name="Rubric">The very version that made the score; null: it is no longer in use.</param>
/// <param name="Band">Of the points that are shown; null where the rubric names none, or is no longer in use.</param>
/// <param name="Sections">In the rubric's order.</param>
/// <param name="Chosen">The criterion that the address names; its form and its fold are open.</param>
public sealed record AuditModel(
    Conversation Chat, StoredScore Score, IReadOnlyList<ScoreTab> Tabs, Transcript Transcript, Rubric? Rubric, Wording? Band, IReadOnlyList<AuditSection> Sections,
    IReadOnlyList<AuditSuspicion> Suspicions, IReadOnlyList<AuditAdjustment> Adjustments, IReadOnlyList<AuditStage> Stages, IReadOnlyList<FallStep> Fall,
    ReviewHistory History, string? Chosen)
{
    /// <summary>The customer's words that show best how they came and how they left, each with what it is called.</summary>
    public IReadOnlyList<(string Title, Quote Quote)> Moods { get; init; } = [];
}

/// <summary>Another score of the same conversation.</summary>
/// <param name="Note">What sets it apart: its session, another version of the rubric.</param>
public sealed record ScoreTab(string Path, string Title, string Note, int? Points, bool IsHere);

/// <param name="Points">Hundredths: the section's own score; null where nothing in it counted.</param>
/// <param name="Judged">What was judged, lost points first.</param>
/// <param name="Left">What does not apply.</param>
public sealed record AuditSection(Wording Title, int? Points, IReadOnlyList<AuditCriterion> Judged, IReadOnlyList<AuditCriterion> Left);

/// <summary>A criterion on the page.</summary>
/// <param name="Label">By which marks in the chat refer to it; empty where it does not apply.</param>
/// <param name="Machine">What the machine said.</param>
/// <param name="Official">What counts; the same where no person said otherwise.</param>
/// <param name="Correction">The person's word that counts; null: there is none.</param>
/// <param name="Earlier">Corrections that no longer count.</param>
/// <param name="Fractions">Millionths that a partial verdict may earn under the rubric.</param>
/// <param name="Disputes">What the agent objected to it and what became of that, in order.</param>
public sealed record AuditCriterion(
    string Id, string Label, Wording Title, Wording? Guidance, StoredVerdict Machine, StoredVerdict Official, Correction? Correction, IReadOnlyList<Correction> Earlier,
    IReadOnlyList<Quote> Evidence, IReadOnlyList<AuditAbsence> Absences, IReadOnlyList<int> Fractions, IReadOnlyList<Dispute> Disputes);

/// <param name="From">Number of the first message looked at, from 1; null: there was none.</param>
public sealed record AuditAbsence(Wording Title, int? From, int? To, string FromPath, Quote? NearestMiss, Wording Why);

/// <summary>Words of the chat, with the way to them.</summary>
/// <param name="Number">Of the message, from 1.</param>
public sealed record Quote(int Number, string Words, string Path);

/// <param name="Seen">The number of the last decision; 0: nobody decided.</param>
/// <param name="Disputes">See <see cref="AuditCriterion"/>.</param>
public sealed record AuditSuspicion(
    string Id, string Label, Wording Title, StoredSuspicion Suspicion, Wording? FalseAlarm, IReadOnlyList<Quote> Evidence, IReadOnlyList<CriticalDecision> Decisions, long Seen,
    IReadOnlyList<Dispute> Disputes);

public sealed record AuditAdjustment(string Id, string Label, Wording Title, int Points, Wording Reason, IReadOnlyList<Quote> Evidence);

/// <param name="Before">The stage that should have come first and came only later.</param>
public sealed record AuditStage(Wording Title, Quote First, Wording? Before, bool IsLast);

/// <summary>A step of the waterfall, from 100 points down to the total. Points are hundredths.</summary>
/// <param name="Path">Where it is explained; null: it needs no explaining.</param>
public sealed record FallStep(FallKind Kind, string Title, int From, int To, string? Path);

public enum FallKind
{
    /// <summary>All points there are, or a sum on the way.</summary>
    Sum,
    Loss,
    Gain,

    /// <summary>What a critical finding takes.</summary>
    Cap,

    /// <summary>The score.</summary>
    Total,
}

/// <summary>A part of a chat as it is shown.</summary>
/// <param name="From">Index of the first message.</param>
/// <param name="To">One behind the last.</param>
/// <param name="Earlier">Where the messages before are; null: there are none.</param>
public sealed record Transcript(IReadOnlyList<Bubble> Bubbles, int From, int To, int Count, string? Earlier, string? Later);

/// <summary>A message and what stands before it.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Time">Of the day, to the second; null where the export has none.</param>
/// <param name="Day">Where it begins a day.</param>
/// <param name="Session">Its number, from 1, where it begins a session of a chat of several.</param>
/// <param name="Segment">The agent who takes over here, where several did.</param>
/// <param name="Gap">How long nobody had said anything; null: under a minute, or nobody knows.</param>
/// <param name="IsJudged">Whether it is of the segment that the score is about.</param>
/// <param name="Marks">Evidence in it, by place.</param>
/// <param name="Masks">Personal data in it that was written over before it was kept, by place.</param>
public sealed record Bubble(
    int Number, Message Message, string? Time, string? Day, int? Session, string? Segment, TimeSpan? Gap, bool IsJudged, IReadOnlyList<Mark> Marks, IReadOnlyList<Mask> Masks);

/// <param name="Title">What stood there, in words.</param>
public sealed record Mask(int Start, int Length, string Title);

/// <summary>Words that something points at.</summary>
/// <param name="Id">Of its element.</param>
/// <param name="Of">The id of the element that explains it.</param>
/// <param name="Label">The number or sign of that element.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Length">0: the whole message.</param>
public sealed record Mark(string Id, string Of, string Label, string Title, MarkKind Kind, int Start, int Length);

public enum MarkKind
{
    Good,
    Bad,

    /// <summary>It came close and did not count.</summary>
    Miss,
    Critical,
}
