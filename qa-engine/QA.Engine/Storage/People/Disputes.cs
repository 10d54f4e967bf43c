using System;
using System.Collections.Generic;
using System.Data.Common;
using System.Linq;
using Dapper;
using QA.Scoring;

namespace QA.Engine.Storage.People;

/// <summary>What came of an attempt to object.</summary>
public enum ObjectionOutcome
{
    Opened,

    /// <summary>One is open already; it has to be answered or taken back first.</summary>
    OneIsOpen,

    /// <summary>It was answered as often as the setting allows.</summary>
    NoRoundLeft,
}

/// <summary>What came of an attempt to answer.</summary>
public enum AnswerOutcome
{
    Answered,

    /// <summary>Somebody else answered, or the agent took it back.</summary>
    NotOpen,

    /// <summary>Nobody answers what they raised themselves.</summary>
    Own,

    /// <summary>The correction could not be made; the objection stays open.</summary>
    NotCorrected,
}

/// <summary>Objections of agents and the answers to them.</summary>
internal sealed class Disputes(IPeopleDatabase database, IVerdictCorrection correction, TimeProvider time)
{
    private const string Critical = "critical";

    private const string Columns =
        "number AS Number, score AS Score, day AS Day, conversation AS Conversation, team AS Team, agent AS Agent, kind AS Kind, criterion AS Criterion, verdict AS Verdict, "
        + "person AS Person, round AS Round, wanted AS Wanted, comment AS Comment, account AS Account, name AS Name, at AS At, state AS State, answer AS Answer, "
        + "answered_by AS AnsweredBy, answered_at AS AnsweredAt";

    /// <param name="rounds">How often one verdict may be objected to; one that was taken back does not count.</param>
    /// <param name="account">Who objects.</param>
    public ObjectionOutcome Open(Objection objection, int rounds, long account, string name) => database.Write(connection =>
    {
        var earlier = connection.Query<Row>(
            $"SELECT {Columns} FROM disputes WHERE score = @Score AND kind = @Kind AND criterion = @Criterion",
            new { objection.Score, Kind = Kind(objection.IsCritical), Criterion = database.Text(objection.Criterion) }).ToList();
        if (earlier.Any(static row => row.State == Word(DisputeState.Open)))
            return ObjectionOutcome.OneIsOpen;
        if (earlier.Count(static row => StateOf(row.State) is DisputeState.Accepted or DisputeState.Declined) >= rounds)
            return ObjectionOutcome.NoRoundLeft;
        var added = connection.Execute(
            """
            INSERT INTO disputes (score, day, conversation, team, agent, kind, criterion, verdict, person, round, wanted, comment, account, name, at, state)
            VALUES (@Score, @Day, @Conversation, @Team, @Agent, @Kind, @Criterion, @Verdict, @Person, @Round, @Wanted, @Comment, @Account, @Name, @At, 'open')
            ON CONFLICT (score, kind, criterion, round) DO NOTHING
            """,
            new
            {
                objection.Score, Day = DayNumber.Of(objection.Day), Conversation = database.Text(objection.Conversation), Team = database.Text(objection.Agent.Team),
                Agent = database.Text(objection.Agent.Name), Kind = Kind(objection.IsCritical), Criterion = database.Text(objection.Criterion),
                Verdict = Letter(objection.Verdict), Person = objection.ByPerson ? 1L : 0L, Round = earlier.Count + 1L, Wanted = Letter(objection.Wanted),
                Comment = database.Text(objection.Comment), Account = account, Name = database.Text(name), At = Instant.Of(time.GetUtcNow()),
            });

        // Nothing added: the same form was sent twice at once, and the other was faster.
        return added == 1 ? ObjectionOutcome.Opened : ObjectionOutcome.OneIsOpen;
    });

    /// <returns>False: it is not this account's, or no longer open.</returns>
    public bool Withdraw(long number, long account) => database.Write(connection => connection.Execute(
        "UPDATE disputes SET state = 'withdrawn', answered_at = @now WHERE number = @number AND account = @account AND state = 'open'",
        new { number, account, now = Instant.Of(time.GetUtcNow()) })) == 1;

    /// <summary>Answers, and where it accepts corrects the verdict: both or neither.</summary>
    /// <param name="reason">For the agent.</param>
    /// <param name="value">Of the wanted verdict, in millionths of the weight.</param>
    /// <param name="rubric">The very version that made the score; null: it is no longer in use.</param>
    public AnswerOutcome Answer(Dispute dispute, bool accept, string reason, int value, Account by, Rubric? rubric)
    {
        if (dispute.Account == by.Number)
            return AnswerOutcome.Own;
        if (!accept)
            return database.Write(connection => Answered(connection, DisputeState.Declined)) ? AnswerOutcome.Answered : AnswerOutcome.NotOpen;
        return correction.Correct(new AcceptedObjection(dispute.Objection, value, reason, by, rubric), connection => Answered(connection, DisputeState.Accepted)).Outcome switch
        {
            ReviewOutcome.Done => AnswerOutcome.Answered,
            ReviewOutcome.Overtaken => AnswerOutcome.NotOpen,
            _ => AnswerOutcome.NotCorrected,
        };

        // Of two supervisors at once the second waits here for the first, and then finds nothing open.
        bool Answered(DbConnection connection, DisputeState state) => connection.Execute(
            """
            UPDATE disputes SET state = @state, answer = @reason, answered_by = @name, answered_at = @now
            WHERE number = @number AND state = 'open' AND account <> @account
            """,
            new
            {
                state = Word(state), reason = database.Text(reason), name = database.Text(by.Display), now = Instant.Of(time.GetUtcNow()), number = dispute.Number, account = by.Number,
            }) == 1;
    }

    public Dispute? Find(long number) => List("number = @number", "number", new { number }).FirstOrDefault();

    /// <summary>Of one agent, the newest first.</summary>
    public IReadOnlyList<Dispute> Of(AgentName agent, int most) => List(
        "substr(agent, 1, 200) = substr(@agent, 1, 200) AND agent = @agent AND team = @team", "at DESC, number DESC LIMIT @most",
        new { agent = database.Text(agent.Name), team = database.Text(agent.Team), most = (long)most });

    /// <summary>All rounds about one score, in their order.</summary>
    public IReadOnlyList<Dispute> Of(long score) => List("score = @score", "kind, criterion, round", new { score });

    /// <summary>What waits for an answer, the oldest first.</summary>
    /// <param name="after">Only what comes behind this one; null: from the oldest.</param>
    public IReadOnlyList<Dispute> Waiting(Reach reach, int most, Dispute? after = null) => List(
        "state = 'open' AND (at, number) > (@at, @number)" + Within(reach), "at, number LIMIT @most",
        Reached(reach, ("most", (long)most), ("at", after is null ? 0L : Instant.Of(after.At)), ("number", after?.Number ?? 0L)));

    /// <summary>How many wait for an answer.</summary>
    public long Waiting(Reach reach) => database.Read(connection => connection.ExecuteScalar<long>(
        "SELECT COUNT(*) FROM disputes WHERE state = 'open'" + Within(reach), Reached(reach)));

    /// <summary>Since when the oldest waits; null: none does.</summary>
    public DateTimeOffset? OldestWaiting(Reach reach) => Waiting(reach, 1) is [var oldest] ? oldest.At : null;

    /// <summary>
    /// How agents of a team objected to a criterion, by what became of it: one that is often disputed with success is to be mended before anybody is coached by it.
    /// </summary>
    /// <param name="since">Only those made then or later.</param>
    public ObjectionCounts About(string criterion, string team, DateTimeOffset since)
    {
        var states = database.Read(connection => connection.Query<(string State, long Count)>(
            "SELECT state, COUNT(*) FROM disputes WHERE criterion = @criterion AND team = @team AND at >= @since GROUP BY state",
            new { criterion = database.Text(criterion), team = database.Text(team), since = Instant.Of(since) })).ToDictionary(static row => StateOf(row.State), static row => row.Count);
        return new ObjectionCounts(states.GetValueOrDefault(DisputeState.Open), states.GetValueOrDefault(DisputeState.Accepted), states.GetValueOrDefault(DisputeState.Declined));
    }

    /// <summary>What agents objected to since a moment, the most frequent first; what they took back is left out.</summary>
    public IReadOnlyList<DisputeFigure> Figures(Reach reach, DateTimeOffset since) => database.Read(connection => connection.Query<FigureRow>(
        $"""
        SELECT kind AS Kind, criterion AS Criterion, person AS Person, CAST(SUM(CASE WHEN state = 'open' THEN 1 ELSE 0 END) AS bigint) AS Open,
               CAST(SUM(CASE WHEN state = 'accepted' THEN 1 ELSE 0 END) AS bigint) AS Accepted, CAST(SUM(CASE WHEN state = 'open' THEN 0 ELSE 1 END) AS bigint) AS Answered
        FROM disputes WHERE at >= @since AND state <> 'withdrawn'{Within(reach)}
        GROUP BY kind, criterion, person ORDER BY COUNT(*) DESC, kind, criterion, person
        """,
        Reached(reach, ("since", Instant.Of(since))))
        .Select(row => new DisputeFigure(row.Kind == Critical, database.Original(row.Criterion), row.Person != 0, row.Open, row.Accepted, row.Answered)).ToList());

    private string Within(Reach reach) => reach.Everything
        ? ""
        : $" AND ({database.IsOneOf("team", "teams")}{(reach.Agent is null ? "" : " OR (team = @agentTeam AND agent = @agent)")})";

    private DynamicParameters Reached(Reach reach, params ReadOnlySpan<(string Name, object Value)> others)
    {
        var values = new DynamicParameters();
        foreach (var (name, value) in others)
            values.Add(name, value);
        if (reach.Everything)
            return values;
        values.Add("teams", reach.Teams.Select(database.Text).ToList());
        if (reach.Agent is { } agent)
        {
            values.Add("agentTeam", database.Text(agent.Team));
            values.Add("agent", database.Text(agent.Name));
        }

        return values;
    }

    private List<Dispute> List(string where, string order, object values) => database.Read(connection => connection.Query<Row>(
        $"SELECT {Columns} FROM disputes WHERE {where} ORDER BY {order}", values)).Select(Read).ToList();

    private Dispute Read(Row row) => new(
        row.Number,
        new Objection(
            row.Score, DayNumber.At(row.Day), database.Original(row.Conversation), new AgentName(database.Original(row.Team), database.Original(row.Agent)), row.Kind == Critical,
            database.Original(row.Criterion), ScoreColumns.Verdict(row.Verdict[0]), row.Person != 0, ScoreColumns.Verdict(row.Wanted[0]), database.Original(row.Comment)),
        (int)row.Round, row.Account, database.Original(row.Name), Instant.At(row.At), StateOf(row.State), database.Original(row.Answer),
        row.AnsweredBy is null ? null : database.Original(row.AnsweredBy), row.AnsweredAt is { } answered ? Instant.At(answered) : null);

    private static string Kind(bool critical) => critical ? Critical : "verdict";

    private static string Letter(Verdict verdict) => ScoreColumns.Letter(verdict).ToString();

    private static string Word(DisputeState state) => state switch
    {
        DisputeState.Open => "open",
        DisputeState.Accepted => "accepted",
        DisputeState.Declined => "declined",
        _ => "withdrawn",
    };

    private static DisputeState StateOf(string word) => Enum.GetValues<DisputeState>().First(state => Word(state) == word);

    private sealed class Row
    {
        public long Number { get; init; }

        public long Score { get; init; }

        public long Day { get; init; }

        public string Conversation { get; init; } = "";

        public string Team { get; init; } = "";

        public string Agent { get; init; } = "";

        public string Kind { get; init; } = "";

        public string Criterion { get; init; } = "";

        public string Verdict { get; init; } = "";

        public long Person { get; init; }

        public long Round { get; init; }

        public string Wanted { get; init; } = "";

        public string Comment { get; init; } = "";

        public long Account { get; init; }

        public string Name { get; init; } = "";

        public long At { get; init; }

        public string State { get; init; } = "";

        public string Answer { get; init; } = "";

        public string? AnsweredBy { get; init; }

        public long? AnsweredAt { get; init; }
    }

    private sealed class FigureRow
    {
        public string Kind { get; init; } = "";

        public string Criterion { get; init; } = "";

        public long Person { get; init; }

        public long Open { get; init; }

        public long Accepted { get; init; }

        public long Answered { get; init; }
    }
}
