using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using QA.Engine.Storage;
using QA.Scoring;
using Spectre.Console;

namespace QA.Engine.Cli;

/// <summary>How each agent does, one row each.</summary>
/// <param name="headline">Ids of the criteria that get a column, where the rubric has them.</param>
internal sealed class AgentTable(Terminal terminal, Rubric rubric, IReadOnlyList<string> headline, bool chinese)
{
    // Below this many cases a rate says little (RUBRIC §1).
    private const int EnoughCases = 10;

    public void Print(IReadOnlyList<AgentSummary> agents)
    {
        if (agents.Count == 0)
        {
            terminal.Out.WriteLine(chinese ? "还没有得分。" : "There are no scores yet.");
            return;
        }

        var shown = new List<Criterion>();
        foreach (var criterion in rubric.Criteria)
        {
            if (headline.Contains(criterion.Id, StringComparer.Ordinal))
                shown.Add(criterion);
        }

        var table = new Table { Border = TableBorder.Simple, UseSafeBorder = false };
        table.AddColumn(Column(chinese ? "客服" : "agent"));
        table.AddColumn(Column(chinese ? "团队" : "team"));
        table.AddColumn(Column(chinese ? "会话" : "chats").RightAligned());
        table.AddColumn(Column(chinese ? "均分" : "mean").RightAligned());
        table.AddColumn(Column(chinese ? "等级" : "band"));
        foreach (var criterion in shown)
            table.AddColumn(Column(chinese ? criterion.Title.Zh : criterion.Id).RightAligned());
        table.AddColumn(Column(chinese ? "疑似" : "suspected").RightAligned());
        var few = false;
        foreach (var agent in agents)
        {
            var row = new List<Text>
            {
                new(SafeText.Of(agent.Agent.Length == 0 ? "–" : agent.Agent)),
                new(SafeText.Of(agent.Team.Length == 0 ? "–" : agent.Team)),
                new(agent.Conversations.ToString(CultureInfo.InvariantCulture)),
                new(ScoreTable.Points(agent.Mean), agent.Mean is { } mean ? new Spectre.Console.Style(mean >= rubric.PassMark ? Color.Green : Color.Red) : null),
                new(agent.Mean is { } total && rubric.BandOf(total) is { } band ? band.Title.In(chinese) : "–"),
            };
            foreach (var criterion in shown)
                row.Add(new Text(Rate(agent, criterion.Id, ref few)));
            row.Add(new Text(agent.Suspected.ToString(CultureInfo.InvariantCulture), agent.Suspected > 0 ? new Spectre.Console.Style(Color.Red) : null));
            table.AddRow(row);
        }

        TableText.Write(table, terminal.Out, terminal.Colour, terminal.Width);
        terminal.Out.WriteLine(chinese
            ? "各项为得分率（%）。疑似：机器怀疑的严重问题，主管确认之前不计分。"
            : "Criteria: share of the weight earned, in %. Suspected: critical findings that count only once a supervisor confirms them.");
        if (few)
            terminal.Out.WriteLine(chinese ? $"*：不足 {EnoughCases} 例。" : $"*: fewer than {EnoughCases} cases.");
    }

    private static TableColumn Column(string title) => new(new Text(title, new Spectre.Console.Style(decoration: Decoration.Bold))) { NoWrap = true };

    private static string Rate(AgentSummary agent, string criterion, ref bool few)
    {
        if (!agent.Criteria.TryGetValue(criterion, out var summary) || summary.Cases == 0)
            return "–";
        var percent = ((summary.Value + 5_000) / 10_000).ToString(CultureInfo.InvariantCulture);
        if (summary.Cases >= EnoughCases)
            return percent;
        few = true;
        return percent + "*";
    }
}
