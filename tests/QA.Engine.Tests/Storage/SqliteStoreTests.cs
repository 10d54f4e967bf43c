using Dapper;
using Microsoft.Data.Sqlite;
using QA.Engine.Storage;
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
            $"{Path}: a newer program wrote this store (schema 99; this program knows 1); use that program, or another data folder",
            Assert.Throws<StoreException>(() => Open()).Message);
    }

    [Fact]
    public void What_is_no_store_is_refused_with_advice()
    {
        _folder.Write("not-a-store", new string('x', 5_000));
        Assert.Contains("cannot be used as a store", Assert.Throws<StoreException>(() => ScoreStore.Open(_folder["not-a-store"], Time)).Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_a_score_says_has_its_row()
    {
        var chat = Chats.Good("""{"id":"c","messages":[{"role":"customer","text":"坏了"},{"role":"agent","sender":"小鱼","text":"谢谢笨蛋"},{"role":"agent","sender":"小鱼","text":"您好"}]}""");
        Save(Scored(chat));
        Store.Dispose();
        Assert.Equal(3, Count("SELECT COUNT(*) FROM messages"));
        Assert.Equal(3, Count("SELECT COUNT(*) FROM verdicts"));
        Assert.Equal(Count("SELECT base FROM scores"), Count("SELECT SUM(earned) FROM verdicts"));
        Assert.Equal("complaint", Text("SELECT scenario FROM scores"));
        Assert.Equal("没有道歉", Text("SELECT zh FROM verdicts JOIN wordings ON number = reason WHERE criterion = 'apology-first'"));
        Assert.Equal("Apologise first", Text("SELECT en FROM verdicts JOIN wordings ON number = fix WHERE criterion = 'apology-first'"));
        Assert.Equal("apologised", Text("SELECT rule FROM absences WHERE criterion = 'apology-first'"));
        Assert.Equal("笨蛋", Text("SELECT substr(m.text, start + 1, length) FROM findings f JOIN messages m ON m.n = f.message WHERE part = 'critical'"));
        Assert.Equal("谢谢", Text("SELECT entry FROM findings WHERE part = 'criterion' AND id = 'courtesy'"));
        Assert.Equal("suspected", Text("SELECT state FROM suspicions WHERE critical = 'insult'"));
        Assert.Equal(Receipt.Of(chat, TestRubric.Value), Text("SELECT receipt FROM scores"));
    }

    private protected override ScoreStore Open() => ScoreStore.Open(Path, Time);

    private protected override void CleanUp() => _folder.Dispose();

    private protected override void Decide(string state) => Execute($"UPDATE suspicions SET state = '{state}'");

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
