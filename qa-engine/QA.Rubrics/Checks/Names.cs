using System;
using System.Collections.Generic;
using QA.Scoring.Settings;

namespace QA.Rubrics.Checks;

/// <summary>The ids of one sort of thing: each well formed, none twice.</summary>
/// <param name="what">What they name, as in "criterion".</param>
/// <param name="reserved">Words that mean something else where such an id may stand.</param>
internal sealed class Names(string what, params string[] reserved)
{
    public const string Form = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$";

    private const int Longest = 64;
    private readonly Dictionary<string, (string Path, Position At)> _known = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Known => _known.Keys;

    public bool Contains(string id) => _known.ContainsKey(id);

    /// <summary>Keeps an id, or reports what is wrong with it.</summary>
    /// <param name="path">The file it stands in: ids of one sort share one space over all files of a rubric.</param>
    /// <returns>Whether it is new.</returns>
    public bool Add(string id, string path, Position at, Report report)
    {
        if (id.Length == 0)
            return false;
        if (!IsWellFormed(id))
            report(at, $"'{id}' cannot name a {what}", $"use lower-case letters, digits and single '-', beginning with a letter, at most {Longest}");
        else if (Array.IndexOf(reserved, id) >= 0)
            report(at, $"'{id}' cannot name a {what}, for it means something else", "choose another name");
        if (_known.TryAdd(id, (path, at)))
            return true;
        var first = _known[id];
        var file = first.Path == path ? "" : first.Path + ":";
        report(at, $"the {what} '{id}' stands here again; it first stands at {file}{first.At.Line}:{first.At.Column}", "give each a name of its own");
        return false;
    }

    /// <summary>Lower-case words joined by single hyphens.</summary>
    public static bool IsWellFormed(string id)
    {
        if (id.Length is 0 or > Longest || !char.IsAsciiLetterLower(id[0]) || id[^1] == '-')
            return false;
        for (var i = 1; i < id.Length; i++)
        {
            if (!char.IsAsciiLetterLower(id[i]) && !char.IsAsciiDigit(id[i]) && (id[i] != '-' || id[i - 1] == '-'))
                return false;
        }

        return true;
    }
}
