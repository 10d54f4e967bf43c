using System;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace QA.Engine.Sources.Folder;

/// <summary>
/// Times as exports of chat tools and spreadsheets write them: <c>2026-03-02 14:03:11</c>, <c>2026/3/2 14:03</c>,
/// <c>2026年3月2日 下午2:03:11</c>, ISO 8601, seconds or milliseconds since 1970.
/// </summary>
internal static partial class ExportTime
{
    /// <summary>A day and a time of day, for longer patterns.</summary>
    public const string Pattern = @"\d{4}(?:-\d{1,2}-|/\d{1,2}/|\.\d{1,2}\.|年\d{1,2}月)\d{1,2}日?[ \u00A0\u3000T]*(?:上午|下午|中午|晚上|凌晨)?[ ]*\d{1,2}[:：]\d{2}(?:[:：]\d{2}(?:[.,]\d{1,7})?)?";

    /// <param name="text">What stands in the file.</param>
    /// <param name="assumedOffset">The zone of times that name none.</param>
    /// <param name="time">To the microsecond.</param>
    public static bool TryParse(string text, TimeSpan assumedOffset, out DateTimeOffset time)
    {
        text = text.Trim();
        if (text.Length <= 64 && Iso8601.TryParse(Encoding.UTF8.GetBytes(text), assumedOffset, out time))
            return true;
        time = default;
        if (SinceEpoch(text, assumedOffset) is { } instant)
        {
            time = instant;
            return true;
        }

        var match = Written().Match(text);
        if (!match.Success)
            return false;
        var hour = Number(match, "hour");
        var half = match.Groups["half"].Value;
        if (half is "下午" or "晚上" && hour < 12)
            hour += 12;
        else if (half is "上午" or "凌晨" && hour == 12)
            hour = 0;
        var (year, month, day, minute, second) = (Number(match, "year"), Number(match, "month"), Number(match, "day"), Number(match, "minute"), Number(match, "second"));
        if (year < 1900 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
            return false;
        var fraction = match.Groups["fraction"].Value.PadRight(6, '0')[..6];
        time = new DateTimeOffset(new DateTime(year, month, day, hour, minute, second, DateTimeKind.Unspecified), assumedOffset)
            .AddMicroseconds(int.Parse(fraction, NumberStyles.None, CultureInfo.InvariantCulture));
        return true;
    }

    private static int Number(Match match, string group) =>
        match.Groups[group] is { Length: > 0 } found ? int.Parse(found.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    // 10 digits are seconds from 2001 to 2286, 13 are milliseconds.
    private static DateTimeOffset? SinceEpoch(string text, TimeSpan offset) =>
        text.Length is 10 or 13 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (text.Length == 10 ? DateTimeOffset.FromUnixTimeSeconds(number) : DateTimeOffset.FromUnixTimeMilliseconds(number)).ToOffset(offset)
            : null;

    [GeneratedRegex(
        @"^(?<year>\d{4})[-/.年](?<month>\d{1,2})[-/.月](?<day>\d{1,2})日?[ \u00A0\u3000T]*(?<half>上午|下午|中午|晚上|凌晨)?[ ]*(?<hour>\d{1,2})[:：](?<minute>\d{2})(?:[:：](?<second>\d{2})(?:[.,](?<fraction>\d{1,7}))?)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Written();
}
