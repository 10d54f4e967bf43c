using System;
using System.Linq;
using Microsoft.Extensions.Logging.Abstractions;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Storage.Postgres;
using QA.Engine.Tests.Support;
using QA.Engine.Web;
using QA.Engine.Web.Layout;
using QA.Engine.Web.ReviewDesk;
using QA.Scoring;
using Xunit;

namespace QA.Engine.Tests.Web.ReviewDesk;

public sealed class DrawingTests : IDisposable
{
    private readonly PostgresDatabase _database = PostgresDatabase.New();

    public void Dispose() => _database.Drop();

    [Fact]
    public void What_another_worker_keeps_later_under_a_lower_number_is_drawn_too()
    {
        var time = new ManualTime { Now = new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.FromHours(8)) };
        using var one = PostgresStore.Open(_database.ConnectionString, time, StoreDay.Beijing);
        using var other = PostgresStore.Open(_database.ConnectionString, time, StoreDay.Beijing);
        var shelf = new RubricShelf(SampleStore.Rubrics.All, SampleStore.Rubrics.Default);
        var options = new WebOptions(StoreDay.Beijing, ["greeting"]) { RandomSample = 1000 };
        using var drawing = new Drawing(
            one, new ReviewQueue(one.People, time), new ReviewDraw(shelf, options), new Roster(one, time), options, time, NullLogger<Drawing>.Instance);

        Fill(one, "first");
        Fill(other, "second");
        var day = one.Candidates.LastDay()!.Value;
        Assert.InRange(drawing.Draw(day), 3, int.MaxValue);
        Assert.Equal(0, drawing.Draw(day));

        time.Now = time.Now.AddHours(1);
        var highest = one.Candidates.OfDay(day).Max(static score => score.Score);
        Fill(one, "third");
        var third = one.Candidates.OfDay(day, time.Now.AddMinutes(-1));
        Assert.All(third, score => Assert.True(score.Score < highest));

        // All that a person can judge; of the others now and then one for an agent who is new.
        Assert.InRange(drawing.Draw(day), third.Count(static score => score.Standing != Standing.None), third.Count);
        Assert.Equal(0, drawing.Draw(day));

        void Fill(IScoreStore store, string name) => SampleStore.Fill(store, time, line => line.Replace("\"id\":\"sample-", $"\"id\":\"{name}-", StringComparison.Ordinal));
    }
}
