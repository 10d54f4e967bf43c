using System;

namespace QA.Engine.Language.Redaction;

/// <summary>Chinese licence plates (GA 36-2018): a province, a letter, five places, or six for new energies.</summary>
internal static class Plates
{
    private const string Provinces = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";

    // 最新A10086, 全黑B20000: these begin other words as well.
    private const string AlsoWords = "新黑青云贵宁吉";
    private static readonly string[] Words = ["车牌", "牌照", "车号", "牌", "车"];

    public static void Find(PersonalSearch search)
    {
        var text = search.Text;
        for (var i = 0; i + 7 <= text.Length; i++)
        {
            if (!char.IsAsciiLetter(text[i + 1]) || !Provinces.Contains(text[i], StringComparison.Ordinal))
                continue;
            var at = i + 2;
            var marked = text[at] is '·' or '.' or '-' or ' ';
            if (marked)
                at++;
            var (end, digits) = (at, 0);
            while (end < text.Length && char.IsAsciiLetterOrDigit(text[end]) && text[end] is not ('i' or 'o') && end - at < 7)
                digits += char.IsAsciiDigit(text[end++]) ? 1 : 0;

            // At most two of five places are letters; the new energies' letter stands first or last.
            var length = end - at;
            if (length is not (5 or 6) || digits < 3 || char.IsAsciiLetterOrDigit(search.At(end)) || (length == 6 && !char.IsAsciiLetter(text[at]) && !char.IsAsciiLetter(text[end - 1])))
                continue;
            if (AlsoWords.Contains(text[i], StringComparison.Ordinal) && !marked && !search.Follows(i, Words))
                continue;
            search.Take(i, end, PersonalKind.Plate);
        }
    }
}
