using System;
using System.Collections.Generic;

namespace QA.Scoring.Settings;

/// <summary>The name an author probably meant.</summary>
public static class Suggestion
{
    // Nobody mistypes a name this long, and comparing two of them costs the product of their lengths.
    private const int MaxLength = 64;

    /// <summary>
    /// The candidate nearest to <paramref name="name"/> by edit distance (insert, delete, replace, swap of neighbours), or null
    /// where none is within a third of its length (at least one edit). Ties go to the ordinally smaller candidate.
    /// </summary>
    public static string? Nearest(string name, IEnumerable<string> candidates)
    {
        if (name.Length > MaxLength)
            return null;

        string? best = null;
        var bestDistance = Math.Max(1, name.Length / 3) + 1;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - name.Length) >= bestDistance + 1)
                continue;

            var distance = Distance(name, candidate);
            if (distance < bestDistance || (distance == bestDistance && best is not null && string.CompareOrdinal(candidate, best) < 0))
            {
                best = candidate;
                bestDistance = distance;
            }
        }

        return best;
    }

    /// <summary>"; did you mean …?" or what else would be right.</summary>
    public static string Or(string name, IReadOnlyCollection<string> candidates, string otherwise)
        => Nearest(name, candidates) is { } near ? $"did you mean '{near}'?" : otherwise;

    private static int Distance(string a, string b)
    {
        var previous2 = new int[b.Length + 1];
        var previous = new int[b.Length + 1];
        var current = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            previous[j] = j;

        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                var value = Math.Min(Math.Min(current[j - 1] + 1, previous[j] + 1), previous[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    value = Math.Min(value, previous2[j - 2] + 1);
                current[j] = value;
            }

            (previous2, previous, current) = (previous, current, previous2);
        }

        return previous[b.Length];
    }
}
