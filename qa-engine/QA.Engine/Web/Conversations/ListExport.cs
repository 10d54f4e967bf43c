using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using System.Threading.Tasks;
using CsvHelper;
using Microsoft.AspNetCore.Http;
using QA.Engine.Storage;
using QA.Engine.Web.Layout;
using QA.Scoring;

namespace QA.Engine.Web.Conversations;

/// <summary>A list as a file, sent page by page as it is read. Scores and verdicts, no words of the chats.</summary>
internal sealed class ListExport(
    IConversationList list, ConversationFilter filter, FilterWords words, Visit visit, RubricShelf rubrics, IReadOnlyList<ListColumn> columns, TimeZoneInfo zone)
{
    /// <summary>Lines a file has at most; the page says so.</summary>
    public const int Most = 10_000;

    private const int PageLength = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // Names and times beside verdicts: a spreadsheet program must not take a nickname for a formula.
    private static readonly CsvWriterOptions Csv = new() { Injection = CsvInjection.Escape };
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public IResult As(bool json)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"conversations-{filter.From:yyyyMMdd}-{filter.To:yyyyMMdd}.{(json ? "jsonl" : "csv")}");
        return Results.Stream(output => json ? Send(output, JsonLines) : SendCsv(output), json ? "application/x-ndjson; charset=utf-8" : "text/csv; charset=utf-8", name);
    }

    private async Task SendCsv(Stream output)
    {
        // Excel takes a file for UTF-8 only by its mark.
        await output.WriteAsync(Encoding.UTF8.Preamble.ToArray());
        await output.WriteAsync(CsvLines([Heads()]));
        await Send(output, page => CsvLines(page.Select(Cells)));

        IEnumerable<string> Heads() =>
        [
            visit.Say("对话编号", "Conversation"), visit.Say("日期", "Day"), visit.Say("时间", "Time"), words.Field(FilterForm.ShopField), words.Field(FilterForm.TeamField),
            words.Field(FilterForm.AgentField), words.Field(FilterForm.ScenarioField), visit.Say("得分", "Score"), visit.Say("等级", "Band"), visit.Say("合格", "Passed"),
            words.Field(FilterForm.StandingField), words.Field(FilterForm.CriticalField), visit.Say("人工处理过", "Decided by a person"), words.Field(FilterForm.MoodField), .. columns.Select(static column => column.Title),
        ];
    }

    private IEnumerable<string> Cells(ListedScore score) =>
    [
        score.Conversation, score.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        score.HappenedAt is { } at ? TimeZoneInfo.ConvertTime(at, zone).ToString("HH:mm:ss", CultureInfo.InvariantCulture) : "", score.Shop, score.Team, score.Agent,
        score.Scenario is { } scenario ? visit.Say(rubrics.ScenarioTitle(scenario)) : "", score.Total is null ? "" : FilterWords.Points(score.Total), visit.Say(words.Band(score)),
        score.Passed switch { true => visit.Say("是", "yes"), false => visit.Say("否", "no"), null => "" }, words.Standing(score.Standing),
        string.Join(';', score.Criticals.Select(critical => visit.Say(rubrics.CriticalTitle(critical.Critical)) + "/" + words.Critical(critical.State))),
        score.Decided ? visit.Say("是", "yes") : visit.Say("否", "no"), score.Mood is { } mood ? visit.Say(Explanation.Of(mood.Outcome)) : "", .. columns.Select(column => score.VerdictOf(column.Criterion) is { } verdict ? words.Verdict(verdict) : ""),
    ];

    private static byte[] CsvLines(IEnumerable<IEnumerable<string>> lines)
    {
        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, Csv, leaveOpen: true))
        {
            foreach (var line in lines)
                csv.WriteRecord([.. line.Select(Harmless)]);
        }

        return bytes.ToArray();
    }

    // The library guards against the signs of ASCII; Chinese editions of spreadsheets take the wide ones too.
    private static string Harmless(string cell) => cell is ['\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20', ..] ? "'" + cell : cell;

    private static byte[] JsonLines(IReadOnlyList<ListedScore> page)
    {
        using var bytes = new MemoryStream();
        foreach (var score in page)
        {
            using (var json = new Utf8JsonWriter(bytes, Json))
                Write(json, score);
            bytes.WriteByte((byte)'\n');
        }

        return bytes.ToArray();
    }

    /// <summary>Names as the API and the store spell them, points as numbers; every criterion that applied.</summary>
    private static void Write(Utf8JsonWriter json, ListedScore score)
    {
        json.WriteStartObject();
        json.WriteString("conversation", score.Conversation);
        json.WriteString("day", score.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (score.HappenedAt is { } at)
            json.WriteString("at", at);
        json.WriteString("shop", score.Shop);
        json.WriteString("team", score.Team);
        json.WriteString("agent", score.Agent);
        json.WriteString("scenario", score.Scenario);
        if (score.Total is { } total)
            json.WriteNumber("score", total / 100m);
        else
            json.WriteNull("score");
        if (score.Passed is { } passed)
            json.WriteBoolean("passed", passed);
        json.WriteString("standing", ScoreColumns.Standing(score.Standing));
        json.WriteBoolean("decided", score.Decided);
        if (score.Mood is { } mood)
            json.WriteString("mood", MoodOutcomeNames.Of(mood.Outcome));
        json.WriteString("rubric", score.RubricId);
        json.WriteStartObject("verdicts");
        foreach (var criterion in score.Criteria)
        {
            if (score.VerdictOf(criterion) is { } verdict and not Verdict.NotApplicable)
                json.WriteString(criterion, Word(verdict));
        }

        json.WriteEndObject();
        json.WriteStartObject("critical");
        foreach (var critical in score.Criticals)
            json.WriteString(critical.Critical, critical.State);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "pass",
        Verdict.Partial => "partial",
        Verdict.Fail => "fail",
        _ => "unsure",
    };

    private async Task Send(Stream output, Func<IReadOnlyList<ListedScore>, byte[]> write)
    {
        ListPlace? at = null;
        for (var sent = 0; sent < Most;)
        {
            var page = list.List(filter, at, Math.Min(PageLength, Most - sent), Patience);
            await output.WriteAsync(write(page.Scores));
            sent += page.Scores.Count;
            if (page.Next is not { } next)
                return;
            at = next;
        }
    }
}
