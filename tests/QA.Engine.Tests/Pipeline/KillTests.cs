using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using Dapper;
using Microsoft.Data.Sqlite;
using QA.Engine.Sample;
using QA.Engine.Sources;
using QA.Engine.Storage.Sqlite;
using QA.Engine.Tests.Support;
using QA.Scoring;
using Xunit;

namespace QA.Engine.Tests.Pipeline;

/// <summary>The real program, killed again and again while it works.</summary>
public sealed class KillTests : IDisposable
{
    private const int Kills = 12;
    private const int MostKills = 60;
    private const int LinesARound = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    private readonly TempFolder _folder = new();

    [Fact]
    public void Killed_at_any_moment_nothing_is_lost_and_nothing_is_scored_twice()
    {
        var random = new Random(20260302);
        var lines = SampleLines(MostKills * LinesARound);
        Directory.CreateDirectory(_folder["data/inbox"]);
        var killedAtWork = 0;
        var half = "";
        var round = 0;

        // On a slow machine every blow may fall when the work is done; it goes on until one has not.
        for (var isLast = false; !isLast; round++)
        {
            isLast = (round + 1 >= Kills && killedAtWork > 0) || round + 1 == MostKills;

            // Each round brings new lines, some old ones again, one that is broken, and half a line that the next round completes.
            var text = new StringBuilder(half);
            foreach (var line in lines.Skip(round * LinesARound).Take(LinesARound))
                text.Append(line).Append('\n');
            text.Append(lines[random.Next((round + 1) * LinesARound)]).Append('\n');
            text.Append("{\"broken\": ").Append(round).Append('\n');
            var whole = text.ToString();
            var cut = isLast ? whole.Length : whole.Length - 1 - random.Next(100);
            half = whole[cut..];
            var file = $"data/inbox/{round % 3}.jsonl";

            // The half that is left over belongs to the same file.
            _folder.Append(file, whole[..cut]);
            using var program = Start();
            var before = Count();
            WaitFor(() => program.HasExited || Count() > before);
            Thread.Sleep(random.Next(40));
            Assert.False(program.HasExited, "the program ended by itself");
            if (Count() < (round + 1) * LinesARound)
                killedAtWork++;
            program.Kill();
            program.WaitForExit();
            _folder.Append(file, half);
            half = "";
        }

        using (var last = Start("--once"))
        {
            Assert.True(last.WaitForExit(Patience), "the last run does not end");
            Assert.Equal(0, last.ExitCode);
        }

        Assert.True(killedAtWork > 0, "every kill came after the work was done; the test proves nothing");
        AssertEverythingOnce(lines.Take(round * LinesARound), round);
    }

    public void Dispose() => _folder.Dispose();

    private static List<string> SampleLines(int count)
    {
        using var bytes = new MemoryStream();
        SampleShop.Write(bytes, count, 7, new DateOnly(2026, 3, 31));
        return [.. Encoding.UTF8.GetString(bytes.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    private void AssertEverythingOnce(IEnumerable<string> lines, int broken)
    {
        var expected = new SortedDictionary<string, (int Messages, int Scores, int Sum)>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var chat = Chats.Good(line);
            var scores = Scorer.Score(chat, TestRubric.Value);
            expected.Add(chat.Id, (chat.Messages.Count, scores.Count, scores.Sum(score => score.Total ?? 0)));
        }

        using (var connection = Connect())
        {
            Assert.Equal("ok", connection.ExecuteScalar<string>("PRAGMA integrity_check"));
            Assert.Empty(connection.Query("PRAGMA foreign_key_check"));
        }

        using var store = SqliteStore.Open(_folder["data/qa.db"], TimeProvider.System, Shanghai);
        Assert.Equal(expected.Count, store.Totals().Conversations);
        foreach (var (id, chat) in expected)
        {
            var scores = store.Scores(id);
            Assert.Equal(chat, (store.Find(id)!.Messages.Count, scores.Count, scores.Sum(score => score.Total ?? 0)));
            Assert.All(scores, score => Assert.Equal(TestRubric.Value.Criteria.Count, score.Criteria.Count));
        }

        Assert.Equal(broken, store.DeadLetters(broken * 2).Count);
        Assert.Equivalent(store.Recount(DateOnly.MinValue, DateOnly.MaxValue), store.Rollups(DateOnly.MinValue, DateOnly.MaxValue), strict: true);
    }

    private Process Start(params string[] options) =>
        EngineProcess.Run(static _ => { }, static _ => { }, ["--data", _folder["data"], "--listen", "none", .. options]);

    private long Count()
    {
        if (!File.Exists(_folder["data/qa.db"]))
            return 0;
        try
        {
            using var connection = Connect();
            return connection.ExecuteScalar<long>("SELECT COUNT(*) FROM conversations");
        }
        catch (SqliteException)
        {
            // The program is just making the store.
            return 0;
        }
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={_folder["data/qa.db"]};Pooling=false;Mode=ReadWrite");
        connection.Open();
        return connection;
    }

    private static void WaitFor(Func<bool> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(waited.Elapsed < Patience, "the program does not get on");
            Thread.Sleep(2);
        }
    }
}
