using System;
using QA.Scoring;

namespace QA.Engine.Storage.Sqlite;

/// <summary>How values that SQLite has no type for are kept.</summary>
internal static class SqliteRow
{
    public static long Of(DateOnly day) => DayNumber.Of(day);

    public static long? Of(DateOnly? day) => day is { } known ? Of(known) : null;

    public static DateOnly Day(long number) => DayNumber.At(number);

    public static DateOnly? Day(long? number) => number is { } known ? Day(known) : null;

    public static DateTimeOffset? Time(long? microseconds) => microseconds is { } known ? Instant.At(known) : null;

    /// <summary>Binds the three columns of an order: last_at, messages, closed.</summary>
    public static Statement With(this Statement statement, RevisionOrder order) =>
        statement.With(Instant.Of(order.LastMessage)).With(order.Messages).With(order.Closed);

    /// <summary>Reads them.</summary>
    public static RevisionOrder Order(this Statement statement, int column) =>
        new(Time(statement.LongOrNull(column)), statement.Int(column + 1), statement.Bool(column + 2));

    /// <summary>Reads mood_start, mood_end and mood_turns.</summary>
    public static MoodChange? Mood(this Statement statement, int column) =>
        statement.IsNull(column) ? null : new MoodChange(statement.Int(column), statement.Int(column + 1), statement.Int(column + 2));
}
