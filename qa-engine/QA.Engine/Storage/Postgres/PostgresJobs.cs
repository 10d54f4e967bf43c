using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Npgsql;

namespace QA.Engine.Storage.Postgres;

/// <summary>Jobs that score the past, and their pages.</summary>
internal sealed class PostgresJobs(PostgresConnections connections, PostgresVocabulary vocabulary, TimeProvider time)
{
    private const string Columns = "number, rubric, since, until, official, finished, done, total, cursor, started_at, changed_at";

    public Job Start(JobRequest request)
    {
        var rubric = vocabulary.Rubric(request.Rubric)
            ?? throw new InvalidOperationException($"rubric {request.Rubric} must be made known to the store before its jobs");
        var now = time.GetUtcNow();
        return connections.Transact(connection =>
        {
            var begun = Begun(connection, request, rubric);
            if (begun is not null)
                return begun;
            connection.Run(
                """
                INSERT INTO jobs (rubric, since, until, official, total, started_at, changed_at)
                SELECT $1, $2::date, $3::date, $4, count(*), $5, $5
                FROM known WHERE latest AND day BETWEEN coalesce($2::date, '-infinity') AND coalesce($3::date, 'infinity')
                ON CONFLICT DO NOTHING
                """,
                rubric.Number, request.Since, request.Until, request.Official, now);
            return Begun(connection, request, rubric)
                ?? throw new StoreUnavailableException($"{connections.Place}: the job ended while another asked for it; ask again");
        });
    }

    public IReadOnlyList<Job> List(int most) =>
        connections.Use(connection => connection.List($"SELECT {Columns} FROM jobs ORDER BY number DESC LIMIT $1", ReadRow, most)).ConvertAll(Read);

    /// <summary>Conversations by day and number; the cursor is those of the last one.</summary>
    public JobPage Next(Job job, int most)
    {
        var (day, number) = Cursor(job.Cursor);
        var page = connections.Use(connection => connection.List(
            """
            SELECT c.number, c.day, c.revision, c.source, c.line, c.document
            FROM conversations c JOIN known k ON k.id = c.id AND k.revision = c.revision
            WHERE k.latest AND (c.day, c.number) > ($1, $2) AND c.day BETWEEN $3 AND $4
            ORDER BY c.day, c.number LIMIT $5
            """,
            static row => new StoredConversation(
                row.GetInt64(0), row.GetFieldValue<DateOnly>(1), row.GetInt32(2), PostgresText.Out(row.GetString(3)), row.GetInt64(4),
                ConversationDocument.Read(Encoding.UTF8.GetBytes(row.GetString(5)))),
            day, number, job.Request.Since ?? DateOnly.MinValue, job.Request.Until ?? DateOnly.MaxValue, most));
        return page is [.., var last]
            ? new JobPage(page, string.Create(CultureInfo.InvariantCulture, $"{last.Day:yyyy-MM-dd} {last.Number}"))
            : new JobPage(page, job.Cursor);
    }

    /// <summary>Notes how far a job is.</summary>
    public static void Keep(NpgsqlBatch batch, JobProgress progress, DateTimeOffset now) => batch.Add(
        "UPDATE jobs SET done = done + $2, cursor = $3, finished = finished OR $4, changed_at = $5 WHERE number = $1",
        progress.Job, progress.Done, PostgresText.In(progress.Cursor), progress.Finished, now);

    /// <summary>Whether its scores take the place of those that count.</summary>
    public static bool IsOfficial(NpgsqlConnection connection, long job) =>
        connection.List("SELECT official FROM jobs WHERE number = $1", static row => row.GetBoolean(0), job) is [true];

    private Job? Begun(NpgsqlConnection connection, JobRequest request, PostgresRubric rubric) => connection.List(
        $"SELECT {Columns} FROM jobs WHERE NOT finished AND rubric = $1 AND since IS NOT DISTINCT FROM $2::date AND until IS NOT DISTINCT FROM $3::date AND official = $4",
        ReadRow, rubric.Number, request.Since, request.Until, request.Official) is [var row] ? Read(row) : null;

    private static (DateOnly Day, long Number) Cursor(string cursor)
    {
        if (cursor.Length == 0)
            return (DateOnly.MinValue, 0);
        var space = cursor.IndexOf(' ', StringComparison.Ordinal);
        return (
            DateOnly.ParseExact(cursor.AsSpan(0, space), "yyyy-MM-dd", CultureInfo.InvariantCulture),
            long.Parse(cursor.AsSpan(space + 1), NumberStyles.None, CultureInfo.InvariantCulture));
    }

    private static (int Rubric, Job Job) ReadRow(NpgsqlDataReader row) => (
        row.GetInt32(1),
        new Job(
            row.GetInt64(0),
            new JobRequest("", row.IsDBNull(2) ? null : row.GetFieldValue<DateOnly>(2), row.IsDBNull(3) ? null : row.GetFieldValue<DateOnly>(3), row.GetBoolean(4)),
            row.GetBoolean(5) ? JobState.Finished : JobState.Running, row.GetInt64(6), row.GetInt64(7), PostgresText.Out(row.GetString(8)), row.Moment(9), row.Moment(10)));

    private Job Read((int Rubric, Job Job) row) => row.Job with { Request = row.Job.Request with { Rubric = vocabulary.Rubric(row.Rubric).Hash } };
}
