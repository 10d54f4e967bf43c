using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Dapper;
using Npgsql;
using QA.Engine.Sample;
using QA.Engine.Sources;
using QA.Engine.Storage;
using QA.Engine.Storage.Postgres;
using QA.Engine.Tests.Sources;
using QA.Engine.Tests.Support;
using QA.Scoring;
using Xunit;

namespace QA.Engine.Tests.Pipeline;

/// <summary>
/// The real program, three times on one PostgreSQL, fed from a folder, a table and a queue, while workers are killed, the database crashes
/// and restarts, and the broker restarts.
/// </summary>
[Collection(RabbitServerTests.Name)]
public sealed class ManyWorkersTests(RabbitServer broker) : IDisposable
{
    private const int Conversations = 20_000;
    private const int Workers = 3;
    private const int Rounds = 24;
    private const string Queue = "chats";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    private readonly TempFolder _folder = new();
    private readonly PostgresServer _server = new();
    private readonly Process?[] _workers = new Process?[Workers];
    private readonly StringBuilder _errors = new();

    [Fact]
    public async Task Whatever_dies_every_conversation_is_scored_once_and_the_roll_ups_equal_a_recount()
    {
        var database = _server.NewDatabase();
        var shop = _server.NewDatabase();
        var random = new Random(20261122);
        var lines = SampleLines();
        _server.Execute(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "sql", "inbox.sql")), shop);
        Directory.CreateDirectory(_folder["inbox"]);
        for (var i = 0; i < Workers; i++)
            StartWorker(i, database, shop);
        await WaitFor(() => Count(database) >= 0, "no worker makes the store");

        var kills = 0;
        var kept = 0L;
        var share = (Conversations + Rounds - 1) / Rounds;
        var halves = new[] { "", "" };
        for (var round = 0; round < Rounds; round++)
        {
            // A third of each round by each way, and some of what is in the folder by the queue as well.
            var fresh = lines.Skip(round * share).Take(share).ToList();
            var third = fresh.Count / 3;
            var again = fresh.Take(20).ToList();
            // The last line of a file is half written until its next turn.
            var file = round % 2;
            var text = halves[file] + string.Concat(fresh.Take(third).Select(static line => line + "\n"));
            var cut = round >= Rounds - 2 ? text.Length : text.Length - random.Next(1, 80);
            halves[file] = text[cut..];
            _folder.Append($"inbox/{file}.jsonl", text[..cut]);
            FillTables(shop, fresh.Skip(third).Take(third));
            await Publish(fresh.Skip(2 * third).Concat(again));

            switch (round)
            {
                case 6:
                    _server.Restart(immediately: true);
                    break;
                case 12:
                    await broker.Restart();
                    break;
                case 18:
                    _server.Restart();
                    break;
            }

            // Late enough to be at work, early enough not to be done.
            await Task.Delay(random.Next(150, 900), TestContext.Current.CancellationToken);

            // On a slow machine workers would die while they start, again and again with the same chats in hand, which are then rightly taken for poison.
            var before = kept;
            await WaitFor(() => Count(database) > before, "no worker gets anything done between two kills");
            kept = Count(database);
            var victim = random.Next(Workers);
            if (_workers[victim] is { HasExited: false } worker)
            {
                worker.Kill();
                await worker.WaitForExitAsync(TestContext.Current.CancellationToken);
                kills++;
            }

            StartWorker(victim, database, shop);
        }

        Assert.True(kills >= 20, $"only {kills} workers were alive to be killed; the test proves too little\n{_errors}");
        await WaitFor(
            () =>
            {
                TryTheAccusedAgain(database);
                return Count(database) == Conversations && Waiting(database) == 0;
            },
            () => $"the workers do not finish: {Count(database)} conversations, {Waiting(database)} waiting, {SetAside(database)} set aside");
        await WaitForEmptyQueue();
        Stop();
        AssertEverythingOnce(database, lines);
    }

    public void Dispose()
    {
        Stop();
        _server.Dispose();
        _folder.Dispose();
    }

    private static List<string> SampleLines()
    {
        using var bytes = new MemoryStream();
        SampleShop.Write(bytes, Conversations, 11, new DateOnly(2026, 3, 31));
        return [.. Encoding.UTF8.GetString(bytes.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    private void FillTables(string shop, IEnumerable<string> lines)
    {
        using var connection = new NpgsqlConnection(_server.ConnectionString(shop) + ";Pooling=false");
        connection.Open();
        using var batch = new NpgsqlBatch(connection);
        foreach (var line in lines)
            SqlInbox.Add(batch, Chats.Good(line));
        batch.ExecuteNonQuery();
    }

    private async Task Publish(IEnumerable<string> lines)
    {
        // The first worker declares the queue.
        await WaitFor(() => QueueIsThere().GetAwaiter().GetResult(), "no worker declares the queue");
        await broker.Publish(Queue, lines);
    }

    private async Task<bool> QueueIsThere()
    {
        try
        {
            await broker.Ready(Queue);
            return true;
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
        {
            return false;
        }
    }

    private async Task WaitForEmptyQueue()
    {
        var waited = Stopwatch.StartNew();
        while (await broker.Ready(Queue) > 0)
        {
            Assert.True(waited.Elapsed < Patience, "messages stay in the queue");
            await Task.Delay(100);
        }

        Assert.Equal(0u, await broker.Ready(Queue + ".dead"));
    }

    private void AssertEverythingOnce(string database, List<string> lines)
    {
        var expected = new SortedDictionary<string, (int Messages, int Scores, long Sum)>(StringComparer.Ordinal);
        var counted = 0;
        foreach (var line in lines)
        {
            var chat = Chats.Good(line);
            var scores = Scorer.Score(chat, TestRubric.Value);

            // Where nobody but a robot answered there is nobody to count it for.
            counted += scores.Count(static score => score.Agent is not null || score.Standing != Standing.None);
            expected.Add(chat.Id, (chat.Messages.Count, scores.Count, scores.Sum(static score => score.Uncapped ?? 0)));
        }

        using var store = PostgresStore.Open(_server.ConnectionString(database), TimeProvider.System, Shanghai);
        store.Tidy();
        var totals = store.Totals();
        Assert.Equal((expected.Count, expected.Values.Sum(static chat => chat.Scores), 0L), (totals.Conversations, totals.Scores, totals.SetAside));
        var rollups = store.Rollups(DateOnly.MinValue, DateOnly.MaxValue);
        Assert.Equivalent(store.Recount(DateOnly.MinValue, DateOnly.MaxValue), rollups, strict: true);

        // Conversation by conversation would take longer than all the killing: a sample of them, and the sums of all.
        Assert.Equal(counted, rollups.Sum(static rollup => rollup.Scores));
        foreach (var (id, chat) in expected.Where(static (_, i) => i % 20 == 0))
        {
            var scores = store.Scores(id);
            Assert.Equal(chat, (store.Find(id)!.Messages.Count, scores.Count, scores.Sum(static score => score.Uncapped ?? 0)));
        }
    }

    private void StartWorker(int number, string database, string shop)
    {
        string[] options =
        [
            "--listen", "none", "--threads", "1", "--inbox", _folder["inbox"],
            "--set", $"Data={_folder["data"]}", "--set", "Worker:Lease=00:00:05", "--set", "Sources:inbox:Settle=00:10:00", "--set", $"Store:Postgres={_server.ConnectionString(database)}",
            "--set", "Sources:shop:Kind=sql", "--set", "Sources:shop:Mapping=inbox", "--set", $"Sources:shop:Connection={_server.ConnectionString(shop)}", "--set", "Sources:shop:Poll=00:00:00.2",
            "--set", "Sources:queue:Kind=rabbitmq", "--set", $"Sources:queue:Uri={broker.Uri}", "--set", $"Sources:queue:Queue={Queue}",
        ];
        _workers[number]?.Dispose();
        _workers[number] = EngineProcess.Run(
            static _ => { },
            line =>
            {
                lock (_errors)
                    _errors.Append(number).Append(": ").AppendLine(line);
            },
            options);
    }

    private void Stop()
    {
        for (var i = 0; i < Workers; i++)
        {
            if (_workers[i] is not { } worker)
                continue;
            worker.Kill();
            worker.WaitForExit();
            worker.Dispose();
            _workers[i] = null;
        }
    }

    /// <summary>
    /// What was in hand at five deaths is rightly taken for what caused them; workers who are killed, or stand still for longer than a lease, cause them as well. Whoever
    /// looks at the list tries it again, and then it is scored once, like all others.
    /// </summary>
    private void TryTheAccusedAgain(string database)
    {
        if (SetAside(database) <= 0)
            return;
        using var store = PostgresStore.Open(_server.ConnectionString(database), TimeProvider.System, Shanghai);
        foreach (var (number, item, _) in store.DeadLetters(Conversations))
        {
            Assert.Contains("and never finished", item.Reason, StringComparison.Ordinal);
            var chat = Chats.Good(Encoding.UTF8.GetString(item.Content!));
            var now = DateTimeOffset.UtcNow;
            store.Retry(number, new PendingConversation(item.Source, item.Line, chat.Id, new ContentHash().Of(chat), now, item.Content!) { Order = RevisionOrder.Of(chat, now) });
        }
    }

    private long SetAside(string database) => Number(database, "SELECT count(*) FROM qa.set_aside");

    private long Count(string database) => Number(database, "SELECT count(*) FROM qa.conversations");

    private long Waiting(string database) => Number(database, "SELECT count(*) FROM qa.pending");

    /// <summary>-1 while there is no answer.</summary>
    private long Number(string database, string sql)
    {
        try
        {
            using var connection = new NpgsqlConnection(_server.ConnectionString(database) + ";Pooling=false");
            connection.Open();
            return connection.ExecuteScalar<long>(sql);
        }
        catch (NpgsqlException)
        {
            return -1;
        }
    }

    private Task WaitFor(Func<bool> condition, string otherwise) => WaitFor(condition, () => otherwise);

    private async Task WaitFor(Func<bool> condition, Func<string> otherwise)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            lock (_errors)
                Assert.True(waited.Elapsed < Patience, $"{otherwise()}\n{_errors}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
