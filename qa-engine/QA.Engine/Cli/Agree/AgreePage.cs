using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using QA.Calibration;
using QA.Scoring;

namespace QA.Engine.Cli.Agree;

/// <summary>
/// A report as one self-contained page: no script, nothing fetched. Both languages are in it; two radio buttons and the
/// stylesheet show one of them, and without styles both can be read.
/// </summary>
/// <param name="chinese">The language it opens in.</param>
internal sealed class AgreePage(bool chinese) : IAgreeFormat
{
    private const int WeakSpots = 8;

    public string Write(AgreeReport report)
    {
        var page = new StringBuilder();
        Head(report, page);
        page.Append("<main id=\"main\">\n");
        Summary(report, page);
        Weak(report, page);
        var number = 0;
        for (var i = 0; i < report.Criteria.Count; i++)
            Criterion(report, i, ref number, page);
        Method(report, page);
        page.Append("</main>\n</body>\n</html>\n");
        return page.ToString();
    }

    private void Head(AgreeReport report, StringBuilder page)
    {
        var title = HtmlText.Of(chinese ? "一致性报告" : "Agreement report");
        page.Append(CultureInfo.InvariantCulture, $$"""
            <!DOCTYPE html>
            <html lang="{{(chinese ? "zh" : "en")}}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>{{title}} · {{HtmlText.Of(report.Compared.One.In(chinese))}} × {{HtmlText.Of(report.Compared.Other.In(chinese))}}</title>
            <style>
            {{AgreePageStyle.Sheet}}
            </style>
            </head>
            <body>
            <input type="radio" name="language" id="in-zh" class="pick" aria-label="中文"{{(chinese ? " checked" : "")}}>
            <input type="radio" name="language" id="in-en" class="pick" aria-label="English"{{(chinese ? "" : " checked")}}>
            <header>
            <div class="languages"><label for="in-zh" lang="zh">中文</label><label for="in-en" lang="en">English</label></div>
            <h1>{{HtmlText.Of("一致性报告", "Agreement report")}}</h1>
            <p class="raters"><b>{{Name(report.Compared.One)}}</b> × <b>{{Name(report.Compared.Other)}}</b></p>

            """);
        if (report.EngineRates)
            page.Append(CultureInfo.InvariantCulture, $"<p class=\"fine\">{HtmlText.Of(report.Rubric.Title)} · {HtmlText.Of(report.Rubric.Id)} {HtmlText.Of(report.Rubric.Version)} · <code>{HtmlText.Of(report.Rubric.Hash)}</code></p>\n");
        page.Append("</header>\n");
    }

    private static void Summary(AgreeReport report, StringBuilder page)
    {
        var mean = report.Compared.Agreement.MeanKappa;
        page.Append("<section aria-labelledby=\"summary\">\n<h2 id=\"summary\">").Append(HtmlText.Of("总览", "Summary")).Append("</h2>\n<dl class=\"tiles\">\n");
        Tile(page, HtmlText.Of("平均 κ", "Mean κ"), Value(mean.Figure), Range(mean));
        if (report.Ceiling is { } people)
            Tile(page, HtmlText.Of("两位标注人的平均 κ", "Mean κ of two readers"), Value(people.Agreement.MeanKappa.Figure), Range(people.Agreement.MeanKappa));
        Tile(page, HtmlText.Of("会话", "Conversations"), Number(report.Compared.Agreement.Conversations), "");
        Tile(page, HtmlText.Of("分歧", "Disagreements"), Number(report.Disagreements.Count), "");
        page.Append("</dl>\n");

        OpenTable(page, HtmlText.Of("每一项的一致性", "Agreement on each criterion"), "agreement on each criterion / 每一项的一致性");
        page.Append("<thead><tr>");
        Heads(page, ("项目", "Criterion"), ("κ（95%）", "κ (95%)"));
        page.Append("<th scope=\"col\" aria-hidden=\"true\"><span class=\"scale\"><span>0</span><span>1</span></span></th>");
        if (report.Ceiling is not null)
            Heads(page, ("两位标注人 κ（95%）", "Readers’ κ (95%)"), ("差", "Difference"));
        Heads(page, ("一致率（95%）", "Raw (95%)"), ("加权 κ（95%）", "Weighted κ (95%)"), ("不适用 精确率", "N/A precision"), ("不适用 召回率", "N/A recall"), ("已判", "Sure"), ("n", "n"));
        page.Append("</tr></thead>\n<tbody>\n");
        for (var i = 0; i < report.Criteria.Count; i++)
        {
            var one = report.Compared.Agreement.Criteria[i];
            var ceiling = AgreeWords.CeilingOf(report, i)?.Kappa;
            page.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\"><a href=\"#{HtmlText.Of(Anchor(i))}\">{HtmlText.Of(report.Criteria[i].Title)}</a></th>");
            Cells(page, Stacked(one.Kappa, strong: true));
            page.Append("<td aria-hidden=\"true\">").Append(Plot(one.Kappa, ceiling)).Append("</td>");
            if (report.Ceiling is not null)
                Cells(page, ceiling is null ? "–" : Stacked(ceiling), Difference(one.Kappa, ceiling));
            Cells(page, Stacked(one.Raw), Stacked(one.WeightedKappa), Value(one.Gate.Precision), Value(one.Gate.Recall), Value(one.Coverage), Number(one.Cases));
            page.Append("</tr>\n");
        }

        page.Append("</tbody></table></div>\n");
        if (report.Ceiling is { } readers)
            page.Append(CultureInfo.InvariantCulture, $"<p class=\"fine\"><span class=\"key engine\"></span> {Name(report.Compared.One)} × {Name(report.Compared.Other)} <span class=\"key people\"></span> {Name(readers.One)} × {Name(readers.Other)}</p>\n");
        page.Append("</section>\n");
    }

    private static void Weak(AgreeReport report, StringBuilder page)
    {
        var spots = WeakSpot.In(report.Compared.Agreement, WeakSpots);
        if (spots.Count == 0)
            return;
        page.Append("<section aria-labelledby=\"weak\">\n<h2 id=\"weak\">").Append(HtmlText.Of("最常见的分歧", "Where they differ most")).Append("</h2>\n<ul>\n");
        foreach (var spot in spots)
        {
            var criterion = report.Criteria.Index().First(criterion => criterion.Item.Id == spot.Criterion);
            page.Append(CultureInfo.InvariantCulture, $"<li><a href=\"#{HtmlText.Of(Anchor(criterion.Index))}\">{HtmlText.Of(criterion.Item.Title)}</a> {Chip(spot.One)} → {Chip(spot.Other)} ")
                .Append(HtmlText.Of($"{spot.Given} 例中 {spot.Cases} 例", $"{spot.Cases} of {spot.Given}")).Append("</li>\n");
        }

        page.Append("</ul>\n</section>\n");
    }

    private static void Criterion(AgreeReport report, int place, ref int number, StringBuilder page)
    {
        var criterion = report.Criteria[place];
        var one = report.Compared.Agreement.Criteria[place];
        page.Append(CultureInfo.InvariantCulture, $"<section aria-labelledby=\"{Anchor(place)}\">\n<h2 id=\"{Anchor(place)}\">{HtmlText.Of(criterion.Title)} <code>{HtmlText.Of(criterion.Id)}</code></h2>\n");
        page.Append(CultureInfo.InvariantCulture, $"<p>κ {Stated(one.Kappa)} · {HtmlText.Of("加权 κ", "weighted κ")} {Stated(one.WeightedKappa)} · {HtmlText.Of("一致率", "raw agreement")} {Stated(one.Raw)}</p>\n");
        Table(report, one, page);
        page.Append("<p class=\"fine\">").Append(HtmlText.Of("依据：", "Evidence: ")).Append(HtmlText.Of(AgreeWords.Of(one.Evidence))).Append("</p>\n");
        var disagreements = report.Disagreements.Where(disagreement => ReferenceEquals(disagreement.Criterion, criterion)).ToList();
        if (disagreements.Count == 0)
            page.Append("<p>").Append(HtmlText.Of("没有分歧。", "No disagreement.")).Append("</p>\n");
        foreach (var disagreement in disagreements)
            Disagreement(report, disagreement, ++number, page);
        page.Append("</section>\n");
    }

    private static void Table(AgreeReport report, CriterionAgreement one, StringBuilder page)
    {
        OpenTable(page, $"{HtmlText.Of("行：", "Rows: ")}{Name(report.Compared.One)}{HtmlText.Of("；列：", "; columns: ")}{Name(report.Compared.Other)}", $"{one.Criterion}: confusion table / 混淆表");
        page.Append("<thead><tr><td></td>");
        foreach (var verdict in AgreeWords.Verdicts)
            Heads(page, (AgreeWords.Of(verdict).Zh, AgreeWords.Of(verdict).En));
        Heads(page, ("召回率", "Recall"));
        page.Append("</tr></thead>\n<tbody>\n");
        foreach (var rates in one.Values)
        {
            page.Append("<tr><th scope=\"row\">").Append(HtmlText.Of(AgreeWords.Of(rates.Value))).Append("</th>");
            foreach (var verdict in AgreeWords.Verdicts)
            {
                var count = one.Counts[(int)rates.Value, (int)verdict];
                page.Append(CultureInfo.InvariantCulture, $"<td class=\"{(count == 0 ? "none" : verdict == rates.Value ? "same" : "other")}\">{count}</td>");
            }

            Cells(page, Value(rates.Recall));
            page.Append("</tr>\n");
        }

        foreach (var (zh, en, figure) in ((string, string, Func<ValueRates, Figure>)[])[("精确率", "Precision", rates => rates.Precision), ("F1", "F1", rates => rates.F1)])
        {
            page.Append("<tr class=\"rates\"><th scope=\"row\">").Append(HtmlText.Of(zh, en)).Append("</th>");
            foreach (var rates in one.Values)
                Cells(page, Value(figure(rates)));
            page.Append("<td></td><td></td></tr>\n");
        }

        page.Append("</tbody></table></div>\n");
    }

    private static void Disagreement(AgreeReport report, Disagreement disagreement, int number, StringBuilder page)
    {
        page.Append(CultureInfo.InvariantCulture, $"<article aria-labelledby=\"d{number}\">\n<h3 id=\"d{number}\">{number}. {HtmlText.Isolated(disagreement.Conversation)}</h3>\n<div class=\"said\">\n");
        Said(report.Compared.One, disagreement.One, page);
        Said(report.Compared.Other, disagreement.Other, page);
        page.Append("</div>\n");
        if (disagreement.Chat is { } chat)
        {
            var stretches = disagreement.Stretches();
            page.Append("<ol class=\"chat\">\n");
            var next = 0;
            foreach (var (from, to) in stretches)
            {
                Gap(from - next, page);
                Messages(disagreement, chat, from, to, page);
                next = to + 1;
            }

            Gap(disagreement.End - next, page);
            page.Append("</ol>\n");
            if (stretches.Sum(stretch => stretch.To - stretch.From + 1) < disagreement.End)
            {
                page.Append(CultureInfo.InvariantCulture, $"<details><summary>{HtmlText.Of($"全部 {disagreement.End} 条消息", $"All {disagreement.End} messages")}</summary>\n<ol class=\"chat\">\n");
                Messages(disagreement, chat, 0, disagreement.End - 1, page);
                page.Append("</ol>\n</details>\n");
            }
        }

        page.Append("</article>\n");
    }

    private static void Said(Wording rater, RaterWord word, StringBuilder page)
    {
        page.Append("<div>\n<p>").Append(Name(rater)).Append(' ').Append(Chip(word.Judgement.Verdict));
        if (word.Scores.Count == 0 && word.Judgement.Messages.Count > 0)
            page.Append(' ').Append(HtmlText.Of($"第 {word.Judgement.Messages[0]} 条消息", $"message {word.Judgement.Messages[0]}"));
        page.Append("</p>\n");
        if (word.Note is { } note)
            page.Append("<p class=\"note\">").Append("<bdi>").Append(HtmlText.Of(note)).Append("</bdi>").Append("</p>\n");
        foreach (var reason in AgreeWords.Reasons(word))
        {
            page.Append("<p>");
            if (reason.Agent is { } agent)
                page.Append(HtmlText.Isolated(agent)).Append(": ");
            page.Append(HtmlText.Of(reason.Reason)).Append("</p>\n");
            if (reason.Quotes.Count > 0 || reason.Absent.Count > 0)
            {
                page.Append("<ul class=\"fine\">\n");
                foreach (var quote in reason.Quotes)
                    page.Append(CultureInfo.InvariantCulture, $"<li>[{quote.Message}] <q>{HtmlText.Isolated(quote.Words)}</q> <code>{HtmlText.Of(quote.Rule ?? "")}</code></li>\n");
                foreach (var absent in reason.Absent)
                    page.Append("<li>").Append(HtmlText.Of(absent)).Append("</li>\n");
                page.Append("</ul>\n");
            }
        }

        page.Append("</div>\n");
    }

    private static void Gap(int messages, StringBuilder page)
    {
        if (messages > 0)
            page.Append("<li class=\"gap\">").Append(HtmlText.Of($"… {messages} 条消息 …", messages == 1 ? "… 1 message …" : $"… {messages} messages …")).Append("</li>\n");
    }

    private static void Messages(Disagreement disagreement, Conversation chat, int from, int to, StringBuilder page)
    {
        for (var i = from; i <= to; i++)
        {
            var message = chat.Messages[i];
            var labelled = disagreement.LabelOfOne == i || disagreement.LabelOfOther == i;
            var side = message.Speaker switch { Speaker.Agent => "agent", Speaker.Customer => "customer", _ => "aside" };
            page.Append(CultureInfo.InvariantCulture, $"<li class=\"{side}{(labelled ? " labelled" : "")}\"><span class=\"who\">{i} {HtmlText.Of(AgreeWords.Speaker(message.Speaker))}");
            if (message.Sender is { } sender && message.Speaker is Speaker.Agent or Speaker.Bot)
                page.Append(' ').Append(HtmlText.Isolated(sender));
            if (labelled)
                page.Append(" <strong>").Append(HtmlText.Of("◀ 标注", "◀ labelled")).Append("</strong>");
            page.Append("</span> <bdi class=\"words\">").Append(HtmlText.Of(AgreeWords.Kind(message.Kind)));
            var at = 0;
            foreach (var (start, end) in disagreement.Marks(i))
            {
                page.Append(HtmlText.Of(message.Text.AsSpan(at, start - at))).Append("<mark>").Append(HtmlText.Of(message.Text.AsSpan(start, end - start))).Append("</mark>");
                at = end;
            }

            page.Append(HtmlText.Of(message.Text.AsSpan(at))).Append("</bdi></li>\n");
        }
    }

    private static void Method(AgreeReport report, StringBuilder page)
    {
        page.Append("<section aria-labelledby=\"method\">\n<h2 id=\"method\">").Append(HtmlText.Of("这些数字怎样得来", "How these figures are made")).Append("</h2>\n<ul>\n");
        foreach (var sentence in AgreeMethod.Sentences(report))
            page.Append("<li>").Append(HtmlText.Of(sentence)).Append("</li>\n");
        page.Append("</ul>\n<ul class=\"fine\">\n");
        foreach (var file in report.Files)
            page.Append(CultureInfo.InvariantCulture, $"<li>{HtmlText.Isolated(file.Name)} n={file.Conversations} <code>{file.Hash}</code></li>\n");
        page.Append("</ul>\n");
        if (report.SetAside.Count > 0)
        {
            page.Append(CultureInfo.InvariantCulture, $"<details><summary>{HtmlText.Of($"{report.SetAside.Count} 处输入被搁置", $"{report.SetAside.Count} things were set aside")}</summary>\n<ul class=\"fine\">\n");
            foreach (var problem in report.SetAside)
                page.Append("<li>").Append(HtmlText.Isolated(problem)).Append("</li>\n");
            page.Append("</ul></details>\n");
        }

        page.Append("</section>\n");
    }

    /// <summary>κ on a line from 0 to 1 with its interval; the readers' below.</summary>
    private static string Plot(Estimate kappa, Estimate? ceiling)
    {
        var plot = new StringBuilder("<svg class=\"plot\" viewBox=\"0 0 84 18\" width=\"84\" height=\"18\" focusable=\"false\">");
        Line(kappa, "engine", ceiling is null ? 9 : 6, plot);
        if (ceiling is not null)
            Line(ceiling, "people", 13, plot);
        return plot.Append("</svg>").ToString();
    }

    private static void Line(Estimate estimate, string name, int y, StringBuilder plot)
    {
        if (estimate.Interval is var (low, high))
            plot.Append(CultureInfo.InvariantCulture, $"<line class=\"{name}\" x1=\"{X(low)}\" x2=\"{X(high)}\" y1=\"{y}\" y2=\"{y}\"/>");
        if (estimate.Value is { } value)
            plot.Append(CultureInfo.InvariantCulture, $"<circle class=\"{name}\" cx=\"{X(value)}\" cy=\"{y}\" r=\"3\"/>");

        // Below 0 stands at the edge: the figure beside it says how far.
        static string X(double value) => (2 + (80 * Math.Clamp(value, 0, 1))).ToString("0.#", CultureInfo.InvariantCulture);
    }

    private static void Tile(StringBuilder page, string name, string value, string below) =>
        page.Append(CultureInfo.InvariantCulture, $"<div><dt>{name}</dt><dd>{value}{(below.Length > 0 ? $" <small>{below}</small>" : "")}</dd></div>\n");

    private static void OpenTable(StringBuilder page, string caption, string label) =>
        page.Append(CultureInfo.InvariantCulture, $"<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{HtmlText.Of(label)}\"><table>\n<caption>{caption}</caption>\n");

    private static void Heads(StringBuilder page, params ReadOnlySpan<(string Zh, string En)> heads)
    {
        foreach (var (zh, en) in heads)
            page.Append("<th scope=\"col\">").Append(HtmlText.Of(zh, en)).Append("</th>");
    }

    private static void Cells(StringBuilder page, params ReadOnlySpan<string> cells)
    {
        foreach (var cell in cells)
            page.Append("<td>").Append(cell).Append("</td>");
    }

    private static string Difference(Estimate kappa, Estimate? ceiling) =>
        AgreeWords.AgainstCeiling(kappa, ceiling) is { } difference ? AgreeWords.Signed(difference) : "–";

    private static string Stated(Estimate estimate) => estimate.Interval is { } interval
        ? $"<b>{Value(estimate.Figure)}</b> <small>({HtmlText.Of(AgreeWords.Of(interval))})</small>"
        : Value(estimate.Figure);

    /// <summary>In a cell: the interval below the figure.</summary>
    private static string Stacked(Estimate estimate, bool strong = false)
    {
        var value = strong ? $"<b>{Value(estimate.Figure)}</b>" : Value(estimate.Figure);
        return estimate.Interval is { } interval ? $"{value}<small>{HtmlText.Of(AgreeWords.Of(interval))}</small>" : value;
    }

    private static string Range(Estimate estimate) => estimate.Interval is { } interval ? HtmlText.Of(AgreeWords.Of(interval)) : "";

    private static string Value(Figure figure) => HtmlText.Of(AgreeWords.Of(figure));

    private static string Number(long count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Name(Wording rater) => HtmlText.Of(rater);

    private static string Chip(Verdict verdict) => $"<span class=\"chip v{(int)verdict}\">{HtmlText.Of(AgreeWords.Of(verdict))}</span>";

    private static string Anchor(int criterion) => string.Create(CultureInfo.InvariantCulture, $"c{criterion}");
}
