using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dapper;
using Microsoft.Data.Sqlite;
using QA.Engine.Storage;
using QA.Engine.Storage.Sqlite;
using QA.Engine.Tests.Support;
using QA.Scoring;
using Xunit;

namespace QA.Engine.Tests.Storage;

public sealed class SqliteStoreTests : StoreContract
{
    private readonly TempFolder _folder = new();

    private string Path => _folder["data/qa.db"];

    [Fact]
    public void A_store_of_a_newer_program_is_refused_with_advice()
    {
        Open().Dispose();
        Execute("PRAGMA user_version = 99");
        Assert.Equal(
            $"{Path}: a newer program wrote this store (schema 99; this program knows 5); use that program, or another data folder",
            Assert.Throws<StoreException>(() => Open()).Message);
    }

    [Fact]
    public void A_store_from_before_the_compact_documents_is_refused_with_advice_and_left_as_it_is()
    {
        Directory.CreateDirectory(_folder["data"]);
        Execute("CREATE TABLE verdicts (score INTEGER); CREATE TABLE scores (number INTEGER); PRAGMA user_version = 1");
        Assert.Equal(
            $"{Path}: an earlier version wrote this store, and nothing was released that reads it; move the data folder away and feed the files again",
            Assert.Throws<StoreException>(() => Open()).Message);
        Assert.Equal(2, Count("SELECT COUNT(*) FROM sqlite_master"));
    }

    [Fact]
    public void Another_programs_database_is_refused_with_advice()
    {
        Directory.CreateDirectory(_folder["data"]);
        Execute("CREATE TABLE bookmarks (url TEXT)");
        Assert.Equal($"{Path}: this database is another program's; use another data folder", Assert.Throws<StoreException>(() => Open()).Message);
    }

    [Fact]
    public void What_is_no_store_is_refused_with_advice()
    {
        _folder.Write("not-a-store", new string('x', 5_000));
        var refused = Assert.Throws<StoreException>(() => SqliteStore.Open(_folder["not-a-store"], Time, StoreDay.Beijing));
        Assert.Contains("cannot be used as a store", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_refused_with_advice()
    {
        _folder.Write("file", "");
        Assert.Contains("name another data folder", Assert.Throws<StoreException>(() => SqliteStore.Open(_folder["file/qa.db"], Time, StoreDay.Beijing)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_loses_nothing_and_the_store_goes_on_when_there_is_room()
    {
        Save(Waiting("w", [1]), Scored(Chats.Good(Chats.Line("first"))));
        LimitTo(1);
        var (kept, failed) = (1, 0);
        for (var i = 0; failed < 3; i++)
        {
            var text = new string('长', 2_000);
            var before = Store.Totals();
            try
            {
                Store.Save(new StoreBatch
                {
                    Entries = [Scored(Chats.Good(Chats.Line($"c{i}", text + "您好,笨蛋"))), Scored(Chats.Good(Chats.Line($"d{i}", text)))],
                    Position = new StoredPosition("inbox", "", $"{i}"),
                });
                kept += 2;
            }
            catch (StoreUnavailableException e)
            {
                failed++;
                Assert.Equal($"{Path}: the disk is full, or the store has reached its quota; make room", e.Message);
                Assert.Equal(before, Store.Totals());
                AssertCountsAreRight();
            }

            Assert.Equal(kept, Store.Totals().Conversations);
            Assert.True(i < 100, "the disk is never full");
        }

        Assert.Throws<StoreUnavailableException>(() => Store.UseRubric(TestRubric.Next, new string('x', 1_000_000)));
        LimitTo(1_000_000);
        Save(Scored(Chats.Good(Chats.Line("last", "您好,笨蛋" + new string('长', 2_000)))));
        Assert.Equal(kept + 1, Reopened().Totals().Conversations);
        Assert.Single(Assert.Single(Store.Scores("last")).Suspicions);
        Assert.Single(Store.Claim("w", Time.Now, 10, TimeSpan.Zero));
        AssertCountsAreRight();
        Assert.Equal("ok", Text("PRAGMA integrity_check"));
    }

    /// <summary>Lets the file grow to so many pages of 8 KiB and no further, or not at all where it is larger: a disk that is full.</summary>
    private void LimitTo(long pages) => Store.People.Write(connection => connection.Execute($"PRAGMA max_page_count = {pages}"));

    [Fact]
    public void A_damaged_file_is_an_error_that_says_what_to_do()
    {
        for (var i = 0; i < 200; i++)
            Save(Scored(Chats.Good(Chats.Line($"c{i}", "您好" + new string('长', 500)))));
        Store.Dispose();
        using (var file = File.OpenWrite(Path))
        {
            file.Position = 8_192;
            file.Write(new byte[(int)Math.Min(file.Length - 8_192, 500_000)]);
        }

        var damaged = Assert.Throws<StoreException>(() =>
        {
            var store = Reopened();
            for (var i = 0; i < 200; i++)
                store.Scores($"c{i}");
            store.Recount(DateOnly.MinValue, DateOnly.MaxValue);
        });
        Assert.Contains(Path, damaged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lease_and_a_claim_run_out_by_the_clock()
    {
        Save(Waiting("c", [1]));
        Assert.True(Store.Lease("inbox", "w", TimeSpan.FromMinutes(1)));
        Assert.Single(Store.Claim("w", Time.Now, 10, TimeSpan.FromMinutes(1)));
        Assert.Equal(1, Store.Beat("w", TimeSpan.FromMinutes(1)));
        var due = Time.Now;
        Time.Now = Time.Now.AddSeconds(59);
        Assert.False(Store.Lease("inbox", "x", TimeSpan.FromMinutes(1)));
        Assert.Empty(Store.Claim("x", due, 10, TimeSpan.FromMinutes(1)));
        Assert.Equal(2, Store.Beat("x", TimeSpan.FromMinutes(1)));
        Time.Now = Time.Now.AddSeconds(1);
        Assert.True(Store.Lease("inbox", "x", TimeSpan.FromMinutes(1)));
        Assert.Single(Store.Claim("x", due, 10, TimeSpan.FromMinutes(1)));
        Assert.Equal(1, Store.Beat("x", TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void A_row_says_in_sql_what_people_look_for()
    {
        var chat = Chats.Good("""{"id":"c","messages":[{"role":"customer","text":"坏了"},{"role":"agent","sender":"小鱼","text":"谢谢笨蛋"},{"role":"agent","sender":"小鱼","text":"您好"}]}""");
        Save(Scored(chat));
        Store.Dispose();
        Assert.Equal("complaint|PPF|小鱼|20260302", Text("SELECT scenario || '|' || verdicts || '|' || agent || '|' || day FROM scores"));
        Assert.Equal("没有道歉", Text("SELECT zh FROM scores, json_each(document, '$.c') JOIN wordings w ON w.number = json_extract(value, '$[6]') WHERE json_extract(value, '$[0]') = 2"));
        Assert.Equal("笨蛋", Text("SELECT substr(json_extract(c.document, '$.messages[' || json_extract(s.document, '$.s[0][3][0][0]') || '][1]'), json_extract(s.document, '$.s[0][3][0][1]') + 1, json_extract(s.document, '$.s[0][3][0][2]')) FROM scores s JOIN conversations c ON c.number = s.conversation"));
        Assert.Equal(Receipt.Of(chat, TestRubric.Value), Text("SELECT receipt FROM scores"));
    }

    [Fact]
    public async Task Readers_on_many_threads_see_whole_batches()
    {
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                Assert.Equal(0, Store.Totals().Conversations % 10);
                AssertCountsOnce();
            }
        })).ToArray();
        for (var i = 0; i < 30; i++)
            Save([.. Enumerable.Range(0, 10).Select(j => (StoreEntry)Scored(Chats.Good(Chats.Line($"c{i}-{j}"))))]);
        await stop.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal(300, Store.Totals().Conversations);

        void AssertCountsOnce()
        {
            var agents = Store.Agents();
            Assert.True(agents.Count == 0 || (agents[0].Conversations % 10 == 0 && agents[0].Mean == 10_000));
        }
    }

    private protected override IScoreStore Open() => SqliteStore.Open(Path, Time, StoreDay.Beijing);

    private protected override void CleanUp() => _folder.Dispose();

    private void Execute(string sql)
    {
        using var connection = Connect();
        connection.Execute(sql);
    }

    private long Count(string sql)
    {
        using var connection = Connect();
        return connection.ExecuteScalar<long>(sql);
    }

    private string? Text(string sql)
    {
        using var connection = Connect();
        return connection.ExecuteScalar<string>(sql);
    }

    private SqliteConnection Connect() => new($"Data Source={Path};Pooling=false");
}
