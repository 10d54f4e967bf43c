using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using Xunit;

namespace QA.Engine.Tests.Dashboards;

/// <summary>
/// What a real engine cannot show within a test's time, because weeks would have to pass or people to review: asked of an engine to which
/// everything has happened, with two months of history behind it. All else is asked of the real engine.
/// </summary>
public sealed class RealPrometheusTests
{
    [Fact]
    public async Task What_a_fresh_engine_cannot_show_finds_series_once_there_is_a_past()
    {
        await using var engine = await InventedEngine.Start();
        using var http = new HttpClient();
        var exposition = await http.GetStringAsync(new Uri($"http://{engine.Address}/metrics"), TestContext.Current.CancellationToken);
        await using var prometheus = await PrometheusServer.StartWithPast(engine.Address, exposition);
        await prometheus.Until($"count_over_time(up{{job=\"{PrometheusServer.Job}\"}}[1m]) >= 3 and on () up == 1", engine.Work);
        foreach (var rule in RuleFile.All.Where(static rule => !rule.IsAlert))
            await prometheus.Until(rule.Name, engine.Work);

        // Word lists are compared where there were scores enough to expect something of them.
        await prometheus.Until("rubric:qa_scores:1d > 200", engine.Work);

        var wrong = new List<string>();
        var questions = RuleFile.All.SelectMany(Question.Of).ToList();
        foreach (var board in Board.Each)
        {
            // Its criteria are those of the shipped rubrics, and this engine's rubric is a small one.
            var variables = (await BoardVariables.Of(board, prometheus, [])).With("agent", board.Name == "agent" ? InventedEngine.SomeAgent : ".*").With("criterion", ".*");
            questions.AddRange(board.Panels.SelectMany(static panel => panel.Queries).SelectMany(query => Question.Of(query, variables)));
        }

        var asked = questions.Where(static question => RightlyEmpty.Of(question) is not null).ToList();
        foreach (var question in asked)
        {
            if (await prometheus.Problem(question.Text) is { } problem)
                wrong.Add($"{question.Where}: {problem}");
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.NotEmpty(asked);
    }
}
