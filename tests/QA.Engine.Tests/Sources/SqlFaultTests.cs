using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;
using QA.Engine.Sources;
using QA.Engine.Sources.Sql;
using QA.Engine.Tests.Support;
using Xunit;

namespace QA.Engine.Tests.Sources;

/// <summary>Queries of people's own on tables of people's own, and what may be wrong with both.</summary>
public sealed class SqlFaultTests : IDisposable
{
    private const string Page = "WHERE (changed, id) > (@after_changed, @after_conversation) ORDER BY changed, id LIMIT @limit";
    private const string Plain = $"WITH page AS (SELECT * FROM chats {Page}) SELECT p.id AS conversation, p.changed, m.role, m.text, m.n AS message FROM page p LEFT JOIN lines m ON m.chat = p.id ORDER BY p.changed, p.id, m.n";

    private static readonly Lazy<string> Template = new(
        () =>
        {
            var database = SharedPostgres.Value.NewDatabase();
            SharedPostgres.Value.Execute(
                """
                CREATE TABLE chats (id bigint PRIMARY KEY, changed timestamptz, facts text);
                CREATE TABLE lines (chat bigint NOT NULL, n integer NOT NULL, role text, text text, local timestamp);
                """,
                database);
            return database;
        },
        LazyThreadSafetyMode.ExecutionAndPublication);

    private readonly string _database = SharedPostgres.Value.NewDatabase(Template.Value);
    private readonly List<IDisposable> _open = [];

    [Fact]
    public void A_query_without_needed_columns_or_with_columns_of_other_types_is_refused_with_all_that_is_wrong()
    {
        var taker = Taker($"SELECT id::money AS conversation, changed::timestamp AS changed, 1 AS text, facts, facts::int AS message, facts::int AS message FROM chats {Page}");
        var message = Fails(taker);
        Assert.StartsWith("source 'crm': the query's columns are not right: ", message, StringComparison.Ordinal);
        Assert.Contains("the column 'conversation' is of the type money; make it text", message, StringComparison.Ordinal);
        Assert.Contains("the column 'changed' is of the type timestamp without time zone; make it timestamptz: changed AT TIME ZONE 'UTC'", message, StringComparison.Ordinal);
        Assert.Contains("the column 'text' is of the type integer; make it text", message, StringComparison.Ordinal);
        Assert.Contains("there is no place for a column 'facts'; put it into attributes: jsonb_build_object('facts', facts) AS attributes", message, StringComparison.Ordinal);
        Assert.Contains("the column 'message' comes twice", message, StringComparison.Ordinal);
        Assert.Contains("the column 'role' is missing; name it: … AS role", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_that_are_not_there_are_named_and_found_once_they_are()
    {
        var taker = Taker(Plain.Replace("lines", "later", StringComparison.Ordinal));
        Assert.Equal("source 'crm': PostgreSQL says 42P01: relation \"later\" does not exist; mend the setting Query", Fails(taker));
        Execute("ALTER TABLE lines RENAME TO later; INSERT INTO chats VALUES (1, now()); INSERT INTO later VALUES (1, 1, 'agent', '在的')");
        taker.Restore();
        taker.TakeWhatIsThere();
        Assert.Equal(["1"], taker.Ids);
    }

    [Fact]
    public void What_is_no_chat_is_set_aside_with_its_id_and_its_reason_and_the_rest_goes_on()
    {
        Execute(
            """
            INSERT INTO chats SELECT n, now(), CASE n WHEN 4 THEN '{"order":' WHEN 5 THEN '[1]' ELSE '{"order":"paid"}' END FROM generate_series(1, 7) n;
            INSERT INTO lines VALUES
                (1, 1, 'customer', '在吗'), (2, 1, 'customer', NULL), (3, 1, 'buyer', '在吗'), (4, 1, 'agent', '在的'), (5, 1, 'agent', '在的'),
                (6, 1, 'agent', '在的'), (6, 1, 'agent', '在的'), (7, 1, 'agent', '您好');
            """);
        var taker = Taker("WITH page AS (SELECT * FROM chats " + Page + ") SELECT p.id AS conversation, p.changed, p.facts AS attributes, m.role, m.text, m.n AS message FROM page p LEFT JOIN lines m ON m.chat = p.id ORDER BY p.changed, p.id, m.n");
        taker.TakeWhatIsThere();
        Assert.Equal(["1", "7"], taker.Ids);
        Assert.Equal("paid", taker.Chats[0].Attribute("order")?.Value);
        Assert.Equal(
            [
                "messages[0] has no 'text'; give it a text, or a 'kind' other than text",
                "messages[0].role must be customer, agent, bot or system, not \"buyer\"",
                "the column 'attributes' must hold a JSON object such as {\"order\":\"paid\"}; it holds another JSON value (StartArray)",
                "the column 'attributes' must hold a JSON object such as {\"order\":\"paid\"}; it is broken at byte 10",
                "the message 1 comes twice; a join of the query multiplies the rows",
            ],
            taker.Bad.Order(StringComparer.Ordinal));
        Assert.Equal([4, 5, 6], taker.BadPlaces);
    }

    [Fact]
    public void Messages_come_in_their_order_whatever_the_order_of_the_rows()
    {
        Execute("INSERT INTO chats VALUES (1, now()); INSERT INTO lines VALUES (1, 3, 'agent', '三'), (1, 1, 'customer', '一'), (1, 2, 'agent', '二')");
        var taker = Taker(Plain.Replace("ORDER BY p.changed, p.id, m.n", "ORDER BY p.changed, p.id, m.text", StringComparison.Ordinal));
        taker.TakeWhatIsThere();
        Assert.Equal(["一", "二", "三"], Assert.Single(taker.Chats).Messages.Select(message => message.Text));
    }

    [Fact]
    public async Task A_row_committed_late_behind_what_was_read_is_found_within_the_overlap_and_not_beyond_it()
    {
        var options = Options(Plain) with { Overlap = TimeSpan.FromSeconds(6) };
        var taker = Taker(options);

        // Taken before the stretch behind it is over, or else nothing behind it is looked for any more: on a slow machine it may need another try.
        var prompt = 0;
        do
        {
            prompt++;
            Execute($"INSERT INTO chats VALUES ({prompt}, clock_timestamp()); INSERT INTO lines VALUES ({prompt}, 1, 'agent', '准时')");
            taker.TakeWhatIsThere();
        }
        while (Age(prompt) >= options.Overlap);

        // Stamped 4 s ago, committed now; and one that is too late.
        Execute($"INSERT INTO chats SELECT 1002, changed - interval '4 s' FROM chats WHERE id = {prompt}; INSERT INTO lines VALUES (1002, 1, 'agent', '迟到')");
        Execute($"INSERT INTO chats SELECT 1003, changed - interval '7 s' FROM chats WHERE id = {prompt}; INSERT INTO lines VALUES (1003, 1, 'agent', '太迟')");
        await taker.Take(prompt + 1);
        taker.Restart();
        Execute("INSERT INTO chats VALUES (1004, clock_timestamp()); INSERT INTO lines VALUES (1004, 1, 'agent', '之后')");
        await taker.Take(prompt + 2);
        Assert.Equal([.. Enumerable.Range(1, prompt).Select(static id => id.ToString(CultureInfo.InvariantCulture)), "1002", "1004"], taker.Ids);
    }

    [Fact]
    public async Task What_two_writers_commit_in_another_order_than_they_stamp_is_found_at_the_next_look()
    {
        var taker = Taker(Plain);
        await using var slow = new NpgsqlConnection(SharedPostgres.Value.ConnectionString(_database) + ";Pooling=false");
        await slow.OpenAsync();
        for (var id = 1; ; id += 2)
        {
            await using var transaction = await slow.BeginTransactionAsync();
            DateTime stamp;
            await using (var command = new NpgsqlCommand($"INSERT INTO lines VALUES ({id}, 1, 'agent', '慢'); INSERT INTO chats VALUES ({id}, clock_timestamp()) RETURNING changed", slow, transaction))
                stamp = (DateTime)(await command.ExecuteScalarAsync())!;
            Execute($"INSERT INTO lines VALUES ({id + 1}, 1, 'agent', '快'); INSERT INTO chats VALUES ({id + 1}, '{stamp:O}'::timestamptz + interval '1 ms')");
            taker.TakeWhatIsThere();
            Assert.Equal($"{id + 1}", taker.Ids.Last());

            // Whoever commits so late that the next look may not reach back that far is another test's: on a slow machine it needs another try.
            if (Age(id + 1) >= TimeSpan.FromSeconds(1.9))
                continue;
            await transaction.CommitAsync();
            taker.TakeWhatIsThere();
            Assert.Equal([$"{id + 1}", $"{id}"], taker.Ids.TakeLast(2));
            Assert.Equal(0, taker.Repeats);
            return;
        }
    }

    [Fact]
    public void Times_ahead_of_the_clock_lose_nothing_and_are_complained_of()
    {
        var taker = Taker(Plain);
        Execute("INSERT INTO chats VALUES (1, now() + interval '8 h'); INSERT INTO lines VALUES (1, 1, 'agent', '来自未来')");
        taker.TakeWhatIsThere();
        Execute("INSERT INTO chats VALUES (2, clock_timestamp()); INSERT INTO lines VALUES (2, 1, 'agent', '现在')");
        taker.TakeWhatIsThere();
        Assert.Equal(["1", "2"], taker.Ids);
        Assert.Equal(0, taker.Repeats);

        // A little less by now.
        var ahead = Regex.Match(Assert.Single(taker.Source.Problems), "^source 'crm': 'changed' is ahead of the server's clock by (?<ahead>[0-9:]+);", RegexOptions.NonBacktracking).Groups["ahead"].Value;
        Assert.InRange(TimeSpan.Parse(ahead, CultureInfo.InvariantCulture), TimeSpan.FromHours(7), TimeSpan.FromHours(8));
        taker.Restart();
        Execute("INSERT INTO chats VALUES (3, clock_timestamp()); INSERT INTO lines VALUES (3, 1, 'agent', '现在')");
        taker.TakeWhatIsThere();
        Assert.Equal(["1", "2", "3"], taker.Ids);
    }

    [Fact]
    public void A_conversation_without_messages_is_passed_over_until_it_has_one()
    {
        Execute("INSERT INTO chats SELECT n, clock_timestamp() FROM generate_series(1, 20) n; INSERT INTO lines VALUES (20, 1, 'agent', '在的')");
        var taker = Taker(Options(Plain) with { PageSize = 3 });
        taker.TakeWhatIsThere();
        Assert.Equal(["20"], taker.Ids);
        Execute("INSERT INTO lines VALUES (5, 1, 'agent', '在的'); UPDATE chats SET changed = clock_timestamp() WHERE id = 5");
        taker.TakeWhatIsThere();
        Assert.Equal(["20", "5"], taker.Ids);
    }

    [Theory]
    [InlineData("bigint", "id")]
    [InlineData("text", "'chat ' || id")]
    [InlineData("uuid", "lpad(id::text, 32, '0')::uuid")]
    [InlineData("numeric", "id::numeric")]
    public void Keys_of_any_common_type_lead_through_pages_of_one_moment(string type, string key)
    {
        Execute("INSERT INTO chats SELECT n, '2026-03-02 10:00+08' FROM generate_series(1, 25) n; INSERT INTO lines SELECT id, 1, 'agent', '在的' FROM chats");
        var query = $"WITH k AS (SELECT {key} AS id, id AS chat, changed FROM chats), page AS (SELECT * FROM k {Page}) SELECT p.id AS conversation, p.changed, m.role, m.text FROM page p JOIN lines m ON m.chat = p.chat ORDER BY p.changed, p.id";
        var taker = Taker(Options(query) with { PageSize = 4 });
        taker.TakeWhatIsThere();
        Assert.Equal(25, taker.Ids.Distinct(StringComparer.Ordinal).Count());
        taker.Restart();
        taker.TakeWhatIsThere();
        Assert.True(taker.Chats.Count == 25, type);
    }

    [Fact]
    public void The_first_start_takes_nothing_older_than_since()
    {
        Execute("INSERT INTO chats VALUES (1, '2026-02-28 23:59:59+08'), (2, '2026-03-01 00:00:01+08'); INSERT INTO lines SELECT id, 1, 'agent', '在的' FROM chats");
        var taker = Taker(Options(Plain) with { Since = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.FromHours(8)) });
        taker.TakeWhatIsThere();
        Assert.Equal(["2"], taker.Ids);
    }

    [Fact]
    public void Times_are_told_in_the_zone_of_the_settings_and_those_without_a_zone_are_taken_for_it()
    {
        Execute("INSERT INTO chats VALUES (1, '2026-03-02 06:00Z'); INSERT INTO lines VALUES (1, 1, 'agent', '在的', '2026-03-02 14:03:11.25')");
        var taker = Taker($"SELECT c.id AS conversation, changed, changed AS opened, role, text, local AS time FROM chats c JOIN lines ON chat = c.id {Page.Replace(", id", ", c.id", StringComparison.Ordinal)}");
        taker.TakeWhatIsThere();
        var chat = Assert.Single(taker.Chats);
        Assert.Equal("2026-03-02T14:00:00.0000000+08:00", chat.Opened?.ToString("O", CultureInfo.InvariantCulture));
        Assert.Equal("2026-03-02T14:03:11.2500000+08:00", chat.Messages[0].SentAt?.ToString("O", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_query_that_does_not_move_on_is_stopped()
    {
        Execute("INSERT INTO chats VALUES (1, now()); INSERT INTO lines VALUES (1, 1, 'agent', '在的')");
        var taker = Taker("SELECT id AS conversation, changed, role, text FROM chats JOIN lines ON chat = id WHERE changed >= @after_changed OR id < @after_conversation LIMIT @limit");
        Assert.Contains("gives the conversation 1 for ever; it must use @after_changed", Fails(taker), StringComparison.Ordinal);
    }

    [Fact]
    public void A_query_without_an_order_is_refused()
    {
        Execute("INSERT INTO chats VALUES (1, '2026-03-02 10:00'), (2, '2026-03-02 09:00'); INSERT INTO lines SELECT id, 1, 'agent', '在的' FROM chats");
        var taker = Taker(Plain.Replace("ORDER BY p.changed, p.id, m.n", "ORDER BY p.id", StringComparison.Ordinal));
        Assert.Contains("the rows come out of order at the conversation 2; the query must end with ORDER BY changed, conversation", Fails(taker), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_that_takes_too_long_names_the_setting()
    {
        var taker = Taker(Options(Plain.Replace("p.changed, m.role", "p.changed, pg_sleep(5)::text AS sender, m.role", StringComparison.Ordinal)) with { Timeout = TimeSpan.FromMilliseconds(100) });
        Execute("INSERT INTO chats VALUES (1, now()); INSERT INTO lines VALUES (1, 1, 'agent', '在的')");
        Assert.Contains("a page took longer than 00:00:00.1000000 (setting Timeout); make an index", Fails(taker), StringComparison.Ordinal);
    }

    [Fact]
    public void A_query_can_only_read()
    {
        var taker = Taker("WITH gone AS (DELETE FROM chats RETURNING *), page AS (SELECT * FROM gone " + Page + ") SELECT p.id AS conversation, p.changed, m.role, m.text FROM page p JOIN lines m ON m.chat = p.id");
        Assert.Contains("25006", Fails(taker), StringComparison.Ordinal);
        Assert.Contains("the query may only read", Fails(taker), StringComparison.Ordinal);
    }

    [Fact]
    public void What_somebody_wrote_in_a_chat_stands_in_no_error()
    {
        Execute("INSERT INTO chats VALUES (1, now()); INSERT INTO lines VALUES (1, 1, 'agent', '我的电话是13800000000')");
        var taker = Taker(Plain.Replace("m.n AS message", "(m.text::bigint)::int AS message", StringComparison.Ordinal));
        var failure = Assert.Throws<SourceException>(() => taker.TakeWhatIsThere());
        Assert.Contains("22P02", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("13800000000", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_password_is_an_error_that_does_not_tell_it()
    {
        var connection = new NpgsqlConnectionStringBuilder(SharedPostgres.Value.ConnectionString(_database)) { Password = "geheim-42" };
        var options = Options(Plain) with { Connection = connection.ToString() };
        Assert.DoesNotContain("geheim-42", options.ToString(), StringComparison.Ordinal);
        var taker = Taker(options);
        var failure = Assert.Throws<SourceException>(() => taker.TakeWhatIsThere());
        Assert.Contains("mend Username and Password in the setting Connection", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim-42", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_that_drops_in_the_middle_of_a_result_gives_nothing_of_that_page_and_loses_nothing()
    {
        Execute("INSERT INTO chats SELECT n, '2026-03-02 10:00+08' FROM generate_series(1, 400) n; INSERT INTO lines SELECT id, n, 'agent', repeat('在的', 50) FROM chats, generate_series(1, 5) n");
        var proxy = new TcpProxy(SharedPostgres.Value.Port);
        _open.Add(proxy);
        var connection = new NpgsqlConnectionStringBuilder(SharedPostgres.Value.ConnectionString(_database)) { Port = proxy.Port };
        var taker = Taker(Options(Plain) with { Connection = connection.ToString(), PageSize = 200 });

        // A page is some 300 KB.
        proxy.CutAfter(450_000);
        Assert.Throws<SourceException>(() => taker.TakeWhatIsThere());
        Assert.True(proxy.HasCut);
        Assert.Equal(200, taker.Chats.Count);
        taker.Restore();
        taker.TakeWhatIsThere();
        Assert.Equal(400, taker.Chats.Count);
        Assert.All(taker.Chats, chat => Assert.Equal(5, chat.Messages.Count));
    }

    [Fact]
    public void A_chat_over_the_limits_is_set_aside_and_the_rest_goes_on()
    {
        Execute("INSERT INTO chats SELECT n, now() FROM generate_series(1, 3) n; INSERT INTO lines SELECT 2, n, 'agent', '在的' FROM generate_series(1, 11) n; INSERT INTO lines VALUES (1, 1, 'agent', '在的'), (3, 1, 'agent', '在的')");
        var taker = new SourceTaker(() => new SqlSource("crm", Options(Plain), new ReadLimits { MaxMessages = 10 }, TimeProvider.System));
        _open.Add(taker);
        taker.TakeWhatIsThere();
        Assert.Equal(["1", "3"], taker.Ids);
        Assert.Contains("more than 10 messages", Assert.Single(taker.Bad), StringComparison.Ordinal);
    }

    [Fact]
    public void An_idle_database_is_left_alone_once_nothing_can_come_late()
    {
        Execute("INSERT INTO chats VALUES (1, now() - interval '1 h'); INSERT INTO lines VALUES (1, 1, 'agent', '在的')");
        var taker = Taker(Plain);
        taker.TakeWhatIsThere();
        taker.TakeWhatIsThere();
        var position = Assert.Single(taker.Positions).Value;
        Assert.EndsWith(" 1", position, StringComparison.Ordinal);
        Assert.Equal(0, taker.Repeats);
        Execute("UPDATE lines SET text = '改了' WHERE chat = 1");

        // Without a new 'changed' nobody can know; had it been read again, it would have come.
        taker.TakeWhatIsThere();
        Assert.Equal(["1"], taker.Ids);
    }

    public void Dispose()
    {
        foreach (var one in _open)
            one.Dispose();
    }

    private static string Fails(SourceTaker taker) => Assert.Throws<SourceException>(() => taker.TakeWhatIsThere()).Message;

    private SqlOptions Options(string query) => new()
    {
        Connection = SharedPostgres.Value.ConnectionString(_database),
        Mapping = SqlMapping.Custom(query),
        Poll = TimeSpan.FromMilliseconds(50),
    };

    private SourceTaker Taker(string query) => Taker(Options(query));

    private SourceTaker Taker(SqlOptions options)
    {
        var taker = new SourceTaker(() => new SqlSource("crm", options, ReadLimits.Default, TimeProvider.System));
        _open.Add(taker);
        return taker;
    }

    /// <summary>How long ago a chat's stamp is by the server's clock.</summary>
    private TimeSpan Age(int id)
    {
        using var connection = new NpgsqlConnection(SharedPostgres.Value.ConnectionString(_database) + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand($"SELECT clock_timestamp() - changed FROM chats WHERE id = {id}", connection);
        return (TimeSpan)command.ExecuteScalar()!;
    }

    private void Execute(string sql) => SharedPostgres.Value.Execute(sql, _database);
}
