using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using QA.Calibration;
using QA.Scoring;
using Spectre.Console;

namespace QA.Engine.Cli.Agree;

/// <summary>A report for a terminal or a pipe, in one language.</summary>
/// <param name="width">Columns.</param>
internal sealed class AgreeText(bool colour, int width, bool chinese) : IAgreeFormat
{
    public string Write(AgreeReport report)
    {
        using var output = new StringWriter { NewLine = "\n" };
        Heading(report, output);
        Kappas(report, output);
        Rates(report, output);
        foreach (var agreement in report.Compared.Agreement.Criteria)
            Criterion(report, agreement, output);
        Disagreements(report, output);
        Foot(report, output);
        return output.ToString();
    }

    private void Heading(AgreeReport report, StringWriter output)
    {
        var compared = report.Compared;
        output.WriteLine(Styled(Style.Bold, $"{SafeText.Of(compared.One.In(chinese))} × {SafeText.Of(compared.Other.In(chinese))}")
            + (chinese ? $"：{compared.Agreement.Conversations} 个会话" : $": {compared.Agreement.Conversations} conversations")
            + (report.EngineRates ? $", {report.Rubric.Id} {report.Rubric.Version} {report.Rubric.Hash}" : ""));
        output.WriteLine();
    }

    private void Kappas(AgreeReport report, StringWriter output)
    {
        var table = NewTable();
        table.AddColumn(Column(Word("项目", "criterion")));
        Numbers(table, "n", "κ (95%)");
        if (report.Ceiling is not null)
            Numbers(table, Word("两位标注人 κ (95%)", "readers κ (95%)"), Word("差", "difference"));
        for (var i = 0; i < report.Criteria.Count; i++)
        {
            var one = report.Compared.Agreement.Criteria[i];
            Row(table, report, Name(report.Criteria[i]), one.Cases, one.Kappa, AgreeWords.CeilingOf(report, i)?.Kappa);
        }

        var mean = report.Compared.Agreement;
        Row(table, report, Word($"平均（{mean.Averaged} 项）", $"mean of {mean.Averaged}"), mean.Conversations, mean.MeanKappa, report.Ceiling?.Agreement.MeanKappa);
        Write(table, output);
        if (report.Ceiling is { } readers)
            output.WriteLine(Word($"两位标注人：{SafeText.Of(readers.One.Zh)} × {SafeText.Of(readers.Other.Zh)}，{readers.Agreement.Conversations} 个会话。", $"readers: {SafeText.Of(readers.One.En)} × {SafeText.Of(readers.Other.En)}, {readers.Agreement.Conversations} conversations."));
        output.WriteLine(Word(
            $"95%：对会话做 {report.Resampling.Resamples} 次自助重抽样的百分位区间。– 表示无法给出。",
            $"95%: percentile bootstrap over conversations, {report.Resampling.Resamples} resamples. –: cannot be given."));
        output.WriteLine();
    }

    private void Row(Table table, AgreeReport report, string name, long cases, Estimate kappa, Estimate? ceiling)
    {
        var cells = new List<Text>
        {
            new(name),
            new(cases.ToString(CultureInfo.InvariantCulture)),
            new(Value(kappa), new Spectre.Console.Style(decoration: Decoration.Bold)),
        };
        if (report.Ceiling is not null)
        {
            cells.Add(new Text(ceiling is null ? "–" : Value(ceiling)));
            cells.Add(new Text(AgreeWords.AgainstCeiling(kappa, ceiling) is { } difference ? AgreeWords.Signed(difference) : "–"));
        }

        table.AddRow(cells);
    }

    private void Rates(AgreeReport report, StringWriter output)
    {
        // Two narrow tables: one wide one would be folded on a terminal of 80 columns.
        var shares = NewTable();
        shares.AddColumn(Column(Word("项目", "criterion")));
        Numbers(shares, Word("一致率 (95%)", "raw (95%)"), Word("加权 κ (95%)", "weighted κ (95%)"), Word("已判", "sure"));
        var places = NewTable();
        places.AddColumn(Column(Word("项目", "criterion")));
        Numbers(places, Word("不适用 P", "n/a P"), Word("不适用 R", "n/a R"), Word("同一条消息", "same message"), Word("同一轮", "same turn"), Word("找对地方", "looked there"));
        for (var i = 0; i < report.Criteria.Count; i++)
        {
            var one = report.Compared.Agreement.Criteria[i];
            var evidence = one.Evidence;
            var name = Name(report.Criteria[i]);
            shares.AddRow(new Text(name), new Text(Value(one.Raw)), new Text(Value(one.WeightedKappa)), new Text(Value(one.Coverage)));
            places.AddRow(
                new Text(name),
                new Text(Value(one.Gate.Precision)),
                new Text(Value(one.Gate.Recall)),
                new Text(AgreeWords.Share(evidence.Among, evidence.Pointed)),
                new Text(evidence.SameTurn is { } turn ? AgreeWords.Share(turn, evidence.Pointed) : "–"),
                new Text(AgreeWords.Share(evidence.LookedIn, evidence.Labelled - evidence.Pointed)));
        }

        Write(shares, output);
        output.WriteLine();
        Write(places, output);
        output.WriteLine(Word(
            "P、R：不适用的精确率与召回率。依据只比较双方判定相同的会话；找对地方：因缺失而判时，查找范围包含标注的位置。",
            "P, R: precision and recall of n/a. Evidence is compared where both agree.\nLooked there: something is missing, and it was looked for where the reader says it was due."));
        output.WriteLine();
    }

    private void Criterion(AgreeReport report, CriterionAgreement one, StringWriter output)
    {
        output.WriteLine(Styled(Style.Bold, one.Criterion));
        foreach (var (name, estimate) in ((string, Estimate)[])[("κ", one.Kappa), (Word("加权 κ", "weighted κ"), one.WeightedKappa)])
        {
            if (estimate.Value is null)
                output.WriteLine($"  {name}: {AgreeWords.Of(estimate.Figure).In(chinese)}");
        }

        var table = NewTable();
        table.AddColumn(Column(SafeText.Of(report.Compared.One.In(chinese)) + " ↓  " + SafeText.Of(report.Compared.Other.In(chinese)) + " →"));
        foreach (var verdict in AgreeWords.Verdicts)
            table.AddColumn(Column(AgreeWords.Of(verdict).In(chinese)).RightAligned());
        table.AddColumn(Column(Word("召回率", "recall")).RightAligned());
        foreach (var rates in one.Values)
        {
            var cells = new List<Text> { new(AgreeWords.Of(rates.Value).In(chinese)) };
            foreach (var verdict in AgreeWords.Verdicts)
            {
                var count = one.Counts[(int)rates.Value, (int)verdict];
                cells.Add(new Text(count.ToString(CultureInfo.InvariantCulture), count == 0 ? new Spectre.Console.Style(decoration: Decoration.Dim) : new Spectre.Console.Style(rates.Value == verdict ? Color.Green : Color.Red)));
            }

            cells.Add(new Text(Value(rates.Recall)));
            table.AddRow(cells);
        }

        var precision = new List<Text> { new(Word("精确率", "precision")) };
        var f1 = new List<Text> { new("F1") };
        foreach (var rates in one.Values)
        {
            precision.Add(new Text(Value(rates.Precision)));
            f1.Add(new Text(Value(rates.F1)));
        }

        table.AddRow(precision);
        table.AddRow(f1);
        Write(table, output);
        output.WriteLine();
    }

    private void Disagreements(AgreeReport report, StringWriter output)
    {
        output.WriteLine(Styled(Style.Bold, Word($"分歧：{report.Disagreements.Count} 处", $"disagreements: {report.Disagreements.Count}")));
        var number = 0;
        foreach (var disagreement in report.Disagreements)
        {
            output.WriteLine();
            output.WriteLine($"{++number}. {Styled(Style.Bold, disagreement.Criterion.Id)} · {SafeText.Of(disagreement.Conversation)}");
            output.WriteLine($"   {SafeText.Of(report.Compared.One.In(chinese))}: {Said(disagreement.One)}");
            output.WriteLine($"   {SafeText.Of(report.Compared.Other.In(chinese))}: {Said(disagreement.Other)}");
            foreach (var word in (RaterWord[])[disagreement.One, disagreement.Other])
                Reasons(word, output);
            Words(disagreement, output);
        }

        output.WriteLine();
    }

    private string Said(RaterWord word)
    {
        var said = Styled(Style.Bold, AgreeWords.Of(word.Judgement.Verdict).In(chinese));
        if (word.Scores.Count == 0 && word.Judgement.Messages.Count > 0)
            said += Word($"，第 {word.Judgement.Messages[0]} 条消息", $", message {word.Judgement.Messages[0]}");
        return word.Note is { } note ? $"{said} — {SafeText.Of(note.In(chinese))}" : said;
    }

    private void Reasons(RaterWord word, StringWriter output)
    {
        foreach (var reason in AgreeWords.Reasons(word))
        {
            output.WriteLine($"     {(reason.Agent is { } agent ? SafeText.Of(agent) + ": " : "")}{reason.Reason.In(chinese)}");
            if (reason.Quotes.Count > 0)
            {
                var quotes = new StringBuilder("     ");
                foreach (var quote in reason.Quotes)
                    quotes.Append(CultureInfo.InvariantCulture, $"  [{quote.Message}] 「{SafeText.Of(quote.Words)}」 {quote.Rule}");
                output.WriteLine(quotes.ToString());
            }

            foreach (var absent in reason.Absent)
                output.WriteLine($"       {SafeText.Of(absent.In(chinese))}");
        }
    }

    private void Words(Disagreement disagreement, StringWriter output)
    {
        if (disagreement.Chat is not { } chat)
            return;
        var next = 0;
        foreach (var (from, to) in disagreement.Stretches())
        {
            Gap(from - next, output);
            for (var i = from; i <= to; i++)
                Message(disagreement, chat.Messages[i], i, output);
            next = to + 1;
        }

        Gap(disagreement.End - next, output);
    }

    private void Gap(int messages, StringWriter output)
    {
        if (messages > 0)
            output.WriteLine(Styled(Style.Dim, Word($"       … {messages} 条消息", messages == 1 ? "       … 1 message" : $"       … {messages} messages")));
    }

    private void Message(Disagreement disagreement, Message message, int index, StringWriter output)
    {
        var labelled = disagreement.LabelOfOne == index || disagreement.LabelOfOther == index;
        output.Write($"   {(labelled ? Styled(Style.Yellow, ">") : " ")}{index,4}  ");
        output.Write(Styled(message.Speaker == Speaker.Agent ? Style.Cyan : Style.Dim, AgreeWords.Speaker(message.Speaker).In(chinese) + ": "));
        output.Write(AgreeWords.Kind(message.Kind).In(chinese));
        var at = 0;
        foreach (var (start, end) in disagreement.Marks(index))
        {
            output.Write(SafeText.Of(message.Text.AsSpan(at, start - at)));
            output.Write(colour ? Style.Underline + Style.Yellow : "[[");
            output.Write(SafeText.Of(message.Text.AsSpan(start, end - start)));
            output.Write(colour ? Style.Off : "]]");
            at = end;
        }

        output.Write(SafeText.Of(message.Text.AsSpan(at)));
        output.WriteLine(labelled ? Styled(Style.Yellow, Word("  ← 标注", "  ← labelled")) : "");
    }

    private void Foot(AgreeReport report, StringWriter output)
    {
        foreach (var file in report.Files)
            output.WriteLine(Styled(Style.Dim, $"{SafeText.Of(file.Name)}  n={file.Conversations}  {file.Hash}"));
        if (report.SetAside.Count > 0)
            output.WriteLine(Word($"{report.SetAside.Count} 处输入被搁置，列在标准错误上。", $"{report.SetAside.Count} things were set aside; they are listed on standard error."));
    }

    private string Name(Criterion criterion) => chinese ? criterion.Title.Zh : criterion.Id;

    /// <summary>In a cell a dash is enough; the reason stands above the criterion's table.</summary>
    private static string Value(Figure figure) => figure.Value is { } value ? AgreeWords.Number(value) : "–";

    private static string Value(Estimate estimate) => estimate.Interval is { } interval ? $"{Value(estimate.Figure)} ({AgreeWords.Of(interval)})" : Value(estimate.Figure);

    private static Table NewTable() => new() { Border = TableBorder.Simple, UseSafeBorder = false };

    private static void Numbers(Table table, params ReadOnlySpan<string> titles)
    {
        foreach (var title in titles)
            table.AddColumn(Column(title).RightAligned());
    }

    private static TableColumn Column(string title) => new(new Text(title, new Spectre.Console.Style(decoration: Decoration.Bold))) { NoWrap = true };

    private void Write(Table table, StringWriter output) => TableText.Write(table, output, colour, width);

    private string Word(string zh, string en) => chinese ? zh : en;

    private string Styled(string style, string text) => colour ? style + text + Style.Off : text;
}
