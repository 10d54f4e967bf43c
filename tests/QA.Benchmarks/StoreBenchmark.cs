using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;
using QA.Engine.Sources;
using QA.Engine.Storage;
using QA.Engine.Storage.Postgres;
using QA.Engine.Tests.Support;
using QA.Scoring;
using QA.Scoring.Text;

namespace QA.Benchmarks;

/// <summary>
/// Conversations a second into the PostgreSQL store, as a share of those a second at which a bare binary COPY, one for each table, takes the very
/// same rows into the same tables with the same indexes: saving alone, and pulling, scoring and saving. In turns, in one process; each time
/// into an empty database.
/// </summary>
internal static class StoreBenchmark
{
    // The run time compiles hot code anew while it runs; until it has, it would be the compiler that is timed.
    private const int WarmUp = 4;
    private const int Rounds = 7;

    // As the folder source cuts: some hundred chats.
    private const int BatchBytes = 256 * 1024;

    private static readonly string[] Tables = ["known", "conversations", "scores", "suspicions", "rollup_deltas", "counter_deltas", "search_queue"];

    /// <param name="server">A connection string to a server where databases may be made; null: one of its own.</param>
    public static void Run(Rubric rubric, IReadOnlyList<string> paths, string? server, TextWriter output)
    {
        using var own = server is null ? new PostgresServer("shared_buffers=256MB", "max_wal_size=8GB") : null;
        var databases = new Databases(server ?? own!.ConnectionString());
        var batches = Batches(paths);
        var scored = new Scoring(rubric).All(batches);
        var conversations = scored.Sum(batch => batch.Count);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{conversations} conversations in {scored.Count} batches, rubric {rubric.Id} with {rubric.Criteria.Count} criteria"));

        var bare = new List<(double Rate, double Cpu)>();
        var save = new List<(double Rate, double Cpu)>();
        var whole = new List<(double Rate, double Cpu)>();
        for (var round = -WarmUp; round < Rounds; round++)
        {
            using var database = databases.New(rubric);
            var (saving, savingCpu) = Time(() => Save(database.Store, scored));
            if (round == -WarmUp)
                Describe(database, conversations, output);
            var rows = database.Rows();
            using var empty = databases.New(rubric, Months(database));
            var (copying, copyingCpu) = Time(() => empty.Copy(rows));
            if (empty.Number("SELECT count(*) FROM qa.scores") != database.Number("SELECT count(*) FROM qa.scores"))
                throw new InvalidOperationException("the bare COPY took other rows");
            using var pulled = databases.New(rubric);
            var (pulling, pullingCpu) = Time(() => Pull(pulled.Store, rubric, batches));
            if (pulled.Store.Totals().Conversations != conversations)
                throw new InvalidOperationException("conversations got lost");
            if (round < 0)
                continue;
            bare.Add((conversations / copying, copyingCpu / conversations));
            save.Add((conversations / saving, savingCpu / conversations));
            whole.Add((conversations / pulling, pullingCpu / conversations));
        }

        Print("bare binary COPY of the same rows", bare, bare, output);
        Print("save only, one thread", save, bare, output);
        Print("pull, score, save: 2 threads score, 1 saves", whole, bare, output);
    }

    private static void Save(PostgresStore store, List<List<ScoredConversation>> batches)
    {
        foreach (var batch in batches)
            store.Save(new StoreBatch { Entries = batch, Position = new StoredPosition("inbox", "chats.jsonl", "1") });
    }

    private static void Pull(PostgresStore store, Rubric rubric, List<List<byte[]>> batches)
    {
        using var ready = new BlockingCollection<List<ScoredConversation>>(4);
        var next = -1;
        var threads = Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(
            () =>
            {
                var scoring = new Scoring(rubric);
                for (var at = Interlocked.Increment(ref next); at < batches.Count; at = Interlocked.Increment(ref next))
                    ready.Add(scoring.Of(batches[at], store));
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        var end = Task.WhenAll(threads).ContinueWith(_ => ready.CompleteAdding(), TaskScheduler.Default);
        foreach (var batch in ready.GetConsumingEnumerable())
            store.Save(new StoreBatch { Entries = batch, Position = new StoredPosition("inbox", "chats.jsonl", "1") });
        end.Wait();
        Task.WaitAll(threads);
    }

    private static void Describe(Database database, int conversations, TextWriter output)
    {
        foreach (var table in Tables)
        {
            var bytes = database.Number($"SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint FROM pg_class c WHERE c.relnamespace = 'qa'::regnamespace AND c.relkind = 'r' AND c.relname ~ '^{table}(_[0-9]+_[0-9]+)?$'");
            var rows = database.Number($"SELECT count(*) FROM qa.{table}");
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {table,-16} {rows,9} rows {bytes / (double)conversations,8:F0} bytes a conversation, indexes included"));
        }
    }

    private static DateOnly[] Months(Database database) =>
        [.. database.Days("SELECT DISTINCT date_trunc('month', day)::date FROM (SELECT day FROM qa.scores UNION SELECT day FROM qa.conversations) AS days")];

    private static void Print(string name, List<(double Rate, double Cpu)> runs, List<(double Rate, double Cpu)> baseline, TextWriter output)
    {
        var ratios = runs.Zip(baseline, (run, bare) => run.Rate / bare.Rate).Order().ToArray();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-46} {Median(runs.Select(run => run.Rate)),8:F0} conversations/s   ratio {ratios[ratios.Length / 2]:F2} (min {ratios[0]:F2}, max {ratios[^1]:F2})   {Median(runs.Select(run => run.Cpu)) * 1e6,6:F1} µs of this program's CPU each"));
    }

    private static double Median(IEnumerable<double> values) => values.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;

    private static (double Seconds, double CpuSeconds) Time(Action action)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        action();
        return (clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
    }

    private static List<List<byte[]>> Batches(IReadOnlyList<string> paths)
    {
        var batches = new List<List<byte[]>> { new() };
        var bytes = 0;
        foreach (var line in paths.SelectMany(File.ReadLines))
        {
            if (bytes > BatchBytes)
            {
                batches.Add([]);
                bytes = 0;
            }

            batches[^1].Add(System.Text.Encoding.UTF8.GetBytes(line));
            bytes += batches[^1][^1].Length;
        }

        return batches;
    }

    /// <summary>From lines to what a store keeps; one for each thread.</summary>
    private sealed class Scoring(Rubric rubric)
    {
        private readonly ConversationJson _json = new(new ReadLimits());
        private readonly ContentHash _hash = new();

        public List<List<ScoredConversation>> All(List<List<byte[]>> batches) => batches.ConvertAll(batch => Of(batch));

        /// <param name="store">Asked for what it knows, as the pipeline does; null: nothing is.</param>
        public List<ScoredConversation> Of(List<byte[]> lines, PostgresStore? store = null)
        {
            var read = new List<(Conversation Chat, byte[] Hash)>(lines.Count);
            foreach (var line in lines)
            {
                var chat = LocalSentiment.Read(_json.Read(line).Conversation ?? throw new InvalidDataException("a line is no conversation"));
                read.Add((chat, _hash.Of(chat)));
            }

            if (store?.Knows(read.ConvertAll(each => new ConversationKey(each.Chat.Id, each.Hash))).Contains(true) == true)
                throw new InvalidDataException("a conversation stands twice in the files");
            return read.ConvertAll(each =>
                new ScoredConversation("chats.jsonl", 1, each.Chat, each.Hash, Scorer.Score(each.Chat, rubric), Receipt.Of(each.Chat, rubric)));
        }
    }

    /// <summary>A server's databases for this run; they are dropped when they are done with.</summary>
    private sealed class Databases(string server)
    {
        private int _made;

        /// <param name="months">Months whose partitions are there from the beginning.</param>
        public Database New(Rubric rubric, params DateOnly[] months)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"qa_bench_{Environment.ProcessId}_{++_made}");
            Execute(server, $"CREATE DATABASE {name}");
            var database = new Database(server, name);
            database.Store.UseRubric(rubric, "text");
            foreach (var month in months)
                database.Make(month);
            return database;
        }

        public static void Execute(string server, string sql)
        {
            using var connection = new NpgsqlConnection(server + ";Pooling=false");
            connection.Open();
            connection.Script(sql);
        }
    }

    private sealed class Database : IDisposable
    {
        private readonly string _server;
        private readonly string _name;
        private readonly NpgsqlConnection _connection;

        public Database(string server, string name)
        {
            (_server, _name) = (server, name);
            var connectionString = new NpgsqlConnectionStringBuilder(server) { Database = name }.ToString();
            Store = PostgresStore.Open(connectionString, TimeProvider.System, StoreDay.Beijing);
            _connection = new NpgsqlConnection(connectionString + ";Pooling=false");
            _connection.Open();
        }

        public PostgresStore Store { get; }

        public long Number(string sql) => _connection.Scalar<long>(sql);

        public List<DateOnly> Days(string sql) => _connection.List(sql, row => row.GetFieldValue<DateOnly>(0));

        public void Make(DateOnly month) => _connection.Run("SELECT qa.make_partitions($1)", month);

        public List<byte[]> Rows()
        {
            var rows = new List<byte[]>();
            foreach (var table in Tables)
            {
                using var bytes = new MemoryStream();
                using var copy = _connection.BeginRawBinaryCopy($"COPY (SELECT * FROM qa.{table}) TO STDOUT (FORMAT BINARY)");
                copy.CopyTo(bytes);
                rows.Add(bytes.ToArray());
            }

            return rows;
        }

        public void Copy(List<byte[]> rows)
        {
            for (var i = 0; i < rows.Count; i++)
            {
                using var copy = _connection.BeginRawBinaryCopy($"COPY qa.{Tables[i]} FROM STDIN (FORMAT BINARY)");
                copy.Write(rows[i]);
            }
        }

        public void Dispose()
        {
            _connection.Dispose();
            Store.Dispose();
            Databases.Execute(_server, $"DROP DATABASE {_name} WITH (FORCE)");
        }
    }
}
