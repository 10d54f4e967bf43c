using System;
using System.Data.Common;
using System.Text;
using Dapper;
using QA.Scoring;

namespace QA.Engine.Storage.People;

/// <summary>The rows of <c>reviewed_scores</c>, the same in both stores. In a transaction that keeps others off the score.</summary>
internal static class ReviewedRows
{
    /// <summary>What a score comes to now; its row goes where no decision is left.</summary>
    /// <param name="day">Of the score, such as 20260302.</param>
    /// <param name="document">See <see cref="ScoreDocument.With"/>; not looked at where the machine's score stands again.</param>
    public static void Keep(DbConnection connection, long score, long day, ScoreRecount recount, ReadOnlyMemory<byte> document, DateTimeOffset now)
    {
        if (recount.Score is not { } official)
        {
            connection.Execute("DELETE FROM reviewed_scores WHERE score = @score", new { score });
            return;
        }

        connection.Execute(
            """
            INSERT INTO reviewed_scores (score, day, counts, total, standing, passed, verdicts, document, at)
            VALUES (@score, @day, @counts, @total, @standing, @passed, @verdicts, @document, @at)
            ON CONFLICT (score) DO UPDATE SET counts = excluded.counts, total = excluded.total, standing = excluded.standing, passed = excluded.passed,
                                              verdicts = excluded.verdicts, document = excluded.document, at = excluded.at
            """,
            new
            {
                score, day, counts = (long?)recount.Counts, total = (long?)recount.Total, standing = ScoreColumns.Standing(official.Standing),
                passed = recount.Passed is { } passed ? (passed ? 1L : 0L) : (long?)null, verdicts = ScoreColumns.Verdicts(official),
                document = Encoding.UTF8.GetString(document.Span), at = Instant.Of(now),
            });
    }

    /// <summary>Puts a row together; the two sums are those of its own criteria and of the score's bonuses and penalties.</summary>
    /// <param name="parts">Of the row's document.</param>
    public static ReviewedScore Read(long? counts, long? total, string standing, bool? passed, long at, ScoreParts parts)
    {
        var kind = ScoreColumns.Standing(standing);
        var (earned, adjusted) = (0, 0);
        foreach (var part in parts.Criteria)
            earned += part.Earned;
        foreach (var adjustment in parts.Adjustments)
            adjusted += adjustment.Points;
        return new ReviewedScore(
            (int?)counts, (int?)total, kind == Standing.None ? null : earned, kind == Standing.None ? null : Math.Clamp(earned + adjusted, 0, 10_000), kind, passed,
            parts.Criteria, Instant.At(at));
    }

    /// <summary>Takes out what people said of scores of days before one.</summary>
    /// <param name="firstKept">Such as 20260302.</param>
    public static void Forget(DbConnection connection, long firstKept)
    {
        foreach (var table in (string[])["corrections", "critical_decisions", "reviews", "reviewed_scores", "review_queue"])
            connection.Execute($"DELETE FROM {table} WHERE day < @firstKept", new { firstKept });
    }
}
