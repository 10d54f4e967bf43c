using System;
using System.Globalization;
using System.IO;
using System.Linq;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Scoring;

namespace QA.Engine.Cli;

/// <summary>What people decided about a kept score, beside what the machine said: the score that counts, and who corrected what and why.</summary>
internal sealed class DecisionsPage(TextWriter output, bool colour, bool chinese, RubricSet rubrics)
{
    /// <summary>Prints nothing where nobody decided anything.</summary>
    public void Print(StoredScore score, ReviewHistory history)
    {
        if (score.Reviewed is null && history.Corrections.Count + history.Decisions.Count + history.Reviews.Count == 0)
            return;
        var agent = score.Agent.Length == 0 ? chinese ? "未署名" : "unnamed" : SafeText.Of(score.Agent).ToString();
        var session = score.Sessions == 1 ? "" : chinese ? $" · 第{score.Session + 1}/{score.Sessions}" : $" · session {score.Session + 1}/{score.Sessions}";
        var head = chinese ? $"人工复核 · {agent}{session}" : $"People's decisions · {agent}{session}";
        output.WriteLine(colour ? Style.Bold + head + Style.Off : head);
        output.WriteLine(chinese
            ? $"  {score.RubricId} {score.RubricVersion}：得分 {ScoreTable.Points(score.ShownPoints)}，机器评分 {ScoreTable.Points(score.Total)}；计入成绩 {(score.Official ? ScoreTable.Points(score.CountingPoints) : "–")}"
            : $"  {score.RubricId} {score.RubricVersion}: score {ScoreTable.Points(score.ShownPoints)}, the machine's {ScoreTable.Points(score.Total)}; counts as {(score.Official ? ScoreTable.Points(score.CountingPoints) : "–")}");
        foreach (var one in history.Corrections)
        {
            var withdrawn = one.WithdrawnAt is null ? "" : chinese ? $"（{SafeText.Of(one.WithdrawnBy ?? "")} 已撤回）" : $" (withdrawn by {SafeText.Of(one.WithdrawnBy ?? "")})";
            Line(one.Name, one.At, $"{Title(one.Criterion)}{(chinese ? "：" : ": ")}{ScorePage.Word(one.Machine, chinese)} → {ScorePage.Word(one.Verdict.Verdict, chinese)}{withdrawn}", one.Comment);
        }

        foreach (var one in history.Decisions)
            Line(one.Name, one.At, $"{Title(one.Critical)}{(chinese ? "：" : ": ")}{one.Word.In(chinese)}", one.Comment);
        foreach (var one in history.Reviews)
            Line(one.Name, one.At, chinese ? "已审核" : "reviewed", one.Comment);
        output.WriteLine();
    }

    private void Line(string name, DateTimeOffset at, string what, string comment)
    {
        var said = comment.Length == 0 ? "" : chinese ? $" 「{SafeText.Of(comment)}」" : $" “{SafeText.Of(comment)}”";
        output.WriteLine($"  {at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC  {SafeText.Of(name)}  {what}{said}");
    }

    /// <summary>By any rubric in use that knows it; else its id.</summary>
    private string Title(string id) =>
        (rubrics.All.SelectMany(static rubric => rubric.Criteria).FirstOrDefault(one => one.Id == id)?.Title
            ?? rubrics.All.SelectMany(static rubric => rubric.CriticalFindings).FirstOrDefault(one => one.Id == id)?.Title)?.In(chinese) ?? id;
}
