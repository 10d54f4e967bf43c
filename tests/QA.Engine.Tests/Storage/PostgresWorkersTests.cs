using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;
using QA.Engine.Pipeline;
using QA.Engine.Sources;
using QA.Engine.Storage;
using QA.Engine.Storage.Postgres;
using QA.Engine.Tests.Support;
using QA.Scoring;
using Xunit;

namespace QA.Engine.Tests.Storage;

/// <summary>What only a store that many use, on a server that comes and goes, must do.</summary>
public sealed class PostgresWorkersTests
{
    private static readonly DateOnly Never = new(2000, 1, 1);
    private static readonly DateOnly Always = new(2100, 1, 1);
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Two_programs_that_save_the_same_conversations_at_once_keep_each_content_once()
    {
        const int conversations = 60;
        const int contents = 4;
        var database = PostgresDatabase.New();
        using var one = Open(database.ConnectionString);
        using var other = Open(database.ConnectionString);

        // Every content of every conversation, by every thread, in another order, in batches of other sizes.
        var entries = Enumerable.Range(0, conversations).SelectMany(id => Enumerable.Range(0, contents).Select(content => Scored(Chat(id, content)))).ToArray();
        var saved = new Saved[6];
        await Task.WhenAll(Enumerable.Range(0, saved.Length).Select(worker => Task.Factory.StartNew(
            () =>
            {
                var random = new Random(worker);
                var store = worker % 2 == 0 ? one : other;
                var mine = entries.ToArray();
                random.Shuffle(mine);
                for (var at = 0; at < mine.Length;)
                {
                    var batch = mine.Skip(at).Take(random.Next(1, 40)).ToArray();
                    var result = store.Save(new StoreBatch { Entries = batch });
                    saved[worker] = Sum(saved[worker], result);
                    at += batch.Length;
                    if (random.Next(4) == 0)
                        store.Tidy();
                }
            },
            TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        var all = saved.Aggregate(Sum);
        Assert.Equal((conversations * contents, conversations * contents), (all.Conversations, all.Scores));
        Assert.Equal((conversations * contents * saved.Length) - all.Conversations, all.Duplicates);
        Assert.Equal(new StoreTotals(conversations * contents, conversations * contents, 0, 0, all.Duplicates), one.Totals());
        var rollups = one.Rollups(Never, Always);
        Assert.Equal(conversations, rollups.Sum(row => row.Scores));
        AssertSame(one.Recount(Never, Always), rollups);
        one.Tidy();
        AssertSame(rollups, other.Rollups(Never, Always));

        // The state that goes furthest is the one that counts, whoever saved it when.
        for (var id = 0; id < conversations; id++)
            Assert.Equal(Chat(id, contents - 1).Messages[^1].Text, other.Find(Chat(id, 0).Id)!.Messages[^1].Text);
        Assert.Equal(0L, database.Number("SELECT count(*) FROM (SELECT id FROM qa.known WHERE latest GROUP BY id HAVING count(*) <> 1) AS twice"));
        Assert.Equal((long)conversations, database.Number("SELECT count(*) FROM qa.scores WHERE official"));
    }

    [Fact]
    public async Task Programs_that_start_at_once_make_the_store_once()
    {
        var server = SharedPostgres.Value;
        var database = server.NewDatabase();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Open(server.ConnectionString(database)).Dispose(), TestContext.Current.CancellationToken)));
        using var connection = new NpgsqlConnection(server.ConnectionString(database) + ";Pooling=false");
        connection.Open();
        Assert.Equal(connection.Scalar<int>("SELECT max(version) FROM qa.schema_version"), connection.Scalar<long>("SELECT count(*) FROM qa.schema_version"));
    }

    [Fact]
    public void A_store_of_a_newer_program_is_refused_with_advice()
    {
        var database = PostgresDatabase.New();
        database.Execute("INSERT INTO qa.schema_version (version) VALUES (99)");
        Assert.Equal(
            $"127.0.0.1:{SharedPostgres.Value.Port}/{database.Name}: a newer program wrote this store (schema 99; this program knows 6); use that program, or another database",
            Assert.Throws<StoreException>(() => Open(database.ConnectionString)).Message);
    }

    [Fact]
    public void Roll_ups_of_an_older_program_are_the_same_after_their_new_form()
    {
        const int version = 4;
        var server = SharedPostgres.Value;
        var database = server.NewDatabase();
        server.Execute("CREATE SCHEMA qa; CREATE TABLE qa.schema_version (version int PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())", database);
        for (var script = 1; script <= version; script++)
            server.Execute(string.Create(CultureInfo.InvariantCulture, $"{MigrationScripts.In("QA.Engine.Storage.Postgres.")[script - 1]}; INSERT INTO qa.schema_version (version) VALUES ({script})"), database);
        using (var connection = new NpgsqlConnection(server.ConnectionString(database) + ";Pooling=false"))
        {
            connection.Open();
            var rubric = TestRubric.Value;
            var number = connection.Scalar<int>(
                "INSERT INTO qa.rubrics (hash, id, version, names, text) VALUES ($1, $2, $3, $4, '') RETURNING number",
                rubric.Hash, rubric.Id, rubric.Version, System.Text.Encoding.UTF8.GetString(RubricNames.Of(rubric).Write()));
            connection.Run(
                """
                INSERT INTO qa.rollups (day, rubric, digest, conversations, scores, ranked, sum, sum_of_squares, shop, team, agent, criteria, pass, partial, fail, unsure, value, lost)
                VALUES ('2026-03-01', $1, '00000000-0000-0000-0000-000000000001', 3, 4, 3, 25000, 210000000, 's', 't', 'a', '{0,2}', '{1,63}', '{0,64}', '{2,128}', '{0,-1}',
                        '{9000000000000,0}', '{-70000,8192}'),
                       ('2026-03-02', $1, '00000000-0000-0000-0000-000000000001', 1, 1, 0, 0, 0, 's', 't', 'a', '{}', '{}', '{}', '{}', '{}', '{}', '{}')
                """,
                number);
        }

        using var store = Open(server.ConnectionString(database));
        var criteria = TestRubric.Value.Criteria;
        var days = store.Rollups(Never, Always);
        Assert.Equal([(new DateOnly(2026, 3, 1), 3, 25_000), (new DateOnly(2026, 3, 2), 1, 0)], days.Select(static day => (day.Day, day.Conversations, day.Sum)));
        Assert.Equal(
            new Dictionary<string, CriterionCounts> { [criteria[0].Id] = new(1, 0, 2, 0, 9_000_000_000_000, -70_000), [criteria[2].Id] = new(63, 64, 128, -1, 0, 8_192) }, days[0].Criteria);
        Assert.Empty(days[1].Criteria);
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port={0};Username=qa;Password=not-the-secret;Database=postgres", "28P01")]
    [InlineData("Prot=5432;Password=not-the-secret", "Store:Postgres is no connection string")]
    [InlineData("Username=qa;Password=not-the-secret", "Store:Postgres names no host")]
    public void What_is_no_store_is_refused_with_advice_and_without_its_password(string connectionString, string expected)
    {
        var message = Assert.Throws<StoreException>(() => Open(string.Format(CultureInfo.InvariantCulture, connectionString, SharedPostgres.Value.Port))).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-secret", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_login_that_may_not_make_a_store_is_refused_with_advice()
    {
        var server = SharedPostgres.Value;
        var database = server.NewDatabase();
        server.Execute($"CREATE ROLE {database}_guest LOGIN PASSWORD 'secret'");
        var login = Login(server.ConnectionString(database), database + "_guest");
        var message = Assert.Throws<StoreException>(() => Open(login)).Message;
        Assert.Contains("start once with a login that may create", message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_login_that_owns_nothing_can_do_a_workers_work()
    {
        var database = PostgresDatabase.New();
        var worker = database.Name + "_worker";
        database.Execute(
            $"""
            CREATE ROLE {worker} LOGIN PASSWORD 'secret';
            GRANT USAGE ON SCHEMA qa TO {worker};
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA qa TO {worker};
            GRANT USAGE ON ALL SEQUENCES IN SCHEMA qa TO {worker};
            GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA qa TO {worker};
            """);
        using var store = Open(Login(database.ConnectionString, worker));
        Assert.Equal(2, store.Save(new StoreBatch { Entries = [Scored(Chat(1, 0)), Scored(On("old", "2025-11-30T10:00:00+08:00"))] }).Conversations);
        store.Tidy();
        Assert.Equal(1, store.Forget(new DateOnly(2026, 1, 1)));
        Assert.Equal(1, store.Totals().Conversations);
    }

    [Fact]
    public async Task A_server_that_goes_away_in_the_middle_of_a_save_leaves_nothing_behind_and_the_store_goes_on_once_it_is_back()
    {
        using var server = new PostgresServer();
        var database = server.NewDatabase();
        using var store = Open(server.ConnectionString(database));
        store.Save(new StoreBatch { Entries = [Scored(Chat(1, 0))] });
        var batch = new StoreBatch { Entries = [Scored(Chat(2, 0)), Scored(Chat(1, 1))], Position = new StoredPosition("inbox", "a", "9") };

        // The save stands at its second step, before a table that somebody else holds.
        using (var holder = new NpgsqlConnection(server.ConnectionString(database) + ";Pooling=false"))
        {
            holder.Open();
            holder.Run("BEGIN");
            holder.Run("LOCK TABLE qa.conversations IN ACCESS EXCLUSIVE MODE");
            var save = Task.Run(() => Assert.Throws<StoreUnavailableException>(() => store.Save(batch)), TestContext.Current.CancellationToken);
            while (holder.Scalar<long>("SELECT count(*) FROM pg_locks WHERE NOT granted") == 0)
                await Task.Yield();
            server.Stop(immediately: true);
            Assert.StartsWith($"127.0.0.1:{server.Port}/{database}: cannot be reached or written for now:", (await save).Message, StringComparison.Ordinal);
        }

        Assert.Throws<StoreUnavailableException>(() => store.Totals());
        Assert.Throws<StoreUnavailableException>(() => Open(server.ConnectionString(database)));
        server.Start();
        Assert.Equal(new StoreTotals(1, 1, 0, 0, 0), store.Totals());
        Assert.Empty(store.Positions("inbox"));
        Assert.Equal(2, store.Save(batch).Conversations);

        // An orderly restart between two calls is nobody's business.
        server.Restart();
        Assert.Equal((0, 2), (store.Save(batch) is var again ? again.Conversations : 0, again.Duplicates));
        AssertSame(store.Recount(Never, Always), store.Rollups(Never, Always));
        Assert.Equal("9", Assert.Single(store.Positions("inbox")).Value);
    }

    [Fact]
    public async Task A_login_that_is_refused_for_a_while_is_waited_for_like_a_server_that_is_down()
    {
        var database = PostgresDatabase.New();
        var worker = database.Name + "_refused";
        database.Execute($"CREATE ROLE {worker} LOGIN SUPERUSER PASSWORD 'secret'");
        using var store = Open(Login(database.ConnectionString, worker));
        Refuse();
        Assert.Contains("refuses the login", Assert.Throws<StoreUnavailableException>(() => store.Totals()).Message, StringComparison.Ordinal);

        // At the start it is a wrong setting, which waiting does not mend.
        Assert.Contains("28000", Assert.Throws<StoreException>(() => Open(Login(database.ConnectionString, worker))).Message, StringComparison.Ordinal);
        database.Execute($"ALTER ROLE {worker} LOGIN");
        var source = new ScriptedSource("queue", isShared: true);
        source.Add(Chats.Line("1"));
        using var run = new WorkerRun(
            store, [source], new WorkerOptions { Threads = 2, Lease = TimeSpan.FromSeconds(3), Poll = TimeSpan.FromMilliseconds(20), Pause = TimeSpan.FromMilliseconds(10) }, TimeProvider.System);
        await run.Start();
        await Until(() => store.Totals().Conversations == 1);
        Refuse();
        source.Add(Chats.Line("2"));

        // A login that was under way when the role lost its right is put out as well.
        await Until(() =>
        {
            PutOut();
            return run.Place.Failing.Count > 0;
        });
        database.Execute($"ALTER ROLE {worker} LOGIN");
        await Until(() => run.Place.Failing.Count == 0 && store.Totals().Conversations == 2);
        await run.Stop();
        Assert.Null(run.Failure);

        // Two statements of their own: in one, the right would be gone only when all are out, and who was put out first would be in again.
        void Refuse()
        {
            database.Execute($"ALTER ROLE {worker} NOLOGIN");
            PutOut();
        }

        void PutOut() => database.Execute($"SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE usename = '{worker}'");

        static async Task Until(Func<bool> condition)
        {
            var waited = Stopwatch.StartNew();
            while (!condition())
            {
                Assert.True(waited.Elapsed < TimeSpan.FromMinutes(5), "the worker does not get on");
                await Task.Delay(10, TestContext.Current.CancellationToken);
            }
        }
    }

    [Theory]
    [InlineData("53100", "its disk is full")]
    [InlineData("53300", "no connection left")]
    [InlineData("25006", "it takes no writes")]
    [InlineData("57014", "57014")]
    public void What_passes_by_itself_is_told_apart_from_a_bug_and_nothing_is_lost(string state, string expected)
    {
        var database = PostgresDatabase.New();
        using var store = Open(database.ConnectionString);
        store.Save(new StoreBatch { Entries = [Scored(Chat(1, 0))] });
        database.Execute(
            $"""
            CREATE FUNCTION qa.refuse_all() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''refused'' USING ERRCODE = ''{state}''; END';
            CREATE TRIGGER refuse BEFORE INSERT ON qa.rollup_deltas EXECUTE FUNCTION qa.refuse_all();
            """);
        var message = Assert.Throws<StoreUnavailableException>(() => store.Save(new StoreBatch { Entries = [Scored(Chat(1, 1)), Scored(Chat(2, 0))] })).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Equal(1, store.Totals().Conversations);
        database.Execute("DROP TRIGGER refuse ON qa.rollup_deltas");
        Assert.Equal(2, store.Save(new StoreBatch { Entries = [Scored(Chat(1, 1)), Scored(Chat(2, 0))] }).Conversations);
        AssertSame(store.Recount(Never, Always), store.Rollups(Never, Always));
    }

    [Fact]
    public void A_bug_is_not_taken_for_a_server_that_is_down()
    {
        var database = PostgresDatabase.New();
        using var store = Open(database.ConnectionString);
        database.Execute("DROP TABLE qa.suspicions");
        Assert.Equal(PostgresErrorCodes.UndefinedTable, Assert.Throws<PostgresException>(() => store.Agents()).SqlState);
    }

    [Fact]
    public void Two_workers_in_each_others_way_are_tried_again()
    {
        var database = PostgresDatabase.New();
        using var store = Open(database.ConnectionString);

        // Each of the first three batches is told that it stood in another's way.
        database.Execute(
            """
            CREATE SEQUENCE qa.tries;
            CREATE FUNCTION qa.stumble() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN IF nextval(''qa.tries'') <= 3 THEN RAISE EXCEPTION ''stumbled'' USING ERRCODE = ''40P01''; END IF; RETURN NULL; END';
            CREATE TRIGGER stumble AFTER INSERT ON qa.rollup_deltas EXECUTE FUNCTION qa.stumble();
            """);
        Assert.Equal(1, store.Save(new StoreBatch { Entries = [Scored(Chat(1, 0))] }).Conversations);
        Assert.Equal(4L, database.Number("SELECT last_value FROM qa.tries"));
        Assert.Equal(new StoreTotals(1, 1, 0, 0, 0), store.Totals());
    }

    [Fact]
    public void What_is_forgotten_goes_with_its_partition_and_what_comes_late_gets_a_new_one()
    {
        var database = PostgresDatabase.New();
        using var store = Open(database.ConnectionString);
        using var other = Open(database.ConnectionString);
        StoreEntry[] entries =
        [
            Scored(On("a", "2025-12-31T23:59:59+08:00")), Scored(On("b", "2026-01-01T00:00:00+08:00")), Scored(On("c", "2026-02-10T12:00:00+08:00")),
            Scored(On("d", "2026-02-11T12:00:00+08:00")),
        ];
        store.Save(new StoreBatch { Entries = entries });
        other.Tidy();
        Assert.Equal(["conversations_2025_12", "conversations_2026_01", "conversations_2026_02", "conversations_2026_03", "conversations_2026_04"], Partitions(database));

        Assert.Equal(3, other.Forget(new DateOnly(2026, 2, 11)));
        Assert.Equal(["conversations_2026_02", "conversations_2026_03", "conversations_2026_04"], Partitions(database));
        Assert.Equal((null, null, "d"), (store.Find("b"), store.Find("c"), store.Find("d")?.Id));
        Assert.Equal(1L, database.Number("SELECT count(*) FROM qa.known"));
        Assert.Equal(new DateOnly(2026, 2, 11), Assert.Single(store.Rollups(Never, Always)).Day);
        Assert.Equal(1, Assert.Single(store.Agents()).Conversations);
        Assert.Equal((1, 1), (store.Totals().Conversations, store.Totals().Scores));

        // The first store made these partitions itself and does not know that they are gone.
        Assert.Equal((2, 1), (store.Save(new StoreBatch { Entries = [entries[0], entries[1], entries[3]] }) is var saved ? saved.Conversations : 0, saved.Duplicates));
        Assert.Equal("a", other.Find("a")!.Id);
        AssertSame(store.Recount(Never, Always), store.Rollups(Never, Always));
    }

    [Fact]
    public void Merged_and_unmerged_rollups_read_the_same()
    {
        var database = PostgresDatabase.New();
        using var store = Open(database.ConnectionString);
        for (var round = 0; round < 3; round++)
        {
            store.Save(new StoreBatch { Entries = [Scored(Chat(1, round)), Scored(Chat(10 + round, 0)), Scored(On("x" + round, "2026-02-10T12:00:00+08:00"))] });
            var (before, agents) = (store.Rollups(Never, Always), store.Agents());
            store.Tidy();
            Assert.Equal(0L, database.Number("SELECT (SELECT count(*) FROM qa.rollup_deltas) + (SELECT count(*) FROM qa.counter_deltas)"));
            AssertSame(before, store.Rollups(Never, Always));
            AssertSame(before, store.Recount(Never, Always));
            Assert.Equal(agents.Select(Text), store.Agents().Select(Text));
            Assert.Equal(3 * (round + 1), store.Totals().Conversations);
        }
    }

    [Fact]
    public void A_worker_that_is_stopped_in_a_transaction_does_not_hold_its_locks_for_ever()
    {
        var database = PostgresDatabase.New();
        using var usual = new PostgresConnections(database.ConnectionString);
        Assert.Equal("2min", usual.Use(each => each.Scalar<string>("SHOW idle_in_transaction_session_timeout")));
        using var chosen = new PostgresConnections(database.ConnectionString + ";Options=-c statement_timeout=5s");
        Assert.Equal("5s", chosen.Use(each => each.Scalar<string>("SHOW statement_timeout")));
    }

    private static Saved Sum(Saved one, Saved other) => new(
        one.Conversations + other.Conversations, one.Scores + other.Scores, one.Duplicates + other.Duplicates, one.Pending + other.Pending, one.SetAside + other.SetAside);

    private static void AssertSame(IReadOnlyList<DailyRollup> expected, IReadOnlyList<DailyRollup> actual) =>
        Assert.Equal(expected.Select(Text), actual.Select(Text));

    private static string Text(DailyRollup row) =>
        $"{row with { Criteria = new Dictionary<string, CriterionCounts>(StringComparer.Ordinal) }} {string.Join(' ', row.Criteria.OrderBy(each => each.Key, StringComparer.Ordinal))}";

    private static string Text(AgentSummary agent) =>
        $"{agent with { Criteria = new Dictionary<string, CriterionSummary>(StringComparer.Ordinal) }} {string.Join(' ', agent.Criteria.OrderBy(each => each.Key, StringComparer.Ordinal))}";

    private static string[] Partitions(PostgresDatabase database) =>
        [.. database.Texts("SELECT relname::text FROM pg_class WHERE relname ~ '^conversations_[0-9_]+$' AND relkind = 'r' ORDER BY relname")];

    private static string Login(string connectionString, string user) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Username = user, Password = "secret" }.ToString();

    private static ScoredConversation Scored(Conversation chat) =>
        new("a.jsonl", 1, chat, new ContentHash().Of(chat), Scorer.Score(chat, TestRubric.Value), Receipt.Of(chat, TestRubric.Value));

    /// <summary>A conversation as it grows: each content has a message more than the one before.</summary>
    private static Conversation Chat(int id, int content)
    {
        var more = string.Concat(Enumerable.Range(0, content).Select(n => $$""",{"role":"agent","sender":"小{{id % 7}}","text":"第{{n}}条{{(n == 1 ? "谢谢" : "")}}"}"""));
        return Chats.Good($$"""{"id":"chat-{{id}}","shop":"店{{id % 3}}","messages":[{"role":"customer","text":"在吗"},{"role":"agent","sender":"小{{id % 7}}","text":"您好"}{{more}}]}""");
    }

    private static Conversation On(string id, string time) =>
        Chats.Good($$"""{"id":"{{id}}","messages":[{"role":"customer","text":"在吗","time":"{{time}}"},{"role":"agent","sender":"小鱼","time":"{{time}}","text":"您好"}]}""");

    private PostgresStore Open(string connectionString)
    {
        var store = PostgresStore.Open(connectionString, _time, StoreDay.Beijing);
        store.UseRubric(TestRubric.Value, "text");
        return store;
    }
}
