using System;
using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace QA.Engine.Sources.Folder;

/// <summary>
/// The line before what somebody said: <c>昵称 2026-03-02 14:03:11</c>, <c>昵称(2026-03-02 14:03:11): 您好</c>,
/// <c>2026-03-02 14:03:11 昵称</c>.
/// </summary>
/// <param name="Who">The name.</param>
/// <param name="Rest">What stands behind the colon in the same line; empty where nothing does.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly partial record struct PlainTextHeader(string Who, DateTimeOffset At, string Rest)
{
    private const int LongestName = 64;

    // Within these bounds a line is worth a closer look; most lines of a chat are not.
    private const int Shortest = 16;
    private const int LongestLine = 100_000;

    // 预计发货时间 2026-03-03 18:00 is what an agent writes, not who writes it.
    private static readonly string[] Facts =
        ["时间", "日期", "于", "至", "到", "在", "是", "为", "前", "后", "从", "截止", "预计", "送达", "发货", "付款", "下单", "签收", "有效期", "最晚", "最早", "日", "号", "星期", "周"];

    private static readonly SearchValues<char> Sentence = SearchValues.Create("，。！？；、,!?;\"“”");

    public static bool TryParse(string line, TimeSpan assumedOffset, out PlainTextHeader header)
    {
        header = default;
        if (line.Length is < Shortest or > LongestLine || line.AsSpan().IndexOfAny(':', '：') < 0)
            return false;
        var match = NameFirst().Match(line);
        if (!match.Success)
            match = InBrackets().Match(line);
        if (!match.Success)
            match = TimeFirst().Match(line);
        if (!match.Success || !ExportTime.TryParse(match.Groups["time"].Value, assumedOffset, out var at))
            return false;
        var who = match.Groups["who"].Value.Trim();
        if (!IsName(who))
            return false;
        header = new PlainTextHeader(who, at, match.Groups["rest"].Value.Trim());
        return true;
    }

    /// <summary>Whether a line may stand between two chats; it does where a header follows.</summary>
    public static bool IsSeparator(string line) => Separator().IsMatch(line);

    private static bool IsName(string who)
    {
        if (who.Length is 0 or > LongestName || who.AsSpan().ContainsAny(Sentence) || who[^1] is ':' or '：')
            return false;
        foreach (var fact in Facts)
        {
            if (who.EndsWith(fact, StringComparison.Ordinal))
                return false;
        }

        return true;
    }

    [GeneratedRegex(@"^[ \t\u3000]*(?<who>\S.{0,63}?)[ \t\u00A0\u3000]+\[?(?<time>" + ExportTime.Pattern + @")\]?[ \t\u00A0\u3000]*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex NameFirst();

    [GeneratedRegex(@"^[ \t\u3000]*(?<who>\S.{0,63}?)[ \t\u00A0\u3000]*[(（\[【](?<time>" + ExportTime.Pattern + @")[)）\]】][ \t\u00A0\u3000]*(?:[:：](?<rest>.*))?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex InBrackets();

    [GeneratedRegex(@"^[ \t\u3000]*[\[(（【]?(?<time>" + ExportTime.Pattern + @")[\])）】]?[ \t\u00A0\u3000]+(?<who>\S.{0,63}?)[:：]?[ \t\u00A0\u3000]*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex TimeFirst();

    [GeneratedRegex(@"^\s*(?:[-=—_*#~]{5,}.{0,80}|[-=—_*#~]*\s*(?:会话|对话)\s*(?:ID|编号|号)?\s*[:：#]?\s*[A-Za-z0-9_-]{0,40}\s*[-=—_*#~]*)\s*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Separator();
}
