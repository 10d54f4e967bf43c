using System;
using System.Collections.Generic;
using System.Data.Common;
using System.Linq;
using Dapper;
using QA.Scoring;

namespace QA.Engine.Storage.People;

/// <summary>
/// A person's word beside the machine's: verdicts corrected, critical findings decided, scores reviewed. Neither overwrites the other; rows are added, and a
/// correction may be withdrawn. Each decision and what it makes of the score and of the roll-ups are kept together.
/// </summary>
internal sealed class Reviews(IScoreStore store, TimeProvider time) : IVerdictCorrection
{
    private readonly IPeopleDatabase _people = store.People;

    /// <summary>What people said of some scores; scores nobody said anything of are left out.</summary>
    public IReadOnlyDictionary<long, ReviewHistory> Of(IReadOnlyList<long> scores) => _people.Read(connection =>
        scores.Select(score => (score, History: History(connection, score)))
            .Where(static one => one.History.Corrections.Count + one.History.Decisions.Count + one.History.Reviews.Count > 0)
            .ToDictionary(static one => one.score, static one => one.History));

    /// <summary>Puts a person's verdict beside the machine's; the newest of a criterion counts.</summary>
    /// <param name="seen">The number of the correction of this criterion that counted when its page was opened; 0: none did.</param>
    /// <param name="rubric">The very version that made the score; null: it is no longer in use.</param>
    public ReviewAnswer Correct(ScoreName name, string criterion, CountedVerdict verdict, string comment, long seen, Account by, Rubric? rubric) =>
        store.Review(name.Conversation, name.Number, (connection, score) =>
        {
            if (score?.Criteria.FirstOrDefault(one => one.Criterion == criterion) is not { } machine)
                return new Ruling<ReviewAnswer>(ReviewAnswer.Missing);
            var history = History(connection, score.Number);
            if ((history.Standing(criterion)?.Number ?? 0) != seen)
                return new Ruling<ReviewAnswer>(ReviewAnswer.Overtaken);
            return Corrected(connection, score, history, machine, verdict, comment, by, rubric, static () => true);
        });

    /// <summary>Takes a correction back: an earlier one of the same criterion counts again, or else the machine's verdict.</summary>
    public ReviewAnswer Withdraw(ScoreName name, long correction, Account by, Rubric? rubric) => store.Review(name.Conversation, name.Number, (connection, score) =>
    {
        if (score is null)
            return new Ruling<ReviewAnswer>(ReviewAnswer.Missing);
        var history = History(connection, score.Number);
        if (history.Corrections.FirstOrDefault(one => one.Number == correction) is not { } wrong)
            return new Ruling<ReviewAnswer>(ReviewAnswer.Missing);
        if (wrong.WithdrawnAt is not null)
            return new Ruling<ReviewAnswer>(ReviewAnswer.Overtaken);
        var left = history with { Corrections = [.. history.Corrections.Where(one => one != wrong)] };
        return Ruled(score, rubric, Standing(score, left), States(score), () => connection.Execute(
            "UPDATE corrections SET withdrawn_at = @at, withdrawn_by = @name WHERE number = @correction", new { at = Now(), name = _people.Text(by.Display), correction }) == 1);
    });

    /// <summary>Confirms or dismisses a critical finding, or lets it wait again.</summary>
    /// <param name="state">A constant of <see cref="StoredSuspicion"/>.</param>
    /// <param name="seen">The number of the last decision about it when its page was opened; 0: nobody had decided.</param>
    public ReviewAnswer Decide(ScoreName name, string critical, string state, string comment, long seen, Account by, Rubric? rubric) =>
        store.Review(name.Conversation, name.Number, (connection, score) =>
        {
            if (score is null || score.Suspicions.All(one => one.Critical != critical))
                return new Ruling<ReviewAnswer>(ReviewAnswer.Missing);
            var history = History(connection, score.Number);
            if (history.LastDecision(critical) != seen)
                return new Ruling<ReviewAnswer>(ReviewAnswer.Overtaken);
            return Decided(connection, score, history, critical, state, comment, by, rubric, static () => true);
        });

    /// <inheritdoc/>
    /// <remarks>What others decided meanwhile does not stand in the way: the supervisor answers the agent, not the page.</remarks>
    public ReviewAnswer Correct(AcceptedObjection accepted, Func<DbConnection, bool> answer)
    {
        var objection = accepted.Objection;
        return store.Review(objection.Conversation, objection.Score, (connection, score) =>
        {
            if (score is null)
                return new Ruling<ReviewAnswer>(ReviewAnswer.Missing);
            var history = History(connection, score.Number);
            if (objection.IsCritical)
            {
                return score.Suspicions.All(one => one.Critical != objection.Criterion)
                    ? new Ruling<ReviewAnswer>(ReviewAnswer.Missing)
                    : Decided(connection, score, history, objection.Criterion, StoredSuspicion.Dismissed, accepted.Reason, accepted.By, accepted.Rubric, () => answer(connection));
            }

            return score.Criteria.FirstOrDefault(one => one.Criterion == objection.Criterion) is { } machine
                ? Corrected(
                    connection, score, history, machine, new CountedVerdict(objection.Wanted, accepted.Value), accepted.Reason, accepted.By, accepted.Rubric, () => answer(connection))
                : new Ruling<ReviewAnswer>(ReviewAnswer.Missing);
        });
    }

    /// <summary>Somebody looked at the whole score; it leaves the queue. A second time by the same person changes nothing.</summary>
    /// <param name="seen">See <see cref="ReviewHistory.Seen"/>.</param>
    public ReviewAnswer Review(ScoreName name, string comment, string seen, Account by) => store.Review(name.Conversation, name.Number, (connection, score) =>
    {
        if (score is null)
            return new Ruling<ReviewAnswer>(ReviewAnswer.Missing);
        if (History(connection, score.Number).Seen != seen)
            return new Ruling<ReviewAnswer>(ReviewAnswer.Overtaken);
        connection.Execute(
            """
            INSERT INTO reviews (score, day, conversation, account, name, at, comment) VALUES (@score, @day, @conversation, @account, @name, @at, @comment)
            ON CONFLICT (score, account) DO NOTHING
            """,
            new
            {
                score = score.Number, day = Day(score), conversation = _people.Text(score.Conversation), account = by.Number, name = _people.Text(by.Display), at = Now(),
                comment = _people.Text(comment),
            });
        connection.Execute(
            "UPDATE review_queue SET done_by = @account, done_at = @at WHERE score = @score AND done_at IS NULL", new { account = by.Number, at = Now(), score = score.Number });
        return new Ruling<ReviewAnswer>(ReviewAnswer.Done);
    });

    private Ruling<ReviewAnswer> Corrected(
        DbConnection connection, StoredScore score, ReviewHistory history, StoredVerdict machine, CountedVerdict verdict, string comment, Account by, Rubric? rubric, Func<bool> open)
    {
        var corrections = Standing(score, history);
        corrections[machine.Criterion] = verdict;
        return Ruled(score, rubric, corrections, States(score), () => open() && connection.Execute(
            """
            INSERT INTO corrections (score, day, conversation, criterion, machine, verdict, value, comment, account, name, at)
            VALUES (@score, @day, @conversation, @criterion, @machine, @verdict, @value, @comment, @account, @name, @at)
            """,
            new
            {
                score = score.Number, day = Day(score), conversation = _people.Text(score.Conversation), criterion = _people.Text(machine.Criterion),
                machine = ScoreColumns.Letter(machine.Verdict).ToString(), verdict = ScoreColumns.Letter(verdict.Verdict).ToString(), value = (long)verdict.Value,
                comment = _people.Text(comment), account = by.Number, name = _people.Text(by.Display), at = Now(),
            }) == 1);
    }

    private Ruling<ReviewAnswer> Decided(
        DbConnection connection, StoredScore score, ReviewHistory history, string critical, string state, string comment, Account by, Rubric? rubric, Func<bool> open)
    {
        var states = States(score);
        states[critical] = state;
        return Ruled(score, rubric, Standing(score, history), states, () =>
        {
            if (!open())
                return false;
            connection.Execute(
                """
                INSERT INTO critical_decisions (score, day, conversation, critical, state, comment, account, name, at)
                VALUES (@score, @day, @conversation, @critical, @state, @comment, @account, @name, @at)
                """,
                new
                {
                    score = score.Number, day = Day(score), conversation = _people.Text(score.Conversation), critical = _people.Text(critical), state,
                    comment = _people.Text(comment), account = by.Number, name = _people.Text(by.Display), at = Now(),
                });
            connection.Execute(
                "UPDATE suspicions SET state = @state WHERE score = @score AND critical = @critical",
                new { state, score = score.Number, critical = _people.Text(critical) });
            return true;
        });
    }

    /// <param name="write">Keeps the decision; false: somebody else was faster, and nothing was written.</param>
    private static Ruling<ReviewAnswer> Ruled(
        StoredScore score, Rubric? rubric, Dictionary<string, CountedVerdict> corrections, Dictionary<string, string> states, Func<bool> write)
    {
        if (ReviewedArithmetic.Of(score, rubric, corrections, states, out var why) is not { } recount)
            return new Ruling<ReviewAnswer>(new ReviewAnswer(ReviewOutcome.Impossible, why));
        if (!write())
            return new Ruling<ReviewAnswer>(ReviewAnswer.Overtaken);
        return new Ruling<ReviewAnswer>(ReviewAnswer.Done, recount);
    }

    private static Dictionary<string, CountedVerdict> Standing(StoredScore score, ReviewHistory history)
    {
        var standing = new Dictionary<string, CountedVerdict>(StringComparer.Ordinal);
        foreach (var criterion in score.Criteria)
        {
            if (history.Standing(criterion.Criterion) is { } correction)
                standing.Add(criterion.Criterion, correction.Verdict);
        }

        return standing;
    }

    private static Dictionary<string, string> States(StoredScore score) => score.Suspicions.ToDictionary(static one => one.Critical, static one => one.State, StringComparer.Ordinal);

    private ReviewHistory History(DbConnection connection, long score) => new(
        [
            .. connection.Query<CorrectionRow>(
                """
                SELECT number AS Number, criterion AS Criterion, machine AS Machine, verdict AS Verdict, value AS Value, comment AS Comment, account AS Account, name AS Name,
                       at AS At, withdrawn_at AS WithdrawnAt, withdrawn_by AS WithdrawnBy
                FROM corrections WHERE score = @score ORDER BY number
                """,
                new { score }).Select(row => new Correction(
                    row.Number, score, _people.Original(row.Criterion), ScoreColumns.Verdict(row.Machine[0]), new CountedVerdict(ScoreColumns.Verdict(row.Verdict[0]), (int)row.Value),
                    _people.Original(row.Comment), row.Account, _people.Original(row.Name), Instant.At(row.At), row.WithdrawnAt is { } at ? Instant.At(at) : null,
                    row.WithdrawnBy is { } name ? _people.Original(name) : null)),
        ],
        [
            .. connection.Query<DecisionRow>(
                """
                SELECT number AS Number, critical AS Critical, state AS State, comment AS Comment, account AS Account, name AS Name, at AS At
                FROM critical_decisions WHERE score = @score ORDER BY number
                """,
                new { score }).Select(row => new CriticalDecision(
                    row.Number, score, _people.Original(row.Critical), row.State, _people.Original(row.Comment), row.Account, _people.Original(row.Name), Instant.At(row.At))),
        ],
        [
            .. connection.Query<ReviewRow>(
                "SELECT number AS Number, account AS Account, name AS Name, at AS At, comment AS Comment FROM reviews WHERE score = @score ORDER BY number",
                new { score }).Select(row => new Review(row.Number, score, row.Account, _people.Original(row.Name), Instant.At(row.At), _people.Original(row.Comment))),
        ]);

    private static long Day(StoredScore score) => DayNumber.Of(score.Day);

    private long Now() => Instant.Of(time.GetUtcNow());

    private class ReviewRow
    {
        public long Number { get; init; }

        public string Comment { get; init; } = "";

        public long Account { get; init; }

        public string Name { get; init; } = "";

        public long At { get; init; }
    }

    private sealed class CorrectionRow : ReviewRow
    {
        public string Criterion { get; init; } = "";

        public string Machine { get; init; } = "";

        public string Verdict { get; init; } = "";

        public long Value { get; init; }

        public long? WithdrawnAt { get; init; }

        public string? WithdrawnBy { get; init; }
    }

    private sealed class DecisionRow : ReviewRow
    {
        public string Critical { get; init; } = "";

        public string State { get; init; } = "";
    }
}
