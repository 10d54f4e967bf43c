using System;
using FsCheck;
using FsCheck.Fluent;
using QA.Scoring.Indicators;
using Xunit;

namespace QA.Scoring.Tests.Indicators;

/// <summary>A clock that remembers its last answer says what one without a memory says.</summary>
public sealed class DayClockTests
{
    [Fact]
    public void What_it_remembers_holds_as_long_as_it_says()
    {
        // Around midnights, ends of windows and changes of summer times, of which one was not at a quarter of an hour of UTC.
        var moment =
            from day in Gen.Elements(new DateTime(2026, 3, 29), new DateTime(2026, 10, 25), new DateTime(1950, 3, 26))
            from minute in Gen.Frequency((1, Gen.Choose(-1500, 1500)), (2, Gen.Elements(0, 60, 67, 420, 480, 900, 960, 1020, 1380)))
            select new DateTimeOffset(day, TimeSpan.Zero).AddMinutes(minute);
        var step =
            from unit in Gen.Elements(1L, TimeSpan.TicksPerSecond, TimeSpan.TicksPerMinute, 15 * TimeSpan.TicksPerMinute, TimeSpan.TicksPerHour)
            from count in Gen.Choose(-3, 3)
            select unit * count;
        var near =
            from first in moment
            from steps in Gen.ListOf(step, 12)
            select (first, steps);
        var window = Gen.Elements(new DailyWindow?[] { null, new(new(8, 0), new(23, 0)), new(new(0, 0), new(23, 59, 59)), new(new(21, 30), new(2, 30)), new(new(2, 0), new(2, 59, 59)), new(new(7, 0), new(6, 59, 59)) });
        var zone = Gen.Elements(Indicators.Summery, ServiceProfile.Beijing, TimeZoneInfo.Utc, Odd());

        Prop.ForAll(near.ToArbitrary(), window.ToArbitrary(), zone.ToArbitrary(), (moments, window, zone) =>
        {
            var profile = Indicators.Generic with { Window = window, Zone = zone };
            var clock = new DayClock(profile);
            var at = moments.first;
            foreach (var step in moments.steps)
            {
                var local = TimeZoneInfo.ConvertTime(at, zone).DateTime;
                var expected = window?.Holds(TimeOnly.FromDateTime(local)) == false ? DayClock.Outside : DateOnly.FromDateTime(local).DayNumber;
                Assert.Equal(expected, clock.DayOf(at.UtcTicks));
                at = at.AddTicks(step);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Theory]
    [InlineData("21:59:59.9999999", false)]
    [InlineData("22:00:00", true)]
    [InlineData("00:00:00", true)]
    [InlineData("02:30:00.9", true)]
    [InlineData("02:30:01", false)]
    [InlineData("12:00:00", false)]
    public void A_window_past_midnight_holds_its_two_ends(string time, bool expected)
        => Assert.Equal(expected, new DailyWindow(new(22, 0), new(2, 30)).Holds(TimeOnly.Parse(time, System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>A zone whose summer begins seven minutes past the hour of UTC, as some did long ago.</summary>
    private static TimeZoneInfo Odd() => TimeZoneInfo.CreateCustomTimeZone(
        "odd",
        TimeSpan.FromHours(1),
        "odd",
        "winter",
        "summer",
        [
            TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
                DateTime.MinValue.Date,
                new DateTime(1960, 12, 31, 0, 0, 0, DateTimeKind.Unspecified),
                TimeSpan.FromHours(1),
                TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2, 7, 0, DateTimeKind.Unspecified), 3, 5, DayOfWeek.Sunday),
                TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 3, 7, 0, DateTimeKind.Unspecified), 10, 5, DayOfWeek.Sunday)),
        ]);
}
