using System;
using System.Collections.Generic;
using QA.Scoring;
using QA.Scoring.Settings;

namespace QA.Rubrics.Lexicons;

/// <summary>Reads a lexicon: one phrase a line, options behind " | ", comments behind "# ".</summary>
internal sealed class LexiconText(Report report, WordClasses classes)
{
    /// <summary>UTF-16 units of a file; 50,000 phrases have about a million.</summary>
    public const int LongestText = 8_000_000;

    private const int LongestId = 64;
    private static readonly string[] Options = ["id", "match", "except"];

    private readonly List<LexiconEntry> _entries = [];
    private readonly Dictionary<string, Position> _phrases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Position> _ids = new(StringComparer.Ordinal);

    /// <summary>Every phrase of a file; what is wrong was reported.</summary>
    public static Lexicon Read(string name, string text, Report report, WordClasses classes)
    {
        if (text.Length > LongestText)
        {
            report(new Position(1, 1), $"the lexicon has {text.Length} characters", $"keep it below {LongestText}, or make two of it");
            return new Lexicon(name, []);
        }

        var reader = new LexiconText(report, classes);
        var line = 0;
        var from = text.StartsWith('\uFEFF') ? 1 : 0;
        while (from < text.Length)
        {
            var end = text.IndexOf('\n', from);
            if (end < 0)
                end = text.Length;
            reader.Line(text[from..end], ++line);
            from = end + 1;
        }

        if (reader._phrases.Count == 0)
            report(new Position(1, 1), $"the lexicon '{name}' has no phrases", "write one phrase a line, or remove the file");
        return new Lexicon(name, reader._entries);
    }

    /// <summary>Phrases that stand as items of a list, each in the form of a line.</summary>
    public static Lexicon Read(string name, IReadOnlyList<ScalarNode> lines, Report report, WordClasses classes)
    {
        var reader = new LexiconText(report, classes);
        foreach (var line in lines)
        {
            var at = line.Quoted ? line.At with { Column = line.At.Column + 1 } : line.At;
            reader.Entry(line.Value, at);
        }

        return new Lexicon(name, reader._entries);
    }

    private void Line(string line, int number)
    {
        var text = line.AsSpan().TrimStart();
        var at = new Position(number, line.Length - text.Length + 1);
        if (text.TrimEnd().IsEmpty)
            return;

        if (text[0] == '#' && !text.StartsWith("#E-", StringComparison.OrdinalIgnoreCase))
        {
            // "#抱歉" is a comment to one author and a phrase to another; "#E-s21" is an emoticon of JD.
            if (text.Length > 1 && text[1] != '#' && !char.IsWhiteSpace(text[1]))
                report(at, "a line that begins with '#' is a comment, but has no space behind it", "write '# ' for a comment; a phrase cannot begin with '#'");
            return;
        }

        Entry(text.ToString(), at);
    }

    private void Entry(string text, Position at)
    {
        var bar = Bar(text, 0);
        var phrase = text[..bar].TrimEnd();
        string? id = null;
        var match = MatchMode.Substring;
        List<(string Text, Position At)>? exceptions = null;
        var idAt = at;
        var seen = 0;
        while (bar < text.Length)
        {
            var from = bar + 1;
            bar = Bar(text, from);
            var (option, place) = Trimmed(text, from, bar, at);
            var colon = option.AsSpan().IndexOfAny(':', ':');
            var name = colon < 0 ? option : option[..colon].TrimEnd();
            var (value, valueAt) = Trimmed(option, colon < 0 ? option.Length : colon + 1, option.Length, place);
            var index = Array.IndexOf(Options, name);
            if (index < 0)
                report(place, option.Length == 0 ? "an option is missing behind '|'" : $"'{name}' is not an option of a phrase", Suggestion.Or(name, Options, "use id, match or except, such as '亲 | except: 亲自, 母亲'"));
            else if (value.Length == 0)
                report(place, $"the option '{name}' has no value", $"write '{name}: …', or remove it");
            else if ((seen & (1 << index)) != 0)
                report(place, $"the option '{name}' stands here again", "keep one of them");
            else if (name == "id")
                (id, idAt) = (value, valueAt);
            else if (name == "match")
                match = Match(value, valueAt);
            else
                exceptions = Exceptions(value, valueAt);
            if (index >= 0)
                seen |= 1 << index;
        }

        Keep(phrase, at, id ?? "", match, exceptions ?? [], idAt);
    }

    private MatchMode Match(string value, Position at)
    {
        if (value == "whole")
            return MatchMode.Whole;
        if (value == "word")
            report(at, "'match' cannot be \"word\"", "leave it out: Latin letters and digits match whole words anyway");
        else if (value != "substring")
            report(at, $"'match' cannot be \"{value}\"", Suggestion.Or(value, ["substring", "whole"], "use substring or whole"));
        return MatchMode.Substring;
    }

    private List<(string Text, Position At)> Exceptions(string list, Position at)
    {
        var exceptions = new List<(string, Position)>();
        for (var from = 0; from <= list.Length;)
        {
            var length = list.AsSpan(from).IndexOfAny(',', ',', '、');
            var end = length < 0 ? list.Length : from + length;
            var (text, place) = Trimmed(list, from, end, at);
            if (text.Length == 0)
                report(place, "an exception is missing beside the comma", "remove the comma or write the exception");
            else
                exceptions.Add((text, place));
            from = end + 1;
        }

        return exceptions;
    }

    private void Keep(string phrase, Position at, string id, MatchMode match, List<(string Text, Position At)> exceptions, Position idAt)
    {
        if (PhraseText.Parts(phrase, at, report, classes) is not { } parts)
            return;
        var folded = FoldedPhrase.Of(phrase);
        if (!_phrases.TryAdd(folded, at))
        {
            var first = _phrases[folded];
            report(at, $"'{phrase}' stands here again; it first stands at {first.Line}:{first.Column}", "remove one of them; case, width and blanks make no difference");
            return;
        }

        var shown = id.Length > 0 ? id : phrase;
        if (id.Length > LongestId)
            report(idAt, $"the id has {id.Length} characters", $"keep it below {LongestId}");
        else if (!_ids.TryAdd(shown, idAt))
            report(idAt, $"the id '{shown}' is taken by the phrase at {_ids[shown].Line}:{_ids[shown].Column}", "give each phrase an id of its own");

        var kept = new List<string>(exceptions.Count);
        foreach (var (text, place) in exceptions)
        {
            if (PhraseText.Parts(text, place, report, classes) is not { } words)
                continue;
            if (words.Count > 1 || words[0].Texts.Count > 1)
            {
                report(place, $"the exception '{text}' has a gap or a class of words", "write the words as they stand in a chat, one exception for each wording");
                continue;
            }

            if (FoldedPhrase.Of(text) == folded)
                report(place, $"the exception '{text}' is the phrase itself, which could then never count", "write longer words that contain it");
            else if (!FoldedPhrase.Contains(text, parts))
                report(place, $"the exception '{text}' does not contain '{phrase}', so it changes nothing", "write longer words that contain it, or remove it");
            else
                kept.Add(text);
        }

        _entries.Add(new LexiconEntry(shown, phrase, match, kept, at) { Parts = WordClasses.StandIn(phrase) ? parts : null });
    }

    /// <summary>The next '|' with blanks around it, or the end: "a|b" is a phrase.</summary>
    private static int Bar(string text, int from)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (text[i] == '|' && (i == 0 || char.IsWhiteSpace(text[i - 1])) && (i + 1 == text.Length || char.IsWhiteSpace(text[i + 1])))
                return i;
        }

        return text.Length;
    }

    private static (string Text, Position At) Trimmed(string text, int from, int to, Position at)
    {
        while (from < to && char.IsWhiteSpace(text[from]))
            from++;
        while (to > from && char.IsWhiteSpace(text[to - 1]))
            to--;
        return (text[from..to], at with { Column = at.Column + from });
    }
}
