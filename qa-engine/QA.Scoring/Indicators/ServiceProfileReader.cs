using System;
using System.Collections.Generic;
using System.Globalization;
using QA.Scoring.Settings;

namespace QA.Scoring.Indicators;

/// <summary>Reads profiles from plain texts, onto those that come with the engine.</summary>
public sealed class ServiceProfileReader
{
    private const string DurationForm = "write a duration such as 30s, 3m, 6h or 00:03:00";

    // In the order of their enums.
    private static readonly string[] Units = ["round", "session-by-mean", "session-by-first", "person"];
    private static readonly string[] Events = ["question", "session-start"];
    private static readonly string[] Kept = ["every-reply", "first-reply"];
    private static readonly string[] Flags = ["false", "true"];

    // No wait or silence worth counting is longer, and their sums stay far from the end of 64 bits.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    private readonly Func<string, TimeZoneInfo?> _zones;
    private readonly List<string> _problems = [];
    private string _at = "";

    private ServiceProfileReader(Func<string, TimeZoneInfo?> zones) => _zones = zones;

    /// <summary>The built-in profiles in their order, changed as the texts say, and behind them the new ones in theirs.</summary>
    /// <param name="texts">Each id at most once.</param>
    /// <param name="zones">The time zone of a name, or null: the core reads no time zone files.</param>
    /// <param name="problems">One line each: where, what is wrong, what would be right. A value with a problem is left as it was.</param>
    public static IReadOnlyList<ServiceProfile> Read(
        IReadOnlyList<ServiceProfileText> texts, Func<string, TimeZoneInfo?> zones, out IReadOnlyList<string> problems)
    {
        var reader = new ServiceProfileReader(zones);
        problems = reader._problems;
        return reader.Read(texts);
    }

    private List<ServiceProfile> Read(IReadOnlyList<ServiceProfileText> texts)
    {
        List<ServiceProfile> profiles = [.. ServiceProfiles.BuiltIn];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var dropped = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            _at = $"profile '{text.Id}'";
            if (text.Id is not { } id || !ServiceProfile.IsId(id))
            {
                _problems.Add($"{_at}: an id is letters, digits, '.', '-' and '_'; write one such as taobao.3min");
                continue;
            }

            if (!seen.Add(id))
            {
                _problems.Add($"{_at}: is there twice; put both into one");
                continue;
            }

            var at = profiles.FindIndex(profile => profile.Id == id);
            var old = at >= 0 ? profiles[at] : new ServiceProfile { Id = id, Title = new(id, id) };
            var changed = Change(old, text);
            if (at >= 0)
                profiles[at] = changed;
            else
                profiles.Add(changed);
            if (Choice("enabled", text.Enabled, Flags, 1) == 0)
                dropped.Add(id);
        }

        profiles.RemoveAll(profile => dropped.Contains(profile.Id));
        return profiles;
    }

    private ServiceProfile Change(ServiceProfile old, ServiceProfileText text) => old with
    {
        Title = new(text.TitleZh ?? old.Title.Zh, text.TitleEn ?? old.Title.En),
        Unit = (ServiceUnit)Choice("unit", text.Unit, Units, (int)old.Unit),
        Window = Window(text, old.Window),
        WindowedBy = (WindowedBy)Choice("windowed by", text.WindowedBy, Events, (int)old.WindowedBy),
        Limit = text.Limit == "none" ? null : Duration("limit", text.Limit, " or none") ?? old.Limit,
        Zone = Zone(text.Zone) ?? old.Zone,
        SessionGap = Duration("session gap", text.SessionGap, "") ?? old.SessionGap,
        Waits = (KeptWaits)Choice("waits", text.Waits, Kept, (int)old.Waits),
        BotsAnswer = Choice("bots answer", text.BotsAnswer, Flags, old.BotsAnswer ? 1 : 0) == 1,
        SystemAsks = Choice("system asks", text.SystemAsks, Flags, old.SystemAsks ? 1 : 0) == 1,
    };

    private int Choice(string name, string? text, string[] words, int old)
    {
        if (text is null)
            return old;
        var at = Array.FindIndex(words, word => string.Equals(word, text, StringComparison.OrdinalIgnoreCase));
        if (at >= 0)
            return at;
        Report(name, text, Suggestion.Or(text, words, $"write {string.Join(" or ", words)}"));
        return old;
    }

    private DailyWindow? Window(ServiceProfileText text, DailyWindow? old)
    {
        if (text is { WindowFirst: "none", WindowLast: "none" })
            return null;
        var first = Time("window first", text.WindowFirst, isLast: false) ?? old?.First;
        var last = Time("window last", text.WindowLast, isLast: true) ?? old?.Last;
        if (first is { } from && last is { } to)
            return new DailyWindow(from, to);
        if (text.WindowFirst is null != text.WindowLast is null)
            _problems.Add($"{_at}: a window has a first and a last time; write both, such as 08:00 and 23:00, or none in both");
        return old;
    }

    private TimeOnly? Time(string name, string? text, bool isLast)
    {
        if (text is null)
            return null;
        if (isLast && text is "24:00" or "24:00:00")
            return new TimeOnly(23, 59, 59);
        if (TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return time;
        Report(name, text, "write a time such as 08:00 or 22:59:59");
        return null;
    }

    private TimeSpan? Duration(string name, string? text, string otherwise)
    {
        if (text is null)
            return null;
        if (TryDuration(text, out var duration) && duration > TimeSpan.Zero && duration <= Longest)
            return duration;
        Report(name, text, DurationForm + otherwise);
        return null;
    }

    private static bool TryDuration(string text, out TimeSpan duration)
    {
        duration = default;
        var seconds = text.Length == 0 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => 0 };
        if (seconds == 0)
            return TimeSpan.TryParseExact(text, ["hh\\:mm\\:ss", "d\\.hh\\:mm\\:ss"], CultureInfo.InvariantCulture, out duration);
        if (!int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return false;
        duration = TimeSpan.FromSeconds((long)count * seconds);
        return true;
    }

    private TimeZoneInfo? Zone(string? text)
    {
        if (text is null)
            return null;
        if (text is ['+' or '-', _, _, ':', _, _] && TimeSpan.TryParseExact(text.AsSpan(1), "hh\\:mm", CultureInfo.InvariantCulture, out var ahead) && ahead <= TimeSpan.FromHours(14))
            return TimeZoneInfo.CreateCustomTimeZone(text, text[0] == '-' ? -ahead : ahead, text, text);
        if (text == ServiceProfile.Beijing.Id)
            return ServiceProfile.Beijing;
        if (_zones(text) is { } zone)
            return zone;
        Report("zone", text, "write its distance from UTC such as +08:00, or a name of the IANA database such as Asia/Shanghai");
        return null;
    }

    private void Report(string name, string text, string right) => _problems.Add($"{_at}: {name} cannot be \"{text}\"; {right}");
}
