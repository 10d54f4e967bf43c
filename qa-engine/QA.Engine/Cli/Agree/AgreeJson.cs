using System;
using System.IO;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using QA.Calibration;
using QA.Scoring;

namespace QA.Engine.Cli.Agree;

/// <summary>A report for programs: one object, the same fields in the same order whatever was compared. Figures have six decimals.</summary>
internal sealed class AgreeJson : IAgreeFormat
{
    // Raised when a field changes its meaning or goes away.
    private const int Format = 1;
    private const int Decimals = 6;
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Write(AgreeReport report)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("format", Format);
            Rubric(report, json);
            Files(report, json);
            json.WriteStartObject("interval");
            json.WriteNumber("level", Resampling.LevelThousandths / 1000m);
            json.WriteNumber("resamples", report.Resampling.Resamples);
            json.WriteNumber("seed", report.Resampling.Seed);
            json.WriteEndObject();
            json.WriteStartArray("comparisons");
            Compared(report, report.Compared, json);
            if (report.Ceiling is { } ceiling)
                Compared(report, ceiling, json);
            json.WriteEndArray();
            json.WriteStartArray("disagreements");
            foreach (var disagreement in report.Disagreements)
                Disagreed(disagreement, json);
            json.WriteEndArray();
            json.WriteStartArray("setAside");
            foreach (var problem in report.SetAside)
                json.WriteStringValue(problem);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length)) + "\n";
    }

    private static void Rubric(AgreeReport report, Utf8JsonWriter json)
    {
        if (!report.EngineRates)
        {
            json.WriteNull("rubric");
            return;
        }

        json.WriteStartObject("rubric");
        json.WriteString("id", report.Rubric.Id);
        json.WriteString("version", report.Rubric.Version);
        json.WriteString("hash", report.Rubric.Hash);
        json.WriteEndObject();
    }

    private static void Files(AgreeReport report, Utf8JsonWriter json)
    {
        json.WriteStartArray("files");
        foreach (var file in report.Files)
        {
            json.WriteStartObject();
            json.WriteString("role", file.Role == FileRole.Chats ? "chats" : "labels");
            json.WriteString("name", file.Name);
            json.WriteString("hash", file.Hash);
            json.WriteNumber("conversations", file.Conversations);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Compared(AgreeReport report, Comparison comparison, Utf8JsonWriter json)
    {
        var agreement = comparison.Agreement;
        json.WriteStartObject();
        json.WriteString("one", comparison.One.En);
        json.WriteString("other", comparison.Other.En);
        json.WriteNumber("conversations", agreement.Conversations);
        Estimated("meanKappa", agreement.MeanKappa, json);
        json.WriteNumber("averaged", agreement.Averaged);
        json.WriteStartArray("criteria");
        for (var i = 0; i < agreement.Criteria.Count; i++)
            Criterion(report.Criteria[i], agreement.Criteria[i], json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Criterion(Criterion criterion, CriterionAgreement one, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", criterion.Id);
        json.WriteNumber("n", one.Cases);
        json.WriteNumber("unsure", one.Unsure);
        Given("coverage", one.Coverage, json);
        Estimated("raw", one.Raw, json);
        Estimated("kappa", one.Kappa, json);
        Estimated("weightedKappa", one.WeightedKappa, json);

        // Rows: the first rater; columns: the other.
        json.WriteStartObject("confusion");
        foreach (var row in AgreeWords.Verdicts)
        {
            if (row == Verdict.Unsure && one.Counts.Row((int)row) == 0)
                continue;
            json.WriteStartObject(Name(row));
            foreach (var column in AgreeWords.Verdicts)
                json.WriteNumber(Name(column), one.Counts[(int)row, (int)column]);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartObject("values");
        foreach (var rates in one.Values)
        {
            json.WriteStartObject(Name(rates.Value));
            json.WriteNumber("given", rates.Given);
            json.WriteNumber("found", rates.Found);
            json.WriteNumber("both", rates.Both);
            Given("precision", rates.Precision, json);
            Given("recall", rates.Recall, json);
            Given("f1", rates.F1, json);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartObject("evidence");
        json.WriteNumber("labelled", one.Evidence.Labelled);
        json.WriteNumber("pointed", one.Evidence.Pointed);
        json.WriteNumber("first", one.Evidence.First);
        json.WriteNumber("among", one.Evidence.Among);
        if (one.Evidence.SameTurn is { } turn)
            json.WriteNumber("sameTurn", turn);
        else
            json.WriteNull("sameTurn");
        json.WriteNumber("lookedIn", one.Evidence.LookedIn);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Disagreed(Disagreement disagreement, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("criterion", disagreement.Criterion.Id);
        json.WriteString("conversation", disagreement.Conversation);
        Said("one", disagreement.One, json);
        Said("other", disagreement.Other, json);
        json.WriteStartArray("messages");
        if (disagreement.Chat is { } chat)
        {
            foreach (var (from, to) in disagreement.Stretches())
            {
                for (var i = from; i <= to; i++)
                {
                    json.WriteStartObject();
                    json.WriteNumber("message", i);
                    json.WriteString("role", AgreeWords.Speaker(chat.Messages[i].Speaker).En);
                    json.WriteString("text", chat.Messages[i].Text);
                    json.WriteEndObject();
                }
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Said(string name, RaterWord word, Utf8JsonWriter json)
    {
        json.WriteStartObject(name);
        json.WriteString("verdict", Name(word.Judgement.Verdict));
        json.WriteStartArray("messages");
        foreach (var message in word.Judgement.Messages)
            json.WriteNumberValue(message);
        json.WriteEndArray();
        json.WriteString("note", word.Note?.En);
        json.WriteStartArray("reasons");
        foreach (var reason in AgreeWords.Reasons(word))
        {
            json.WriteStartObject();
            json.WriteString("agent", reason.Agent);
            Worded("reason", reason.Reason, json);
            json.WriteStartArray("evidence");
            foreach (var quote in reason.Quotes)
            {
                json.WriteStartObject();
                json.WriteNumber("message", quote.Message);
                json.WriteString("text", quote.Words);
                json.WriteString("rule", quote.Rule);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("absent");
            foreach (var absent in reason.Absent)
                Worded(absent, json);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Worded(string name, Wording wording, Utf8JsonWriter json)
    {
        json.WritePropertyName(name);
        Worded(wording, json);
    }

    private static void Worded(Wording wording, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("zh", wording.Zh);
        json.WriteString("en", wording.En);
        json.WriteEndObject();
    }

    private static void Estimated(string name, Estimate estimate, Utf8JsonWriter json)
    {
        json.WriteStartObject(name);
        Given("value", estimate.Figure, json);
        Number("low", estimate.Interval?.Low, json);
        Number("high", estimate.Interval?.High, json);
        json.WriteNumber("resamples", estimate.Resamples);
        if (estimate.Figure.Why == Undefined.No)
            json.WriteNull("undefined");
        else
            json.WriteString("undefined", AgreeWords.Of(estimate.Figure.Why).En);
        json.WriteEndObject();
    }

    private static void Given(string name, Figure figure, Utf8JsonWriter json) => Number(name, figure.Value, json);

    private static void Number(string name, double? value, Utf8JsonWriter json)
    {
        if (value is { } known)
            json.WriteNumber(name, Math.Round(known, Decimals));
        else
            json.WriteNull(name);
    }

    private static string Name(Verdict verdict) => verdict == Verdict.NotApplicable ? "na" : AgreeWords.Of(verdict).En;
}
