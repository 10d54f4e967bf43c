using System;
using System.Collections.Generic;
using System.Linq;
using QA.Scoring;
using QA.Scoring.Settings;

namespace QA.Rubrics.Lexicons;

/// <summary>
/// Classes of words inside phrases: <c>{receive}…{look}</c> names two lexicons, <c>{先/记得/}检查</c> lists the words, of which an empty one
/// means that nothing need stand there.
/// </summary>
/// <param name="lexicons">Those that can be named; null: none is looked up, and a phrase stays as it is written.</param>
internal sealed class WordClasses(IReadOnlyList<SourceText>? lexicons)
{
    /// <summary>Wordings of one part of a phrase: more than a person could have meant one by one.</summary>
    public const int MostWordings = 2_000;

    private readonly Dictionary<string, IReadOnlyList<LexiconEntry>> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    public static bool StandIn(string phrase) => phrase.AsSpan().ContainsAny('{', '}');

    public bool Uses(string lexicon) => _used.Contains(lexicon);

    /// <summary>The wordings of a part of a phrase; null where it cannot be read, which was reported.</summary>
    /// <param name="part">What stands between two gaps.</param>
    /// <param name="at">Where its first character stands.</param>
    public IReadOnlyList<string>? Wordings(string part, Position at, Report report)
    {
        if (lexicons is null)
            return [part];
        List<string> wordings = [""];
        for (var from = 0; from < part.Length;)
        {
            var open = part.IndexOf('{', from);
            var literal = part[from..(open < 0 ? part.Length : open)];
            if (literal.Contains('}', StringComparison.Ordinal))
            {
                report(at with { Column = at.Column + from + literal.IndexOf('}', StringComparison.Ordinal) }, "'}' closes nothing", "write '{' before the name of the class, or remove it");
                return null;
            }

            wordings = wordings.ConvertAll(wording => wording + literal);
            if (open < 0)
                break;
            var place = at with { Column = at.Column + open };
            var close = part.IndexOf('}', open);
            if (close < 0)
            {
                report(place, "'{' is not closed", "write '}' behind the name of the class");
                return null;
            }

            if (Words(part[(open + 1)..close], place, report) is not { } words)
                return null;
            if ((long)wordings.Count * words.Count > MostWordings)
            {
                report(place, $"'{part}' stands for more than {MostWordings} wordings", "put a gap '…' between the classes, or leave one of them out");
                return null;
            }

            wordings = [.. wordings.SelectMany(wording => words.Select(word => wording + word))];
            from = close + 1;
        }

        return wordings;
    }

    private IReadOnlyList<string>? Words(string name, Position at, Report report)
    {
        if (name.Contains('/', StringComparison.Ordinal))
            return [.. name.Split('/').Select(word => word.Trim())];
        var entries = Entries(name);
        if (entries is null)
        {
            report(at, $"there is no class of words '{name}'", Suggestion.Or(name, [.. lexicons!.Select(lexicon => lexicon.Name)], $"add the file lexicons/{name}.txt, or list the words: {{看/查/试}}"));
            return null;
        }

        _used.Add(name);
        if (entries.FirstOrDefault(entry => !IsPlain(entry)) is { } entry)
        {
            report(at, $"'{name}' cannot be a class of words: its phrase '{entry.Phrase}' has a gap, a class or an option", "name a lexicon of plain words");
            return null;
        }

        // An empty lexicon is reported when it is read for its own sake.
        return entries.Count == 0 ? null : [.. entries.Select(entry => entry.Phrase)];
    }

    private IReadOnlyList<LexiconEntry>? Entries(string name)
    {
        if (_known.TryGetValue(name, out var entries))
            return entries;
        if (lexicons!.FirstOrDefault(lexicon => string.Equals(lexicon.Name, name, StringComparison.Ordinal)) is not { } text)
            return null;

        // What is wrong with the lexicon is reported when it is read for its own sake.
        return _known[name] = LexiconText.Read(name, text.Text, static (_, _, _) => { }, new WordClasses(null)).Entries;
    }

    private static bool IsPlain(LexiconEntry entry)
        => entry is { Match: MatchMode.Substring, Exceptions.Count: 0 } && !StandIn(entry.Phrase) && !entry.Phrase.Contains('…', StringComparison.Ordinal);
}
