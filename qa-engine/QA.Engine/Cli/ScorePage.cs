using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using QA.Scoring;

namespace QA.Engine.Cli;

/// <summary>
/// One score, whole: the transcript with the words that decided, each criterion with its points, and the sum. In colour the
/// words are underlined; without it they stand in <c>[[…]]</c>.
/// </summary>
internal sealed class ScorePage(TextWriter output, bool colour, bool chinese)
{
    private const int PointColumns = 7;
    private const int MostMoodWords = 3;

    public void Print(Score score)
    {
        Title(score);
        Transcript(score.Conversation, score.Messages.From, score.Messages.To, Marks(score));
        output.WriteLine();
        foreach (var section in score.Rubric.Sections)
            Section(score, section);
        Stages(score);
        Mood(score);
        Sum(score);
        output.WriteLine();
    }

    public static string Word(Verdict verdict, bool chinese) => verdict switch
    {
        Verdict.Pass => chinese ? "通过" : "pass",
        Verdict.Partial => chinese ? "部分" : "partial",
        Verdict.Fail => chinese ? "未通过" : "fail",
        Verdict.NotApplicable => chinese ? "不适用" : "n/a",
        _ => chinese ? "需人工" : "unsure",
    };

    private void Title(Score score)
    {
        var title = new StringBuilder(SafeText.Of(score.Conversation.Id));
        if (score.Agent is { } agent)
            title.Append(" · ").Append(SafeText.Of(agent));
        if (score.Team is { } team)
            title.Append(" · ").Append(SafeText.Of(team));
        if (score.Sessions > 1)
            title.Append(CultureInfo.InvariantCulture, $" · {(chinese ? "第" : "session ")}{score.Session + 1}/{score.Sessions}");
        if (score.Scenario is { } scenario)
            title.Append(" · ").Append(scenario.Title.In(chinese));
        title.Append(" · ").Append(ScoreTable.Points(score.Total));
        if (score.Band is { } band)
            title.Append(' ').Append(band.Title.In(chinese));
        if (score.Standing == Standing.Insufficient)
            title.Append(chinese ? "（适用项太少，不排名）" : " (too little applied; not ranked)");

        output.WriteLine(Styled(Style.Bold, title.ToString()));
        output.WriteLine();
    }

    private void Transcript(Conversation chat, int from, int to, List<(int Message, int Start, int End)> marks)
    {
        for (var i = 0; i < chat.Messages.Count; i++)
        {
            var message = chat.Messages[i];
            var who = message.Speaker switch
            {
                Speaker.Customer => chinese ? "顾客" : "customer",
                Speaker.Agent => chinese ? "客服" : "agent",
                Speaker.Bot => chinese ? "自动" : "bot",
                _ => chinese ? "系统" : "system",
            };
            var head = new StringBuilder();
            head.Append(CultureInfo.InvariantCulture, $"{i,3}  ");
            if (message.SentAt is { } sent)
                head.Append(sent.ToString("MM-dd HH:mm:ss ", CultureInfo.InvariantCulture));
            head.Append(who);
            if (message.Sender is { } sender && message.Speaker is Speaker.Agent or Speaker.Bot)
                head.Append(' ').Append(SafeText.Of(sender));
            head.Append(": ");
            var outside = i < from || i >= to;
            output.Write(Styled(outside || message.Speaker != Speaker.Agent ? Style.Dim : Style.Cyan, head.ToString()));
            output.WriteLine((message.Kind == MessageKind.Text ? Marked(message.Text, i, marks) : $"{KindName(message.Kind)} {SafeText.Of(message.Text)}") + (outside ? "" : MoodOf(message)));
        }
    }

    /// <summary>How a customer's message feels, where it does, and the words that say so.</summary>
    private string MoodOf(Message message)
    {
        if (message.Speaker != Speaker.Customer || message.Sentiment is not { Polarity: not Polarity.Neutral } said)
            return "";
        var words = said.Sentences.SelectMany(static sentence => sentence.Cues).OrderByDescending(static cue => Math.Abs(cue.Weight)).Take(MostMoodWords)
            .Select(cue => SafeText.Of(message.Text.AsSpan(cue.Start, cue.Length)).ToString());
        var named = string.Join(chinese ? "、" : ", ", words);
        return Styled(Style.Dim, $"  ‹{SideName(said.Polarity)}{(named.Length == 0 ? "" : chinese ? "：" : ": ")}{named}›");
    }

    private string SideName(Polarity side) => side switch
    {
        Polarity.Positive => chinese ? "满意" : "positive",
        Polarity.Negative => chinese ? "不满" : "negative",
        _ => chinese ? "有褒有贬" : "mixed",
    };

    private string KindName(MessageKind kind) => kind switch
    {
        MessageKind.Image => chinese ? "（图片）" : "(image)",
        MessageKind.Voice => chinese ? "（语音）" : "(voice)",
        MessageKind.Video => chinese ? "（视频）" : "(video)",
        MessageKind.Card => chinese ? "（卡片）" : "(card)",
        MessageKind.File => chinese ? "（文件）" : "(file)",
        MessageKind.Recalled => chinese ? "（已撤回）" : "(recalled)",
        _ => chinese ? "（其他）" : "(other)",
    };

    private string Marked(string text, int message, List<(int Message, int Start, int End)> marks)
    {
        var marked = new StringBuilder();
        var at = 0;
        foreach (var (_, start, end) in marks.FindAll(mark => mark.Message == message))
        {
            marked.Append(SafeText.Of(text.AsSpan(at, start - at)));
            marked.Append(colour ? Style.Underline + Style.Yellow : "[[");
            marked.Append(SafeText.Of(text.AsSpan(start, end - start)));
            marked.Append(colour ? Style.Off : "]]");
            at = end;
        }

        return marked.Append(SafeText.Of(text.AsSpan(at))).ToString();
    }

    /// <summary>The words of all findings, in order; what overlaps becomes one mark.</summary>
    private static List<(int Message, int Start, int End)> Marks(Score score)
    {
        var all = new List<(int Message, int Start, int End)>();
        foreach (var part in score.Criteria)
            Add(part.Evidence);
        foreach (var adjustment in score.Adjustments)
            Add(adjustment.Evidence);
        foreach (var suspicion in score.Suspicions)
            Add(suspicion.Evidence);
        all.Sort();
        var merged = new List<(int Message, int Start, int End)>();
        foreach (var mark in all)
        {
            if (merged.Count > 0 && merged[^1].Message == mark.Message && merged[^1].End >= mark.Start)
                merged[^1] = merged[^1] with { End = Math.Max(merged[^1].End, mark.End) };
            else
                merged.Add(mark);
        }

        return merged;

        void Add(IReadOnlyList<Finding> findings)
        {
            foreach (var finding in findings)
            {
                if (finding.Length > 0)
                    all.Add((finding.Message, finding.Start, finding.Start + finding.Length));
            }
        }
    }

    private void Section(Score score, Section section)
    {
        var first = 0;
        foreach (var earlier in score.Rubric.Sections)
        {
            if (ReferenceEquals(earlier, section))
                break;
            first += earlier.Criteria.Count;
        }

        output.WriteLine(Styled(Style.Bold, $"{section.Title.In(chinese)}  {ScoreTable.Points(SectionScore.Of(score, first, section.Criteria.Count))}"));
        var parts = score.Criteria.Skip(first).Take(section.Criteria.Count).ToList();
        foreach (var part in parts.Where(part => part.Verdict != Verdict.NotApplicable))
            Criterion(score, part);

        // What does not apply for the same reason takes one line: dozens of criteria say nothing about a chat.
        foreach (var same in parts.Where(part => part.Verdict == Verdict.NotApplicable).GroupBy(part => part.Reason.In(chinese), StringComparer.Ordinal))
            output.WriteLine($"{NoPoints}{CellWidth.Fit("", 9)} {Styled(Style.Dim, CellWidth.Fit(Word(Verdict.NotApplicable, chinese), 8))} {string.Join(chinese ? "、" : ", ", same.Select(part => part.Criterion.Title.In(chinese)))} — {same.Key}");
    }

    private void Criterion(Score score, CriterionScore part)
    {
        var style = part.Verdict switch
        {
            Verdict.Pass => Style.Green,
            Verdict.Fail => Style.Red,
            _ => Style.Yellow,
        };
        var points = part.Verdict == Verdict.Unsure ? NoPoints : ScoreTable.Points(part.Earned).PadLeft(PointColumns);
        var lost = part.Lost > 0 ? $" (-{ScoreTable.Points(part.Lost)})" : "";
        output.WriteLine($"{points}{CellWidth.Fit(lost, 9)} {Styled(style, CellWidth.Fit(Word(part.Verdict, chinese), 8))} {part.Criterion.Title.In(chinese)} — {part.Reason.In(chinese)}");
        Evidence(score, part.Evidence);
        foreach (var absence in part.Absences)
        {
            output.WriteLine(Indent + Styled(Style.Dim, Explanation.Of(absence).In(chinese)));
            if (absence.NearestMiss is { } miss)
                output.WriteLine($"{Indent}{Indent}{Words(score, miss)}");
        }

        if (part.Level?.Fix is { } fix && part.Lost > 0)
            output.WriteLine($"{Indent}{(chinese ? "改进：" : "fix: ")}{fix.In(chinese)} (+{ScoreTable.Points(part.Lost)})");
    }

    private static readonly string NoPoints = new string(' ', PointColumns - 1) + "–";

    private const string Indent = "        ";

    private void Evidence(Score score, IReadOnlyList<Finding> evidence)
    {
        foreach (var finding in evidence)
        {
            var rule = finding.Rule >= 0 ? score.Rubric.Rules[finding.Rule] : null;
            output.WriteLine($"{Indent}{Words(score, finding)}{(rule is null ? "" : Styled(Style.Dim, $"  {rule.Name}"))}");
        }
    }

    private string Words(Score score, in Finding finding)
    {
        const int longest = 80;
        var words = score.Conversation.Messages[finding.Message].Text.AsSpan(finding.Start, finding.Length);
        var cut = words.Length > longest;
        return $"[{finding.Message}] 「{SafeText.Of(cut ? words[..longest] : words)}{(cut ? "…" : "")}」";
    }

    private void Stages(Score score)
    {
        if (score.Rubric.Stages.Count == 0)
            return;
        output.WriteLine(Styled(Style.Bold, chinese ? "阶段（不计分）" : "Stages (worth no points)"));
        foreach (var stage in score.Rubric.Stages)
        {
            var title = stage.Title.In(chinese);
            if (score.Stages.FirstOrDefault(reached => ReferenceEquals(reached.Stage, stage)) is not { } reached)
                output.WriteLine($"{Indent}{Styled(Style.Dim, chinese ? $"{title}：未到达" : $"{title}: not reached")}");
            else if (reached.Before is { } before)
                output.WriteLine($"{Indent}{title}  {Words(score, reached.First)}  {Styled(Style.Yellow, chinese ? $"提前了：{before.Title.Zh}在后" : $"too early: {before.Title.En} came later")}");
            else
                output.WriteLine($"{Indent}{title}  {Words(score, reached.First)}");
        }

        if (score.LeftAt is { } last)
            output.WriteLine($"{Indent}{(chinese ? "顾客离开时所在阶段：" : "the customer left at: ")}{last.Title.In(chinese)}");
    }

    private void Mood(Score score)
    {
        if (score.Mood is not { } mood)
            return;
        output.WriteLine(Styled(Style.Bold, chinese ? "顾客情绪（不计分）" : "The customer's mood (worth no points)"));
        output.WriteLine($"{Indent}{Explanation.Of(mood).In(chinese)}{(chinese ? "：" : ": ")}{Explanation.Of(mood.Outcome).In(chinese)}");
    }

    private void Sum(Score score)
    {
        output.WriteLine();
        if (score.Base is not { } total)
        {
            output.WriteLine(chinese ? "没有适用的项目，没有得分。" : "Nothing applied; there is no score.");
        }
        else
        {
            Row(ScoreTable.Points(total), chinese ? "各项之和" : "sum of the criteria");
            foreach (var (adjustment, evidence) in score.Adjustments)
            {
                Row((adjustment.Points > 0 ? "+" : "") + ScoreTable.Points(adjustment.Points), $"{adjustment.Title.In(chinese)} — {adjustment.Reason.In(chinese)}");
                Evidence(score, evidence);
            }

            if (score.Adjustments.Count > 0)
                Row(ScoreTable.Points(score.Uncapped), chinese ? "加减分之后（0–100）" : "with bonuses and penalties, within 0…100");
            foreach (var (critical, evidence) in score.Suspicions)
            {
                Row("≤ " + ScoreTable.Points(critical.Cap), Styled(Style.Red, $"{(chinese ? "疑似：" : "suspected: ")}{critical.Title.In(chinese)}") + $" — {critical.Reason.In(chinese)}");
                Evidence(score, evidence);
                if (critical.FalseAlarm is { } alarm)
                    output.WriteLine($"{Indent}{(chinese ? "常见误报：" : "typically a false alarm: ")}{alarm.In(chinese)}");
            }

            Row(ScoreTable.Points(score.Total), Styled(Style.Bold, (chinese ? "得分" : "score") + (score.Band is { } band ? $"  {band.Title.In(chinese)}" : "")));
        }

        output.WriteLine();
        output.WriteLine(Styled(Style.Dim, $"{score.Rubric.Id} {score.Rubric.Version}  {(chinese ? "凭据" : "receipt")} {Receipt.Of(score.Conversation, score.Rubric)}"));
    }

    private void Row(string points, string words) => output.WriteLine($"{points.PadLeft(PointColumns)}  {words}");

    private string Styled(string style, string text) => colour ? style + text + Style.Off : text;
}
