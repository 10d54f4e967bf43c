using System;
using System.Collections.Generic;
using QA.Scoring.Settings;

namespace QA.Rubrics;

/// <summary>Something an author has to mend.</summary>
/// <param name="Path">The text it stands in, as its reader was told.</param>
/// <param name="At">Line and column, both from 1.</param>
/// <param name="Wrong">What is wrong.</param>
/// <param name="Right">What would be right.</param>
public sealed record Problem(string Path, Position At, string Wrong, string Right)
{
    /// <summary>By path, line, column, then text; all ordinal.</summary>
    internal static int Compare(Problem one, Problem other)
    {
        var order = ComparePlaces(one.Path, one.At, other.Path, other.At);
        if (order == 0)
            order = string.CompareOrdinal(one.Wrong, other.Wrong);
        return order == 0 ? string.CompareOrdinal(one.Right, other.Right) : order;
    }

    /// <summary>By path, line and column: the order in which an author goes through files.</summary>
    internal static int ComparePlaces(string path, Position at, string otherPath, Position otherAt)
    {
        var order = string.CompareOrdinal(path, otherPath);
        if (order == 0)
            order = at.Line.CompareTo(otherAt.Line);
        return order == 0 ? at.Column.CompareTo(otherAt.Column) : order;
    }

    /// <summary><c>rubrics/x/rubric.yaml:14:9: what is wrong; what would be right</c>.</summary>
    public override string ToString() => $"{Path}:{At.Line}:{At.Column}: {Wrong}; {Right}";
}

/// <summary>Gathers the problems of one rubric and its files.</summary>
internal sealed class ProblemList
{
    /// <summary>More would not be read by anyone, and a hostile file could ask for millions.</summary>
    private const int Most = 1000;
    private const int LongestText = 400;

    private readonly HashSet<Problem> _problems = [];

    public int Count => _problems.Count;

    /// <summary>A problem that was kept already is kept once: a YAML alias shows the same words in several places.</summary>
    public void Add(string path, Position at, string wrong, string right)
    {
        if (_problems.Count < Most)
            _problems.Add(new Problem(path, new Position(Math.Max(1, at.Line), Math.Max(1, at.Column)), OneLine(wrong), OneLine(right)));
    }

    /// <summary>Where problems of one text go.</summary>
    public Report For(string path) => (at, wrong, right) => Add(path, at, wrong, right);

    public IReadOnlyList<Problem> Sorted()
    {
        var sorted = new List<Problem>(_problems);
        sorted.Sort(Problem.Compare);
        return sorted;
    }

    private static string OneLine(string text)
    {
        if (text.Length > LongestText)
            text = string.Concat(text.AsSpan(0, LongestText), "…");
        return text.AsSpan().IndexOfAny('\r', '\n') < 0
            ? text
            : text.Replace("\r", "", StringComparison.Ordinal).Replace('\n', ' ');
    }
}

/// <summary>Takes a problem of a known text.</summary>
internal delegate void Report(Position at, string wrong, string right);
