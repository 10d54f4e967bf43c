using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using QA.Calibration;
using QA.Scoring;

namespace QA.Engine.Cli.Agree;

/// <summary>
/// A report to be published beside the rubric: figures, what they rest on and where they are weak. Real chats may not be
/// published, so it holds no words, no ids and no reader's notes.
/// </summary>
internal sealed class AgreeMarkdown(bool chinese) : IAgreeFormat
{
    private const int WeakSpots = 10;

    // Below this many cases a rate says little (RUBRIC §1).
    private const int EnoughCases = 10;

    public string Write(AgreeReport report)
    {
        var page = new StringBuilder();
        Heading(report, page);
        Summary(report, page);
        Weak(report, page);
        foreach (var (place, agreement) in report.Compared.Agreement.Criteria.Index())
            Criterion(report, report.Criteria[place], agreement, page);
        Method(report, page);
        return page.ToString();
    }

    private void Heading(AgreeReport report, StringBuilder page)
    {
        page.Append(CultureInfo.InvariantCulture, $"# {Word("一致性", "Agreement")}: {Name(report.Compared.One)} × {Name(report.Compared.Other)}\n\n");
        page.Append(Word(
            "本页由 `agree LABELS --format markdown` 生成，不要手改；评分标准或标注一变，就重新生成。页中没有会话原文。\n\n",
            "Written by `agree LABELS --format markdown`; do not edit it, write it again when the rubric or the labels change. It holds no words of the chats.\n\n"));
        if (report.EngineRates)
            page.Append(CultureInfo.InvariantCulture, $"{Word("评分标准", "Rubric")}: {Escaped(report.Rubric.Id)} {Escaped(report.Rubric.Version)}, `{report.Rubric.Hash}`\n\n");
        Table(page, [Word("文件", "file"), Word("会话", "conversations"), "SHA-256"], [.. report.Files.Select(file => new[] { $"`{file.Name.Replace('`', '\'')}`", Number(file.Conversations), $"`{file.Hash}`" })]);
        if (report.SetAside.Count > 0)
            page.Append(Word($"{report.SetAside.Count} 处输入被搁置，没有计入。\n\n", $"{report.SetAside.Count} things in the input were set aside and are not counted.\n\n"));
    }

    private void Summary(AgreeReport report, StringBuilder page)
    {
        List<string> heads = [Word("项目", "criterion"), "n", "κ", "95%"];
        if (report.Ceiling is not null)
            heads.AddRange([Word("两位标注人 κ", "readers κ"), "95%", Word("差", "difference")]);
        heads.AddRange([Word("一致率", "raw"), "95%", Word("加权 κ", "weighted κ"), "95%", Word("不适用 精确率", "n/a precision"), Word("不适用 召回率", "n/a recall"), Word("已判", "sure")]);
        var rows = new List<string[]>();
        for (var i = 0; i < report.Criteria.Count; i++)
        {
            var one = report.Compared.Agreement.Criteria[i];
            List<string> row = [Title(report.Criteria[i]), Number(one.Cases), $"**{Value(one.Kappa.Figure)}**", AgreeWords.Of(one.Kappa.Interval)];
            if (report.Ceiling is not null)
                row.AddRange(Readers(one.Kappa, AgreeWords.CeilingOf(report, i)?.Kappa));
            row.AddRange([Value(one.Raw.Figure), AgreeWords.Of(one.Raw.Interval), Value(one.WeightedKappa.Figure), AgreeWords.Of(one.WeightedKappa.Interval), Value(one.Gate.Precision), Value(one.Gate.Recall), Value(one.Coverage)]);
            rows.Add([.. row]);
        }

        var mean = report.Compared.Agreement;
        List<string> last = [Word($"平均（{mean.Averaged} 项）", $"mean of {mean.Averaged}"), Number(mean.Conversations), $"**{Value(mean.MeanKappa.Figure)}**", AgreeWords.Of(mean.MeanKappa.Interval)];
        if (report.Ceiling is { } people)
            last.AddRange(Readers(mean.MeanKappa, people.Agreement.MeanKappa));
        rows.Add([.. last, .. Enumerable.Repeat("", heads.Count - last.Count)]);
        Table(page, heads, rows);
        if (report.Ceiling is { } readers)
            page.Append(CultureInfo.InvariantCulture, $"{Word("两位标注人", "Readers")}: {Name(readers.One)} × {Name(readers.Other)}, n = {readers.Agreement.Conversations}\n\n");
    }

    private string[] Readers(Estimate kappa, Estimate? ceiling) =>
    [
        ceiling is null ? "–" : Value(ceiling.Figure),
        AgreeWords.Of(ceiling?.Interval),
        AgreeWords.AgainstCeiling(kappa, ceiling) is { } difference ? AgreeWords.Signed(difference) : "–",
    ];

    private void Weak(AgreeReport report, StringBuilder page)
    {
        page.Append(CultureInfo.InvariantCulture, $"## {Word("已知的弱点", "Known weak spots")}\n\n");
        var lines = new List<string>();
        foreach (var spot in WeakSpot.In(report.Compared.Agreement, WeakSpots))
        {
            var title = Title(report.Criteria.First(criterion => criterion.Id == spot.Criterion));
            var (said, instead) = (AgreeWords.Of(spot.One).In(chinese), AgreeWords.Of(spot.Other).In(chinese));
            lines.Add(Word(
                $"{title}：{Name(report.Compared.One)} 判“{said}”的 {spot.Given} 例中，{Name(report.Compared.Other)} 有 {spot.Cases} 例判“{instead}”",
                $"{title}: of {spot.Given} that {Name(report.Compared.One)} calls *{said}*, {Name(report.Compared.Other)} calls {spot.Cases} *{instead}*"));
        }

        if (lines.Count == 0)
            lines.Add(Word("这些标注上没有分歧", "no disagreement on these labels"));
        foreach (var (place, one) in report.Compared.Agreement.Criteria.Index())
        {
            var rare = one.Values.Where(rates => rates.Given < EnoughCases).Select(rates => $"{AgreeWords.Of(rates.Value).In(chinese)} {rates.Given}").ToList();
            if (rare.Count > 0)
                lines.Add(Word($"{Title(report.Criteria[place])}：案例太少，说明不了什么：{string.Join("、", rare)}", $"{Title(report.Criteria[place])}: too few cases to say much: {string.Join(", ", rare)}"));
        }

        foreach (var line in lines)
            page.Append("- ").Append(line).Append('\n');
        page.Append('\n');
    }

    private void Criterion(AgreeReport report, Criterion criterion, CriterionAgreement one, StringBuilder page)
    {
        page.Append(CultureInfo.InvariantCulture, $"## {Title(criterion)}\n\n");
        List<string> heads = [$"{Name(report.Compared.One)} ↓ {Name(report.Compared.Other)} →", .. AgreeWords.Verdicts.Select(verdict => AgreeWords.Of(verdict).In(chinese)), Word("召回率", "recall")];
        var rows = one.Values.Select(rates => (string[])
        [
            AgreeWords.Of(rates.Value).In(chinese),
            .. AgreeWords.Verdicts.Select(verdict => Number(one.Counts[(int)rates.Value, (int)verdict])),
            Value(rates.Recall),
        ]).ToList();
        rows.Add([Word("精确率", "precision"), .. one.Values.Select(rates => Value(rates.Precision)), "", ""]);
        rows.Add(["F1", .. one.Values.Select(rates => Value(rates.F1)), "", ""]);
        Table(page, heads, rows);
        page.Append(Word("依据：", "Evidence: ")).Append(AgreeWords.Of(one.Evidence).In(chinese)).Append(chinese ? "。\n\n" : ".\n\n");
    }

    private void Method(AgreeReport report, StringBuilder page)
    {
        page.Append(CultureInfo.InvariantCulture, $"## {Word("这些数字怎样得来", "How these figures are made")}\n\n");
        foreach (var sentence in AgreeMethod.Sentences(report))
            page.Append("- ").Append(sentence.In(chinese)).Append('\n');
    }

    /// <summary>The first column is words, the others are figures.</summary>
    private static void Table(StringBuilder page, List<string> heads, IReadOnlyList<string[]> rows)
    {
        page.Append("| ").AppendJoin(" | ", heads).Append(" |\n|---|").Append(string.Concat(Enumerable.Repeat("---:|", heads.Count - 1))).Append('\n');
        foreach (var row in rows)
            page.Append("| ").AppendJoin(" | ", row).Append(" |\n");
        page.Append('\n');
    }

    private string Value(Figure figure) => AgreeWords.Of(figure).In(chinese);

    private string Title(Criterion criterion) => chinese ? Escaped(criterion.Title.Zh) : Escaped(criterion.Id);

    private string Name(Wording rater) => Escaped(rater.In(chinese));

    /// <summary>What means something in Markdown or in a table's row means itself.</summary>
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        foreach (var c in SafeText.Of(text))
        {
            if (c is '|' or '*' or '_' or '`' or '[' or ']' or '<' or '>' or '\\' or '#')
                escaped.Append('\\');
            escaped.Append(c);
        }

        return escaped.ToString();
    }

    private static string Number(long count) => count.ToString(CultureInfo.InvariantCulture);

    private string Word(string zh, string en) => chinese ? zh : en;
}
