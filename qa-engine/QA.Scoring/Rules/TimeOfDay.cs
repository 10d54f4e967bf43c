using System;
using System.Globalization;
using QA.Scoring.Settings;

namespace QA.Scoring.Rules;

/// <summary>Finds messages by the time of the day they were sent at.</summary>
internal sealed class TimeOfDay : UnitRule
{
    private const int MinutesADay = 24 * 60;

    // Chinese platforms know one time zone (DESIGN §6).
    private const string DefaultZone = "+08:00";

    private readonly Reading _reading;
    private readonly int _from;
    private readonly int _to;
    private readonly int _zone;
    private readonly bool _outside;
    private readonly int _atLeast;

    private TimeOfDay(SettingReader settings)
    {
        _from = settings.TimeOfDay("from", "The first minute inside, as \"HH:MM\".");
        _to = settings.TimeOfDay("to", "The first minute that is no longer inside; before 'from' where the time runs past midnight.");
        _zone = Zone(settings, settings.Text("zone", "The time zone the times are meant in, as \"+HH:MM\" or \"-HH:MM\".", DefaultZone));
        _outside = settings.Flag("outside", "Finds what was sent outside these times instead.", fallback: false);
        _atLeast = settings.Integer("at-least", "How many such messages there must be.", 1, atLeast: 1);
        _reading = Reading.OfMessages(settings);
        if (!settings.IsRecording && _from == _to && settings.Has("from") && settings.Has("to"))
            settings.Report("to", "there is no time between 'from' and 'to'", "write another end, or \"00:00\" to \"24:00\" for the whole day");
    }

    public static RuleKind Kind { get; } = new("time-of-day", "Messages sent between two times of the day, or outside them.", settings => new TimeOfDay(settings));

    internal override bool AsksForInputs => true;

    internal override Prerequisite Requires(Func<RuleReference, Prerequisite> of) => _reading.Requires(of);

    internal override void Examine(Examination chat, FindingList findings) => _reading.Examine(chat, findings, this, _atLeast);

    internal override int FindIn(Examination chat, int from, int to, FindingList findings)
    {
        if (chat.Conversation.MessageArray[from].SentAt is not { } sent
            || IsInside(sent) == _outside
            || _reading.Refuses(chat, new Mark(from, 0, chat.FoldedLength(from), -1)) != MissReason.None)
        {
            return 0;
        }

        findings.AddMessage(from);
        return 1;
    }

    internal override (int From, int To)? LookedIn(Examination chat) => _reading.LookedIn(chat);

    private bool IsInside(DateTimeOffset sent)
    {
        // On ticks, because the first and last days of the calendar cannot be moved to another zone.
        var minute = (int)(((sent.UtcTicks / TimeSpan.TicksPerMinute) + _zone + MinutesADay) % MinutesADay);
        return _from < _to ? minute >= _from && minute < _to : minute >= _from || minute < _to;
    }

    /// <summary>Minutes ahead of UTC.</summary>
    private static int Zone(SettingReader settings, string text)
    {
        if (text.Length == 6 && text[0] is '+' or '-' && text[3] == ':'
            && int.TryParse(text.AsSpan(1, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var hours) && hours <= 14
            && int.TryParse(text.AsSpan(4, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes < 60)
        {
            var ahead = (hours * 60) + minutes;
            return text[0] == '-' ? -ahead : ahead;
        }

        settings.Report("zone", $"'zone' must be a time zone, not \"{text}\"", "write its distance from UTC in quotes, such as \"+08:00\"");
        return 0;
    }
}
