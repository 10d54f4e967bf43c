using System;
using System.Collections.Generic;

namespace QA.Scoring.Rules;

/// <summary>
/// What a rule cannot find anything without, or a condition cannot hold without: of each of some sets of lexicons, a hit anywhere in
/// the conversation. Conservative: what depends on other things than words has none.
/// </summary>
internal sealed class Prerequisite
{
    /// <summary>More sets rule out next to nothing more.</summary>
    public const int MostSets = 4;

    private readonly int[][] _sets;

    private Prerequisite(int[][] sets) => _sets = sets;

    public static Prerequisite None { get; } = new([]);

    /// <summary>Sets of lexicons by index, ascending; of each set one must be hit.</summary>
    public IReadOnlyList<int[]> Sets => _sets;

    /// <summary>A hit of one of these.</summary>
    public static Prerequisite AnyOf(IReadOnlyList<int> lexicons)
        => lexicons.Count == 0 ? None : new([[.. new SortedSet<int>(lexicons)]]);

    /// <summary>What both need.</summary>
    public Prerequisite And(Prerequisite other)
    {
        var sets = new List<int[]>(_sets);
        foreach (var set in other._sets)
        {
            if (sets.Count < MostSets && !sets.Exists(known => known.AsSpan().SequenceEqual(set)))
                sets.Add(set);
        }

        return new([.. sets]);
    }

    /// <summary>What one of them needs at least, whichever it is.</summary>
    public static Prerequisite Either(IReadOnlyList<Prerequisite> parts)
    {
        var union = new SortedSet<int>();
        foreach (var part in parts)
        {
            if (part._sets.Length == 0)
                return None;

            // Of several sets of a part any will do; the smallest is the least likely to be hit.
            var smallest = part._sets[0];
            foreach (var set in part._sets)
                smallest = set.Length < smallest.Length ? set : smallest;
            union.UnionWith(smallest);
        }

        return new([[.. union]]);
    }
}
