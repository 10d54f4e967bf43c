using System;
using System.Globalization;
using System.Linq;
using System.Text;
using QA.Engine.Json;
using QA.Scoring;

namespace QA.Engine.Cli;

/// <summary>Scores as a table with one mark for each criterion. Rows are printed as they come: a table of a million needs no memory.</summary>
internal sealed class ScoreTable(RubricSet rubrics, bool colour, bool chinese) : IScoreFormat
{
    private const int IdColumns = 26;
    private const int AgentColumns = 12;
    private const int BandColumns = 10;
    private const int ScenarioColumns = 11;

    // Set by any thread, read when all are done: the foot explains the rubrics that judged.
    private readonly bool[] _judged = new bool[rubrics.All.Count];

    // As wide as its heading, where there are few stages; none where no rubric knows any.
    private readonly int _stageColumns = rubrics.All.Max(rubric => rubric.Stages.Count) is var most and > 0 ? Math.Max(6, most) : 0;

    public void Begin(Utf8Output output)
    {
        var head = new StringBuilder();
        head.Append(CellWidth.Fit(chinese ? "会话" : "conversation", IdColumns)).Append(' ')
            .Append(CellWidth.Fit(chinese ? "客服" : "agent", AgentColumns)).Append(' ')
            .Append(chinese ? "  得分" : " score").Append("  ")
            .Append(CellWidth.Fit(chinese ? "等级" : "band", BandColumns)).Append(' ')
            .Append(CellWidth.Fit(chinese ? "场景" : "scenario", ScenarioColumns)).Append(' ');
        if (_stageColumns > 0)
            head.Append(CellWidth.Fit(chinese ? "阶段" : "stages", _stageColumns)).Append(' ');
        head
            .Append(chinese ? "各项" : "criteria");
        Styled(output, Style.Bold, head.ToString());
        output.Raw((byte)'\n');
    }

    public void Add(Score score, string receipt, Utf8Output output)
    {
        var id = score.Sessions == 1 ? score.Conversation.Id : $"{score.Conversation.Id} {score.Session + 1}/{score.Sessions}";
        output.Plain(CellWidth.Fit(SafeText.Of(id), IdColumns));
        output.Raw((byte)' ');
        output.Plain(CellWidth.Fit(SafeText.Of(score.Agent ?? "–"), AgentColumns));
        output.Raw((byte)' ');
        var points = Points(score.Total).PadLeft(6);
        Styled(output, score.Passed switch { true => Style.Green, false => Style.Red, null => Style.Dim }, points);
        output.Plain("  ");
        var band = score.Band?.Title.In(chinese) ?? "–";
        if (score.Standing == Standing.Insufficient)
            band = $"({band})";
        output.Plain(CellWidth.Fit(band, BandColumns));
        output.Raw((byte)' ');
        output.Plain(CellWidth.Fit(score.Scenario?.Id ?? "–", ScenarioColumns));
        output.Raw((byte)' ');
        if (_stageColumns > 0)
            Stages(score, output);
        var next = 0;
        for (var i = 0; i < _judged.Length; i++)
            _judged[i] |= ReferenceEquals(rubrics.All[i], score.Rubric);
        foreach (var section in score.Rubric.Sections)
        {
            if (next > 0)
                output.Raw((byte)' ');
            for (var i = 0; i < section.Criteria.Count; i++)
                Mark(score.Criteria[next++].Verdict, output);
        }

        foreach (var suspicion in score.Suspicions)
        {
            output.Raw((byte)' ');
            Styled(output, Style.Red, $"!{suspicion.Critical.Id}");
        }

        output.Raw((byte)'\n');
    }

    public void End(ScoreTotals totals, Utf8Output output)
    {
        var mean = totals.Counted == 0 ? "–" : Points((int)(((2 * totals.Sum) + totals.Counted) / (2 * totals.Counted)));
        output.Plain(chinese
            ? $"\n{totals.Conversations} 个会话，{totals.Scores} 个得分，平均 {mean}"
            : $"\n{totals.Conversations} conversations, {totals.Scores} scores, mean {mean}");
        if (totals.SetAside > 0)
            output.Plain(chinese ? $",{totals.SetAside} 行被搁置" : $", {totals.SetAside} lines set aside");
        for (var i = 0; i < _judged.Length; i++)
        {
            if (_judged[i] || (i == 0 && totals.Scores == 0))
                Order(rubrics.All[i], output);
        }

        output.Plain(chinese
            ? "\n✓ 通过  ◐ 部分  ✗ 未通过  · 不适用  ? 需人工  ! 疑似严重问题（需主管确认）\n"
            : "\n✓ pass  ◐ partial  ✗ fail  · not applicable  ? needs a person  ! suspected critical finding, for a supervisor to decide\n");
    }

    private void Order(Rubric rubric, Utf8Output output)
    {
        output.Plain(chinese ? "\n各项顺序" : "\ncriteria, in this order");
        if (rubrics.All.Count > 1)
            output.Plain($" ({rubric.Id})");
        output.Plain(chinese ? "：" : ": ");
        var first = true;
        foreach (var section in rubric.Sections)
        {
            output.Plain(first ? "" : " | ");
            for (var i = 0; i < section.Criteria.Count; i++)
            {
                output.Plain(i == 0 ? "" : ", ");
                output.Plain(section.Criteria[i].Id);
            }

            first = false;
        }

        for (var i = 0; i < rubric.Stages.Count; i++)
        {
            output.Plain(i > 0 ? ", " : chinese ? "\n阶段顺序：" : "\nstages, in this order: ");
            output.Plain(rubric.Stages[i].Id);
        }

        if (rubric.Stages.Count > 0)
            output.Plain(chinese ? "\n■ 到达  ▲ 提前到达  □ 未到达" : "\n■ reached  ▲ reached too early  □ not reached");
    }

    /// <summary>Hundredths of a point as people read them.</summary>
    public static string Points(int? points) => points is { } known ? (known / 100m).ToString("0.00", CultureInfo.InvariantCulture) : "–";

    private void Stages(Score score, Utf8Output output)
    {
        var next = 0;
        var stages = score.Rubric.Stages;
        foreach (var stage in stages)
        {
            if (next == score.Stages.Count || !ReferenceEquals(score.Stages[next].Stage, stage))
                Styled(output, Style.Dim, "□");
            else if (score.Stages[next++].Before is null)
                output.Plain("■");
            else
                Styled(output, Style.Yellow, "▲");
        }

        output.Plain(new string(' ', _stageColumns - stages.Count + 1));
    }

    private void Mark(Verdict verdict, Utf8Output output)
    {
        switch (verdict)
        {
            case Verdict.Pass:
                Styled(output, Style.Green, "✓");
                break;
            case Verdict.Partial:
                Styled(output, Style.Yellow, "◐");
                break;
            case Verdict.Fail:
                Styled(output, Style.Red, "✗");
                break;
            case Verdict.Unsure:
                Styled(output, Style.Yellow, "?");
                break;
            default:
                Styled(output, Style.Dim, "·");
                break;
        }
    }

    private void Styled(Utf8Output output, string style, string text)
    {
        if (colour)
            output.Plain(style);
        output.Plain(text);
        if (colour)
            output.Plain(Style.Off);
    }
}
