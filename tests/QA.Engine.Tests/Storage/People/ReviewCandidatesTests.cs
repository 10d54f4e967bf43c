using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Tests.Support;
using QA.Scoring;
using Xunit;

namespace QA.Engine.Tests.Storage.People;

public abstract class ReviewCandidatesTests : PeopleContract
{
    private static readonly DateOnly From = new(2026, 1, 31);
    private static readonly DateOnly To = new(2026, 3, 31);

    private protected ReviewCandidatesTests(bool postgres)
        : base(postgres)
    {
        // Behind the sample: a store takes no chat of the future for one.
        Time.Now = new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.FromHours(8));
    }

    [Fact]
    public void The_scores_of_a_day_are_those_that_roll_ups_count()
    {
        SampleStore.Fill(Store, Time);
        var all = new List<ReviewCandidate>();
        for (var day = From; day <= To; day = day.AddDays(1))
        {
            var ofDay = Store.Candidates.OfDay(day);
            var rollups = Store.Rollups(day, day);
            Assert.Equal(rollups.Sum(static rollup => rollup.Ranked), ofDay.Count(static one => one.Standing == Standing.Ranked));
            Assert.Equal(ofDay.Select(static one => one.Score).Order(), ofDay.Select(static one => one.Score));
            Assert.All(ofDay, one => Assert.Equal(Time.Now, one.ScoredAt, TimeSpan.FromSeconds(1)));
            Assert.Equal(ofDay, Store.Candidates.OfDay(day, ofDay.Select(static one => one.ScoredAt).FirstOrDefault()));
            Assert.Empty(Store.Candidates.OfDay(day, Time.Now.AddSeconds(2)));
            all.AddRange(ofDay);
        }

        Assert.Equal(Store.Totals().Scores, all.Count);
        var some = all[all.Count / 2];
        var score = Store.Scores(some.Conversation).Single(score => score.Number == some.Score);
        Assert.Equal((score.Team, score.Agent, score.RubricHash, score.Standing, score.Total), (some.Team, some.Agent, some.RubricHash, some.Standing, some.Total));
        Assert.Equal(score.Criteria.Count, some.Verdicts.Length);
        Assert.Equal(To, Store.Candidates.LastDay());
    }

    [Fact]
    public void Critical_findings_wait_for_those_who_may_see_their_agents()
    {
        Assert.Null(Store.Candidates.LastDay());
        SampleStore.Fill(Store, Time);
        var all = Store.Candidates.Waiting(Reach.All, 1000);
        Assert.NotEmpty(all);
        Assert.Equal(all.Count, Store.Candidates.CountWaiting(Reach.All));
        Assert.Equal(Store.Agents().Sum(static agent => agent.Suspected), all.Count);
        Assert.Equal(all.OrderByDescending(static one => one.Day).Select(static one => one.Day), all.Select(static one => one.Day));
        Assert.All(all, one => Assert.Contains(Store.Scores(one.Conversation), score => score.Number == one.Score && score.Suspicions.Any(suspicion => suspicion.Critical == one.Critical)));
        var team = all[0].Team;
        var reach = new Reach(false, [team], null);
        Assert.Equal(all.Where(one => one.Team == team), Store.Candidates.Waiting(reach, 1000));
        Assert.Equal(all.Count(one => one.Team == team), Store.Candidates.CountWaiting(reach));
        var own = new Reach(false, [], new AgentName(team, all[0].Agent));
        Assert.Equal(all.Where(one => one.Team == team && one.Agent == all[0].Agent), Store.Candidates.Waiting(own, 1000));
        Assert.Empty(Store.Candidates.Waiting(Reach.None, 1000));
        Assert.Equal(all.Take(2), Store.Candidates.Waiting(Reach.All, 2));
    }

    [Fact]
    public void A_conversations_id_may_be_too_long_for_an_index_and_hold_anything()
    {
        string[] ids = [new string('长', 256), "a\u0000b\u0001c"];
        var place = 0;
        SampleStore.Fill(Store, Time, line => place < ids.Length
            ? line.Replace($"\"id\":\"sample-{place + 1:000000}\"", "\"id\":" + JsonSerializer.Serialize(ids[place++]), StringComparison.Ordinal)
            : line);
        var found = new List<string>();
        for (var day = From; day <= To; day = day.AddDays(1))
            found.AddRange(Store.Candidates.OfDay(day).Select(static one => one.Conversation));
        Assert.All(ids, id => Assert.Contains(id, found));
    }

    [Fact]
    public void The_roll_ups_of_a_team_are_those_of_its_agents()
    {
        SampleStore.Fill(Store, Time);
        foreach (var team in Store.Agents().Select(static agent => agent.Team).Distinct())
        {
            var expected = Store.Rollups(From, To).Where(rollup => rollup.Team == team).ToList();
            var rollups = Store.Rollups(From, To, team);
            Assert.NotEmpty(expected);
            Assert.Equal(expected.Select(static rollup => (rollup.Day, rollup.Agent, rollup.Rubric, rollup.Sum)), rollups.Select(static rollup => (rollup.Day, rollup.Agent, rollup.Rubric, rollup.Sum)));
        }

        Assert.Empty(Store.Rollups(From, To, "no such team"));
    }
}

public sealed class SqliteReviewCandidatesTests() : ReviewCandidatesTests(postgres: false);

public sealed class PostgresReviewCandidatesTests() : ReviewCandidatesTests(postgres: true);
