using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Npgsql;
using QA.Engine.Storage;
using QA.Engine.Storage.Postgres;
using QA.Engine.Tests.Support;
using QA.Scoring;

namespace QA.Benchmarks;

/// <summary>
/// Conversations a second into the PostgreSQL store, as a share of those a second at which a bare binary COPY, one for each table, takes the very
/// same rows into the same tables with the same indexes: saving alone, and taking in by a worker on all cores. In turns, in one process; each time
/// into an empty database.
/// </summary>
internal static class StoreBenchmark
{
    // The run time compiles hot code anew while it runs; until it has, it would be the compiler that is timed.
    private const int WarmUp = 4;
    private const int Rounds = 7;

    // What is saved again and again is held in memory, scores and all.
    private const int BatchesSavedAlone = 32;

    private static readonly string[] Tables = ["known", "conversations", "scores", "suspicions", "rollup_deltas", "counter_deltas", "service_deltas", "search_queue"];

    /// <param name="server">A connection string to a server where databases may be made; null: one of its own.</param>
    public static void Run(Rubric rubric, IReadOnlyList<string> paths, string? server, TextWriter output)
    {
        using var own = server is null ? new PostgresServer("shared_buffers=256MB", "max_wal_size=8GB") : null;
        var databases = new Databases(server ?? own!.ConnectionString());
        using var feed = new StoreFeed(rubric, paths);
        var some = new List<StoreBatch>();
        using (var empty = databases.New(rubric))
        {
            feed.Score(empty.Store, batch =>
            {
                if (some.Count < BatchesSavedAlone)
                    some.Add(batch);
            });
        }

        var few = some.Sum(batch => batch.Entries.Count);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{feed.Conversations} conversations, rubric {rubric.Id} with {rubric.Criteria.Count} criteria, {StoreFeed.Threads} threads"));

        var bare = new List<(double Rate, double Cpu)>();
        var save = new List<(double Rate, double Cpu)>();
        var whole = new List<(double Rate, double Cpu)>();
        for (var round = -WarmUp; round < Rounds; round++)
        {
            using (var database = databases.New(rubric))
            {
                var (saving, savingCpu) = StoreFeed.Time(() => some.ForEach(batch => database.Store.Save(batch)));
                if (round >= 0)
                    save.Add((few / saving, savingCpu / few));
            }

            using var pulled = databases.New(rubric);
            var (pulling, pullingCpu) = StoreFeed.Time(() => feed.Pull(pulled.Store));
            if (round == -WarmUp)
                Describe(pulled, feed.Conversations, output);
            var rows = pulled.Rows();
            using var copied = databases.New(rubric, Months(pulled));
            var (copying, copyingCpu) = StoreFeed.Time(() => copied.Copy(rows));
            if (copied.Number("SELECT count(*) FROM qa.scores") != pulled.Number("SELECT count(*) FROM qa.scores"))
                throw new InvalidOperationException("the bare COPY took other rows");
            if (round < 0)
                continue;
            bare.Add((feed.Conversations / copying, copyingCpu / feed.Conversations));
            whole.Add((feed.Conversations / pulling, pullingCpu / feed.Conversations));
        }

        Print("bare binary COPY of the same rows", bare, bare, output);
        Print("kept alone, one thread", save, bare, output);
        Print("read, scored and kept", whole, bare, output);
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
