using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Microsoft.Data.Sqlite;
using QA.Engine.Storage;
using QA.Engine.Storage.Sqlite;
using QA.Scoring;

namespace QA.Benchmarks;

/// <summary>
/// Conversations a second into the embedded store: taken in by a worker on all cores, read and scored alone, and kept alone, as a share of the rate at
/// which the very same rows go into an empty file of the same schema by prepared inserts, batch by batch. In turns, in one process.
/// </summary>
internal static class SqliteStoreCost
{
    // The run time compiles hot code anew while it runs; until it has, it would be the compiler that is timed.
    private const int WarmUp = 4;
    private const int Rounds = 7;

    // What is saved again and again is held in memory, scores and all.
    private const int BatchesKeptAlone = 32;
    private static readonly string[] Tables = ["wordings", "rubrics", "conversations", "scores", "suspicions", "rollups", "service_days"];

    public static void Run(Rubric rubric, IReadOnlyList<string> paths, TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("qa-store-");
        try
        {
            Run(rubric, paths, folder.FullName, output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Run(Rubric rubric, IReadOnlyList<string> paths, string folder, TextWriter output)
    {
        using var feed = new StoreFeed(rubric, paths);
        var all = 0;
        var some = new List<StoreBatch>();
        using (var store = Fresh(Path.Combine(folder, "first.db"), rubric))
        {
            feed.Score(store, batch =>
            {
                all++;
                if (some.Count < BatchesKeptAlone)
                    some.Add(batch);
            });
        }

        var few = some.Sum(batch => batch.Entries.Count);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{feed.Conversations} conversations in {all} batches, {StoreFeed.Threads} threads"));

        var (whole, read, kept, bare) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = -WarmUp; round < Rounds; round++)
        {
            var path = Path.Combine(folder, $"whole{round}.db");
            double wholeTime, readTime, keptTime;
            using (var store = Fresh(path, rubric))
                wholeTime = StoreFeed.Time(() => feed.Pull(store)).Seconds;
            using (var store = Fresh(Path.Combine(folder, $"kept{round}.db"), rubric))
            {
                readTime = StoreFeed.Time(() => feed.Score(store, _ => { })).Seconds;
                keptTime = StoreFeed.Time(() => some.ForEach(batch => store.Save(batch))).Seconds;
                if (store.Totals() is var totals && totals.Conversations != few)
                    throw new InvalidOperationException("what was kept is not what was fed");
            }

            var rows = Rows(path);
            var barePath = Path.Combine(folder, $"bare{round}.db");
            Fresh(barePath, null).Dispose();
            var bareTime = Insert(barePath, rows, all);
            if (round == 0)
            {
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{new FileInfo(path).Length / (double)feed.Conversations:F0} bytes a conversation in the file, {rows.Sum(table => table.Rows.Count) / (double)feed.Conversations:F2} rows"));
            }

            foreach (var file in Directory.GetFiles(folder))
                File.Delete(file);
            if (round < 0)
                continue;
            whole.Add(feed.Conversations / wholeTime);
            read.Add(feed.Conversations / readTime);
            kept.Add(few / keptTime);
            bare.Add(feed.Conversations / bareTime);
        }

        Print("bare batched inserts of the same rows", bare, bare, output);
        Print("kept alone", kept, bare, output);
        Print("read and scored alone", read, bare, output);
        Print("read, scored and kept", whole, bare, output);
    }

    private static SqliteStore Fresh(string path, Rubric? rubric)
    {
        var store = SqliteStore.Open(path, TimeProvider.System, StoreDay.Beijing);
        if (rubric is not null)
            store.UseRubric(rubric, "");
        return store;
    }

    private static List<(string Table, List<object?[]> Rows)> Rows(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=false");
        connection.Open();
        var tables = new List<(string, List<object?[]>)>();
        foreach (var table in Tables)
        {
            var rows = new List<object?[]>();
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM {table}";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                var row = new object?[reader.FieldCount];
                for (var i = 0; i < row.Length; i++)
                    row[i] = reader.GetValue(i) switch { DBNull => null, string text => System.Text.Encoding.UTF8.GetBytes(text), byte[] blob => blob.AsMemory(), var value => value };
                rows.Add(row);
            }

            tables.Add((table, rows));
        }

        return tables;
    }

    /// <summary>The most that can be asked of the same file: nothing is looked up, computed or written as text; each row is bound and inserted.</summary>
    private static double Insert(string path, List<(string Table, List<object?[]> Rows)> tables, int batches)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=false");
        connection.Open();
        using var begin = new Statement(connection, "BEGIN IMMEDIATE");
        using var commit = new Statement(connection, "COMMIT");

        // Nor are references looked up: shares of tables do not end at the same conversation.
        foreach (var pragma in (string[])["PRAGMA synchronous = NORMAL", "PRAGMA cache_size = -32768", "PRAGMA foreign_keys = OFF"])
        {
            using var statement = new Statement(connection, pragma);
            statement.Run();
        }

        tables = tables.FindAll(table => table.Rows.Count > 0);
        var inserts = tables.ConvertAll(table => new Statement(connection, $"INSERT INTO {table.Table} VALUES ({string.Join(", ", table.Rows[0].Select(_ => "?"))})"));
        var time = StoreFeed.Time(() =>
        {
            for (var batch = 0; batch < batches; batch++)
            {
                begin.Run();
                for (var i = 0; i < tables.Count; i++)
                {
                    var rows = tables[i].Rows;
                    var to = (int)((long)rows.Count * (batch + 1) / batches);
                    for (var at = (int)((long)rows.Count * batch / batches); at < to; at++)
                        Bind(inserts[i], rows[at]).Run();
                }

                commit.Run();
            }
        });
        foreach (var insert in inserts)
            insert.Dispose();
        return time.Seconds;
    }

    private static Statement Bind(Statement statement, object?[] row)
    {
        foreach (var value in row)
        {
            _ = value switch
            {
                null => statement.WithNull(),
                long number => statement.With(number),
                byte[] text => statement.WithUtf8(text),
                ReadOnlyMemory<byte> blob => statement.With(blob.Span),
                Memory<byte> blob => statement.With(blob.Span),
                _ => throw new InvalidOperationException($"a {value.GetType()} in a row"),
            };
        }

        return statement;
    }

    private static void Print(string name, List<double> rates, List<double> baseline, TextWriter output)
    {
        var ratios = rates.Zip(baseline, (rate, bare) => rate / bare).Order().ToArray();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-42} {rates.Order().ElementAt(rates.Count / 2),8:F0} conversations/s   ratio {ratios[ratios.Length / 2]:F2} (min {ratios[0]:F2}, max {ratios[^1]:F2})"));
    }
}
