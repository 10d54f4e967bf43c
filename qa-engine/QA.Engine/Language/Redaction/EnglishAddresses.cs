using System;
using System.Buffers;
using System.Text.RegularExpressions;

namespace QA.Engine.Language.Redaction;

/// <summary>Street addresses in the plain American and British shape: 12 Baker Street, London NW1 6XE; 350 Fifth Ave, Apt 4B, New York, NY 10118.</summary>
internal static class EnglishAddresses
{
    // Written small, these words are something else after a number: 5 minutes drive, 2 days on the way.
    private const int FewWords = 2;
    private static readonly string[] Streets = ["street", "avenue", "ave", "road", "rd", "boulevard", "blvd", "lane"];
    private static readonly string[] NoNames =
    [
        "day", "days", "hour", "hours", "minute", "minutes", "min", "mins", "week", "weeks", "month", "months", "year", "years", "mile", "miles", "km", "meters", "of", "the", "on", "in", "at", "to", "for", "from",
        "and", "or", "a", "an", "is", "off", "more", "items", "people", "down", "up", "per", "across", "along",
    ];

    // Most messages stop here.
    private static readonly SearchValues<string> Kinds = SearchValues.Create(
        [" st", " ave", " road", " rd", " boulevard", " blvd", " lane", " ln", " dr", " court", " ct", " pl", " sq", " terrace", " crescent", " close", " parkway", " pkwy", " highway", " hwy", " way"],
        StringComparison.Ordinal);

    private static readonly Regex Pattern = new(
        @"\b[0-9]{1,5}[a-z]? (?:[a-z]+\.? ){1,4}(?:street|st|avenue|ave|road|rd|boulevard|blvd|lane|ln|drive|dr|court|ct|place|pl|square|sq|terrace|crescent|close|parkway|pkwy|highway|hwy|way)\b\.?"
        + @"(?:,? ?(?:apt|apartment|suite|ste|unit|flat|#)\.? ?#?[0-9]{1,5}[a-z]?\b)?"
        + @"(?:,? ?[a-z]+(?: [a-z]+){0,2},? ?(?:[a-z]{2} [0-9]{5}(?:-[0-9]{4})?|[a-z]{1,2}[0-9][0-9a-z]? ?[0-9][a-z]{2})\b)?",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    public static void Find(PersonalSearch search)
    {
        if (search.Runs.Count == 0 || !search.Text.AsSpan().ContainsAny(Kinds))
            return;
        foreach (var match in Pattern.EnumerateMatches(search.Text))
        {
            if (IsName(search, match.Index, match.Length) && !search.InLink(match.Index))
                search.Take(match.Index, match.Index + match.Length, PersonalKind.Address);
        }
    }

    /// <summary>Each word up to the street's kind begins with a capital, or the few before an unmistakable kind say nothing else.</summary>
    private static bool IsName(PersonalSearch search, int start, int length)
    {
        var text = search.Text.AsSpan(start, length);
        var (words, capitals) = (0, 0);
        var named = true;
        for (var i = text.IndexOf(' ') + 1; i < text.Length;)
        {
            var end = i;
            while (end < text.Length && char.IsAsciiLetterOrDigit(text[end]))
                end++;
            var word = text[i..end];
            words++;
            capitals += char.IsUpper(search.Written(start + i)) ? 1 : 0;
            if (words > 1 && Contains(Streets, word))
                return capitals == words || (named && words <= FewWords + 1);
            named &= !Contains(NoNames, word);
            if (words > 1 && capitals == words && end < text.Length && text[end] is ',' or '.')
                return true;
            i = end + 1;
            while (i < text.Length && !char.IsAsciiLetterOrDigit(text[i]))
                i++;
        }

        return words > 1 && capitals == words;
    }

    private static bool Contains(string[] words, ReadOnlySpan<char> word)
    {
        foreach (var one in words)
        {
            if (word.SequenceEqual(one))
                return true;
        }

        return false;
    }
}
