using System;

namespace QA.Engine.Language.Redaction;

internal static class Emails
{
    // RFC 5321, 4.5.3.1: the longest part before the @; and enough for any domain.
    private const int LongestLocal = 64;
    private const int LongestDomain = 120;

    public static void Find(PersonalSearch search)
    {
        var text = search.Text;
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at + 1))
        {
            var start = at;
            while (start > 0 && at - start < LongestLocal && (char.IsAsciiLetterOrDigit(text[start - 1]) || ("._%+-".Contains(text[start - 1], StringComparison.Ordinal) && search.Written(start - 1) != '。')))
                start--;
            while (start < at && !char.IsAsciiLetterOrDigit(text[start]))
                start++;
            var end = at + 1;
            while (end < text.Length && end - at < LongestDomain && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '-' || (text[end] == '.' && search.Written(end) is '.' or '．')))
                end++;
            while (end > at + 1 && !char.IsAsciiLetterOrDigit(text[end - 1]))
                end--;
            var dot = text.AsSpan(at, end - at).LastIndexOf('.');
            if (start < at && dot > 1 && end - at - dot - 1 >= 2 && char.IsAsciiLetter(text[end - 1]))
                search.Take(start, end, PersonalKind.Email);
        }
    }
}
