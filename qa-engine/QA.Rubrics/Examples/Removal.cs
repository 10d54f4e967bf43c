using System;
using System.Collections.Generic;
using System.Linq;
using QA.Scoring.Settings;

namespace QA.Rubrics.Examples;

/// <summary>One phrase or one rule, and whether any example misses it when it is taken away.</summary>
/// <param name="Path">The file it stands in.</param>
/// <param name="At">Its place there.</param>
/// <param name="Text">The phrase as it is written, or the rule's name.</param>
/// <param name="Lexicon">A phrase's lexicon, empty where it stands inside a rule; null: it is a rule.</param>
/// <param name="Judgements">What it may decide, as "criterion greeting", "critical insult", "scenario complaint".</param>
/// <param name="Examples">How many examples say the phrase, or how many the rule finds something in.</param>
/// <param name="Missed">Whether an example no longer comes out as stated without it.</param>
public sealed record Removal(string Path, Position At, string Text, string? Lexicon, IReadOnlyList<string> Judgements, int Examples, bool Missed)
{
    public bool IsRule => Lexicon is null;

    /// <summary>By path, line and column, as problems are.</summary>
    internal static int Compare(Removal one, Removal other)
    {
        var order = Problem.ComparePlaces(one.Path, one.At, other.Path, other.At);
        return order == 0 ? string.CompareOrdinal(one.Text, other.Text) : order;
    }
}

/// <summary>How many of something there are, and how many of these no example misses.</summary>
public readonly record struct RemovalCount(int All, int Unmissed);

/// <summary>What came of taking everything away in turn.</summary>
/// <param name="Removals">By path, line and column.</param>
public sealed record RemovalReport(IReadOnlyList<Removal> Removals)
{
    /// <summary>What no example misses.</summary>
    public IEnumerable<Removal> Unmissed => Removals.Where(removal => !removal.Missed);

    public RemovalCount Phrases => Count(Removals.Where(removal => !removal.IsRule));

    public RemovalCount Rules => Count(Removals.Where(removal => removal.IsRule));

    /// <summary>Phrases by the lexicon and the file they stand in; those written inside the rules of a file count together, without a name.</summary>
    public IReadOnlyList<(string Lexicon, string Path, RemovalCount Phrases)> ByLexicon
        => [.. Removals.Where(removal => !removal.IsRule)
            .GroupBy(removal => (Lexicon: removal.Lexicon!, removal.Path))
            .OrderBy(group => group.Key.Path, StringComparer.Ordinal)
            .Select(group => (group.Key.Lexicon, group.Key.Path, Count(group)))];

    /// <summary>Phrases and rules by what they may decide; what several judgements share counts for each.</summary>
    public IReadOnlyList<(string Judgement, RemovalCount Phrases, RemovalCount Rules)> ByJudgement
        => [.. Removals.SelectMany(removal => removal.Judgements, (removal, judgement) => (judgement, removal))
            .GroupBy(pair => pair.judgement, pair => pair.removal, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (group.Key, Count(group.Where(removal => !removal.IsRule)), Count(group.Where(removal => removal.IsRule))))];

    private static RemovalCount Count(IEnumerable<Removal> removals)
    {
        var (all, unmissed) = (0, 0);
        foreach (var removal in removals)
        {
            all++;
            unmissed += removal.Missed ? 0 : 1;
        }

        return new RemovalCount(all, unmissed);
    }
}
