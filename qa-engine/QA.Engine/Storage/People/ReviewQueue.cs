using System;
using System.Collections.Generic;
using System.Linq;
using Dapper;

namespace QA.Engine.Storage.People;

/// <summary>Why a score was drawn for review.</summary>
public enum DrawReason
{
    /// <summary>By chance: what nobody suspects is looked at too.</summary>
    Random,

    /// <summary>The lowest of an agent's day, and below the pass mark.</summary>
    Low,

    /// <summary>The machine was not sure of a headline criterion.</summary>
    Unsure,

    /// <summary>A critical finding is suspected.</summary>
    Critical,

    /// <summary>Of an agent with few conversations so far.</summary>
    NewAgent,
}

/// <param name="Day">Of the score.</param>
/// <param name="Conversation">Its id.</param>
/// <param name="Risk">Thousandths; the highest is looked at first.</param>
internal sealed record DrawnScore(long Score, DateOnly Day, string Conversation, AgentName Agent, DrawReason Reason, int Risk);

/// <param name="TakenBy">Who has it on the desk; null: nobody.</param>
public sealed record QueuedScore(long Score, DateOnly Day, string Conversation, AgentName Agent, DrawReason Reason, int Risk, long? TakenBy);

/// <summary>What waits and what was done.</summary>
/// <param name="Open">By reason.</param>
/// <param name="DoneToday">By this reviewer.</param>
public sealed record QueueCounts(IReadOnlyDictionary<DrawReason, long> Open, long DoneToday);

/// <param name="Name">Of the reviewer.</param>
public sealed record ReviewerCount(string Name, long Done);

/// <summary>The scores that people are to look at: drawn once each, taken by one person at a time.</summary>
internal sealed class ReviewQueue(IPeopleDatabase database, TimeProvider time)
{
    private const string Columns =
        "q.score AS Score, q.day AS Day, q.conversation AS Conversation, q.team AS Team, q.agent AS Agent, q.reason AS Reason, q.risk AS Risk, q.taken_by AS TakenBy";

    private string Visible => $"q.done_at IS NULL AND (@everything = 1 OR {database.IsOneOf("q.team", "teams")})";

    // Whoever left a chat open for so long went home.
    private static readonly TimeSpan Desk = TimeSpan.FromMinutes(30);

    public static string Word(DrawReason reason) => reason switch
    {
        DrawReason.Random => "random",
        DrawReason.Low => "low",
        DrawReason.Unsure => "unsure",
        DrawReason.Critical => "critical",
        _ => "new-agent",
    };

    public static DrawReason? ReasonOf(string? word) => Enum.GetValues<DrawReason>().Where(reason => Word(reason) == word).Select(static reason => (DrawReason?)reason).FirstOrDefault();

    /// <summary>Adds scores; one that was drawn before stays as it is.</summary>
    /// <returns>How many are new.</returns>
    public int Draw(IReadOnlyList<DrawnScore> scores, DateOnly today) => scores.Count == 0 ? 0 : database.Write(connection => connection.Execute(
        """
        INSERT INTO review_queue (drawn_on, score, day, conversation, team, agent, reason, risk) VALUES (@today, @score, @day, @conversation, @team, @agent, @reason, @risk)
        ON CONFLICT (score) DO NOTHING
        """,
        scores.Select(drawn => new
        {
            today = DayNumber.Of(today), score = drawn.Score, day = DayNumber.Of(drawn.Day), conversation = database.Text(drawn.Conversation), team = database.Text(drawn.Agent.Team),
            agent = database.Text(drawn.Agent.Name), reason = Word(drawn.Reason), risk = (long)drawn.Risk,
        }).ToList()));

    /// <summary>What waits, the most urgent first.</summary>
    public IReadOnlyList<QueuedScore> Open(Reach reach, int most, DrawReason? reason = null, AgentName? agent = null) => database.Read(connection => connection.Query<Row>(
        $"""
        SELECT {Columns} FROM review_queue q
        WHERE {Visible}{(reason is null ? "" : " AND q.reason = @reason")}{(agent is null ? "" : " AND q.team = @team AND q.agent = @agent")}
        ORDER BY q.risk DESC, q.number LIMIT @most
        """,
        Values(reach, reason, agent, most))).Select(Read).ToList();

    /// <summary>Takes the most urgent one that nobody else has on the desk.</summary>
    /// <param name="account">Who takes it; the one he had and did not finish comes first.</param>
    /// <param name="skip">The score just left without a review; null: none.</param>
    /// <returns>Null: nothing waits.</returns>
    public QueuedScore? Next(long account, Reach reach, long? skip = null) => database.Write(connection =>
    {
        var now = time.GetUtcNow();
        var number = connection.ExecuteScalar<long?>(
            $"""
            UPDATE review_queue SET taken_by = @account, taken_at = @now
            WHERE number = (
                SELECT q.number FROM review_queue q
                WHERE {Visible} AND q.score <> @skip AND (q.taken_by IS NULL OR q.taken_by = @account OR q.taken_at <= @left)
                ORDER BY CASE WHEN q.taken_by = @account THEN 0 ELSE 1 END, q.risk DESC, q.number LIMIT 1)
            RETURNING number
            """,
            new
            {
                account, now = Instant.Of(now), left = Instant.Of(now - Desk), skip = skip ?? 0, everything = reach.Everything ? 1L : 0L, teams = reach.Teams.Select(database.Text).ToList(),
            });
        return number is null ? null : connection.Query<Row>($"SELECT {Columns} FROM review_queue q WHERE q.number = @number", new { number }).Select(Read).Single();
    });

    /// <summary>Puts a score back for others.</summary>
    public void GiveBack(long score, long account) => database.Write(connection => connection.Execute(
        "UPDATE review_queue SET taken_by = NULL, taken_at = NULL WHERE score = @score AND taken_by = @account AND done_at IS NULL", new { score, account }));

    /// <summary>A review of a score was done, drawn or not.</summary>
    public void Done(long score, long account) => database.Write(connection => connection.Execute(
        "UPDATE review_queue SET done_by = @account, done_at = @now WHERE score = @score AND done_at IS NULL", new { score, account, now = Instant.Of(time.GetUtcNow()) }));

    /// <param name="since">When today began.</param>
    public QueueCounts Counts(long account, Reach reach, DateTimeOffset since) => database.Read(connection => new QueueCounts(
        connection.Query<(string Reason, long Count)>($"SELECT q.reason, COUNT(*) FROM review_queue q WHERE {Visible} GROUP BY q.reason", Values(reach, null, null, 0))
            .ToDictionary(static row => ReasonOf(row.Reason)!.Value, static row => row.Count),
        connection.ExecuteScalar<long>("SELECT COUNT(*) FROM reviews WHERE account = @account AND at >= @since", new { account, since = Instant.Of(since) })));

    /// <summary>Who reviewed how much since a moment, the most first.</summary>
    public IReadOnlyList<ReviewerCount> Reviewers(DateTimeOffset since) => database.Read(connection => connection.Query<(string Name, long Done)>(
        "SELECT name, COUNT(*) FROM reviews WHERE at >= @since GROUP BY name ORDER BY COUNT(*) DESC, name", new { since = Instant.Of(since) }))
        .Select(static row => new ReviewerCount(row.Name, row.Done)).ToList();

    private object Values(Reach reach, DrawReason? reason, AgentName? agent, int most) => new
    {
        everything = reach.Everything ? 1L : 0L, teams = reach.Teams.Select(database.Text).ToList(), reason = reason is { } known ? Word(known) : null,
        team = agent is { } one ? database.Text(one.Team) : null, agent = agent is { } name ? database.Text(name.Name) : null, most = (long)most,
    };

    private QueuedScore Read(Row row) => new(
        row.Score, DayNumber.At(row.Day), database.Original(row.Conversation), new AgentName(database.Original(row.Team), database.Original(row.Agent)), ReasonOf(row.Reason)!.Value,
        (int)row.Risk, row.TakenBy);

    private sealed class Row
    {
        public long Score { get; init; }

        public long Day { get; init; }

        public string Conversation { get; init; } = "";

        public string Team { get; init; } = "";

        public string Agent { get; init; } = "";

        public string Reason { get; init; } = "";

        public long Risk { get; init; }

        public long? TakenBy { get; init; }
    }
}
