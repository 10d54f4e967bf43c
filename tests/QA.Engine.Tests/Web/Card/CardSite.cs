using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Storage.Sqlite;
using QA.Engine.Tests.Support;
using QA.Engine.Web;

namespace QA.Engine.Tests.Web.Card;

/// <summary>
/// A site on the day after the sample's last, scored the evening before. Two of its three teams are one here, with eight agents: a team of four is too small
/// to be shown. Accounts as on <see cref="Site"/>, and <c>木木</c>, another agent of the same team, and <c>糖糖</c>, one of the other.
/// </summary>
internal static class CardSite
{
    public const string SmallTeam = "售前一组";
    public const string Colleague = "木木";
    public const string Stranger = "糖糖";

    private static readonly DateTimeOffset Scored = new(2026, 3, 31, 23, 50, 0, TimeSpan.FromHours(8));
    private static readonly Lazy<byte[]> Database = new(Make, LazyThreadSafetyMode.ExecutionAndPublication);

    public static DateTimeOffset Morning { get; } = new(2026, 4, 1, 9, 0, 0, TimeSpan.FromHours(8));

    public static AgentName Agent { get; } = new(SampleStore.Team, SampleStore.Agent);

    /// <summary>Somebody with enough weak evaluations to practise and to object.</summary>
    public static AgentName Weak { get; } = new(SampleStore.Team, "阿凯");

    /// <param name="folder">Where the store lies.</param>
    public static async Task<Site> Start(TempFolder folder, ManualTime time, WebOptions? options = null)
    {
        time.Now = Morning;
        var path = folder["card.db"];
        await File.WriteAllBytesAsync(path, Database.Value);
        var site = await Site.Start(SqliteStore.Open(path, time, StoreDay.Beijing), time, options);
        site.Add("akai", Role.Agent, [], Weak);
        site.Add("mumu", Role.Agent, [], new AgentName(SampleStore.Team, Colleague));
        site.Add("tangtang", Role.Agent, [], new AgentName(SmallTeam, Stranger));
        return site;
    }

    private static byte[] Make()
    {
        using var folder = new TempFolder();
        var path = folder["card.db"];
        var time = new ManualTime { Now = Scored };
        using (var store = SqliteStore.Open(path, time, StoreDay.Beijing))
            SampleStore.Fill(store, time, static line => line.Replace(SampleStore.OtherTeam, SampleStore.Team, StringComparison.Ordinal));
        return File.ReadAllBytes(path);
    }
}
