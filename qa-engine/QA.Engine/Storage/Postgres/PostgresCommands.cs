using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Npgsql;
using NpgsqlTypes;
using QA.Scoring;

namespace QA.Engine.Storage.Postgres;

/// <summary>One statement with its values, by place: <c>$1</c>, <c>$2</c> …</summary>
internal static class PostgresCommands
{
    /// <returns>How many rows it changed.</returns>
    public static int Run(this NpgsqlConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var command = Command(connection, sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>The one value of its one row.</summary>
    public static T Scalar<T>(this NpgsqlConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var command = Command(connection, sql, values);
        return (T)command.ExecuteScalar()!;
    }

    public static List<T> List<T>(this NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using var command = Command(connection, sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>The id of a conversation, which its key tells, or else, where it is too long for one, the conversation itself.</summary>
    /// <param name="key">As <c>known</c> has it.</param>
    public static string ConversationId(this NpgsqlConnection connection, string key, DateOnly day, long number) => PostgresText.OfKey(key) ?? ConversationDocument.Read(
        Encoding.UTF8.GetBytes(connection.Scalar<string>("SELECT document FROM conversations WHERE day = $1 AND number = $2", day, number))).Id;

    /// <summary>A moment in UTC.</summary>
    public static DateTimeOffset Moment(this NpgsqlDataReader row, int column) => new(row.GetDateTime(column), TimeSpan.Zero);

    public static DateTimeOffset? MomentOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.Moment(column);

    public static string? TextOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : PostgresText.Out(row.GetString(column));

    public static int? IntOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

    /// <summary>From mood_start, mood_end and mood_turns.</summary>
    public static MoodChange? MoodOrNull(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : new MoodChange(row.GetInt32(column), row.GetInt32(column + 1), row.GetInt32(column + 2));

    /// <summary>Several statements without values.</summary>
    [SuppressMessage("Security", "CA2100", Justification = "Our own migrations.")]
    public static void Script(this NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    [SuppressMessage("Security", "CA2100", Justification = "Every caller spells its statement; values go by place.")]
    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlCommand(sql, connection);
        Bind(command.Parameters, values);
        return command;
    }

    [SuppressMessage("Security", "CA2100", Justification = "Every caller spells its statement; values go by place.")]
    public static void Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        Bind(command.Parameters, values);
        batch.BatchCommands.Add(command);
    }

    private static void Bind(NpgsqlParameterCollection parameters, ReadOnlySpan<object?> values)
    {
        foreach (var value in values)
        {
            var parameter = new NpgsqlParameter { Value = value is DateTimeOffset moment ? moment.UtcDateTime : value ?? DBNull.Value };

            // Of moments that begin with none, the driver cannot see that they are in UTC.
            if (value is DateTime?[])
                parameter.NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz;
            parameters.Add(parameter);
        }
    }
}
