using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using QA.Engine.Metrics;
using QA.Engine.Storage;
using QA.Engine.Tests.Metrics;
using QA.Engine.Tests.Support;
using QA.Scoring.Indicators;
using Xunit;

namespace QA.Engine.Tests.Dashboards;

/// <summary>The boards and rules on the real engine, with files and the embedded store.</summary>
public sealed class SqliteBoardTests(SqliteShop shop) : RealEngineBoardTests(shop), IClassFixture<SqliteShop>;

/// <summary>The boards and rules on the real engine, with a queue, a table and PostgreSQL.</summary>
[Collection(RabbitServerTests.Name)]
public sealed class ServerBoardTests(ServerShop shop) : RealEngineBoardTests(shop), IClassFixture<ServerShop>;

public abstract class RealEngineBoardTests(ScrapedShop shop)
{
    [Fact]
    public async Task Every_expression_of_every_board_and_rule_finds_series_or_has_a_reason_not_to()
    {
        var wrong = new List<string>();
        var questions = RuleFile.All.SelectMany(Question.Of).ToList();
        foreach (var board in Board.Each)
        {
            var variables = await BoardVariables.Of(board, shop.Prometheus, wrong);
            if (board.Name == "agent")
                variables = variables.With("agent", await Busiest());
            questions.AddRange(board.Panels.SelectMany(static panel => panel.Queries).SelectMany(query => Question.Of(query, variables)));
        }

        var used = new HashSet<RightlyEmpty>();
        foreach (var question in questions.Distinct())
        {
            if (RightlyEmpty.Of(question) is not { } reason || question.HasStandIn)
            {
                await MustFind(question);
                continue;
            }

            used.Add(reason);
            if (reason.Always && await shop.Prometheus.Series(question.Text) > 0)
                wrong.Add($"{question.Where} finds something although it {reason.Reason}; take that off the list: {question.Text}");
            foreach (var part in question.Parts())
            {
                if (RightlyEmpty.Of(part) is null)
                    await MustFind(part);
            }
        }

        wrong.AddRange(RightlyEmpty.All.Except(used).Select(static unused => $"nothing is empty because it {unused.Reason}"));
        Assert.True(wrong.Count == 0, string.Join("\n", wrong.Distinct()));
        Assert.True(questions.Count > 250, $"{questions.Count} are fewer than the boards ask");

        async Task MustFind(Question question)
        {
            if (await shop.Prometheus.Problem(question.Text) is { } problem)
                wrong.Add($"{question.Where}: {problem}");
        }
    }

    [Fact]
    public async Task The_mean_on_an_agents_board_is_the_stores_own_to_the_last_digit()
    {
        var board = Board.Each.Single(static board => board.Name == "agent");
        var mean = board.Panels.Single(static panel => panel.Title == "Mean score").Queries.Single().Expression;
        var variables = await BoardVariables.Of(board, shop.Prometheus, []);
        using var store = shop.OpenStore();
        var (compared, inSeveral) = (0, 0);
        foreach (var (window, days) in QualitySnapshot.WindowNames.Zip(QualitySnapshot.Windows))
        {
            foreach (var agent in store.Recount(shop.Today.AddDays(1 - days), shop.Today).GroupBy(static day => day.Agent))
            {
                // With all shops chosen, as the board begins, and in each of the agent's shops alone.
                var shops = agent.GroupBy(static day => day.Shop).ToList();
                inSeveral += shops.Count > 1 ? 1 : 0;
                foreach (var (filter, days_) in shops.Select(static one => (one.Key, one.ToList())).Append((".*", agent.ToList())))
                {
                    var asked = variables.With("window", window).With("agent", agent.Key).With("shop", filter).Fill(mean).Single();
                    var found = (await shop.Prometheus.Find(asked)).Select(static series => double.Parse(series.Value, CultureInfo.InvariantCulture));
                    var (ranked, sum) = (days_.Sum(static day => day.Ranked), days_.Sum(static day => day.Sum));
                    Assert.Equal(ranked == 0 ? [] : [sum / (100.0 * ranked)], found);
                    compared += ranked == 0 ? 0 : 1;
                }
            }
        }

        Assert.True(compared > 30, $"only {compared} means were there to compare");
        Assert.True(inSeveral > 0, "nobody answers for two shops");
    }

    [Theory]
    [InlineData("supervisor", "Teams and their customers' moods")]
    [InlineData("trainer", "Who calms unhappy customers")]
    public async Task Shares_of_calmed_customers_on_a_board_are_the_stores_own(string name, string title)
    {
        var board = Board.Each.Single(board => board.Name == name);
        var share = board.Panels.Single(panel => panel.Title == title).Queries.Single(static query => query.Expression.Contains("_calmed_ratio", StringComparison.Ordinal) && !query.Expression.Contains("sqrt", StringComparison.Ordinal)).Expression;
        var variables = await BoardVariables.Of(board, shop.Prometheus, []);
        using var store = shop.OpenStore();
        var compared = 0;
        foreach (var (window, days) in QualitySnapshot.WindowNames.Zip(QualitySnapshot.Windows))
        {
            var expected = store.Recount(shop.Today.AddDays(1 - days), shop.Today)
                .GroupBy(day => $"{Shown(day.Shop, "none")}/{Shown(day.Team, "none")}/{(name == "trainer" ? Shown(day.Agent, "unnamed") : "")}", StringComparer.Ordinal)
                .Select(static who => (who.Key, Moods: MoodCounts.Sum(who.Select(static day => day.Moods)))).Where(static who => who.Moods.CameUnhappy > 0)
                .OrderBy(static who => who.Key, StringComparer.Ordinal).Select(static who => (who.Key, who.Moods.Recovered / (double)who.Moods.CameUnhappy)).ToList();
            var found = (await shop.Prometheus.Find(variables.With("window", window).Fill(share).Single()))
                .Select(static series => (Key: $"{series.Labels["shop"]}/{series.Labels["team"]}/{series.Labels.GetValueOrDefault("agent", "")}", Share: double.Parse(series.Value, CultureInfo.InvariantCulture)))
                .OrderBy(static series => series.Key, StringComparer.Ordinal);
            Assert.Equal(expected, found);
            compared += expected.Count;
        }

        Assert.True(compared > 5, $"only {compared} shares were there to compare");

        static string Shown(string text, string nobody) => text.Length == 0 ? nobody : text;
    }

    [Fact]
    public async Task What_goes_by_the_name_of_a_source_is_one_of_the_settings_or_was_brought_with_a_key()
    {
        Assert.Equal(shop.Sources, await shop.Prometheus.LabelValues("qa_source_up", "source"));
        Assert.Equal(shop.Sources, await shop.Prometheus.LabelValues("qa_source_errors_total", "source"));
        Assert.Equal(shop.Givers, await shop.Prometheus.LabelValues("qa_source_last_read_timestamp_seconds", "source"));
        Assert.Equal(shop.Givers, await shop.Prometheus.LabelValues("qa_source_read_bytes_total", "source"));
        Assert.Equal([.. shop.Sources, EngineMetrics.WaitingRoom], await shop.Prometheus.LabelValues("qa_set_aside_total", "source"));
        Assert.Equal([.. shop.Givers, EngineMetrics.WaitingRoom], await shop.Prometheus.LabelValues("qa_duplicates_total", "source"));
    }

    [Fact]
    public async Task Every_service_profile_is_measured_or_the_boards_say_why_it_is_not()
    {
        var measured = await shop.Prometheus.LabelValues("qa_service_units_total", "profile");
        var missing = ServiceProfiles.BuiltIn.Select(static profile => profile.Id).Except(measured).ToList();
        Assert.Equal(ServiceProfiles.BuiltIn.Where(static profile => profile.Unit == ServiceUnit.Person).Select(static profile => profile.Id), missing);
        var panels = Board.All.SelectMany(static board => board.Panels).Where(static panel => panel.Queries.Any(static query => query.Expression.Contains("qa_service_units_total", StringComparison.Ordinal))).ToList();
        Assert.NotEmpty(panels);
        Assert.All(panels, panel => Assert.All(missing, profile => Assert.Contains(profile, (string)panel.Json["description"]!, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Promtool_finds_nothing_wrong_with_what_it_says()
    {
        var (status, output) = await Promtool.Run(await shop.Engine.Scrape(shop.Http), "check", "metrics");
        Assert.True(status == 0, output);
    }

    /// <summary>Whoever has most chats today: some have a day off.</summary>
    private async Task<string> Busiest() =>
        (await shop.Prometheus.Find("topk(1, sum by (agent) (qa_agent_scored_conversations{window=\"1d\"}))")).Single().Labels["agent"];
}
