using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Nodes;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Web.Layout;
using QA.Scoring;

namespace QA.Engine.Web.Api;

/// <summary>
/// A kept score as JSON: member for member what <c>score --format jsonl</c> prints of it (a test compares them), with what people decided beside it. What is
/// printed comes from a score and its rubric, this from the store alone, so that scores of rubrics long gone read as well.
/// </summary>
/// <param name="decided">What people said of scores, by their numbers.</param>
/// <param name="chat">Whose words are quoted; null: no words.</param>
internal sealed class StoredScoreJson(RubricShelf rubrics, IReadOnlyDictionary<long, ReviewHistory> decided, Conversation? chat)
{
    public static IEnumerable<(string Name, JsonObject Schema)> Named()
    {
        yield return ("Place", Schema.Object(
            ("message", Schema.Whole("From 0.")), ("start", Schema.Whole("UTF-16 units.")), ("length", Schema.Whole()), ("text", Schema.OrNull(Schema.Text())), ("rule", Schema.OrNull(Schema.Text()))));
        yield return ("Criterion", Schema.Object(
            ("id", Schema.Text()), ("verdict", Schema.OneOf([.. VerdictNames.All])), ("weight", Schema.Number()), ("value", Schema.OrNull(Schema.Number("0 to 1; null where it has none."))),
            ("earned", Schema.Number("Points.")), ("lost", Schema.Number("Points.")), ("evidence", Schema.List(Schema.Named("Place"))),
            ("absence", Schema.OrNull(Schema.Object(
                ("lookedFor", Schema.List(Schema.Object(("rule", Schema.Text()), ("title", Schema.Words())))), ("messages", Schema.OrNull(Schema.List(Schema.Whole(), "First and last message looked at."))),
                ("nearest", Schema.OrNull(Schema.Object(
                    ("message", Schema.Whole()), ("start", Schema.Whole()), ("length", Schema.Whole()), ("text", Schema.OrNull(Schema.Text())), ("rule", Schema.Text()), ("reason", Schema.Words()))))))),
            ("fix", Schema.OrNull(Schema.Object(("zh", Schema.Text()), ("en", Schema.Text()), ("points", Schema.Number())))), ("reason", Schema.Words()),
            ("person", Schema.OrNull(Schema.Object(
                ("verdict", Schema.OneOf([.. VerdictNames.All])), ("value", Schema.OrNull(Schema.Number())), ("by", Schema.Text()), ("at", Schema.Moment()))))));
        yield return ("Mood", Schema.Object(
            ("start", Schema.Number("-1 to 1, over the customer's first turns.")), ("end", Schema.Number("Over the last.")), ("turns", Schema.Whole("What it rests on.")), ("outcome", Schema.OneOf([.. MoodOutcomeNames.All]))));
        yield return ("Score", Schema.Object(
            ("conversation", Schema.Text()), ("agent", Schema.OrNull(Schema.Text())), ("team", Schema.OrNull(Schema.Text())),
            ("rubric", Schema.Object(("id", Schema.Text()), ("version", Schema.Text()), ("hash", Schema.Text()), ("language", Schema.OrNull(Schema.Text())))),
            ("session", Schema.Whole("From 1.")), ("sessions", Schema.Whole()), ("score", Schema.OrNull(Schema.Number("As the engine scored it, points; null: nothing applied."))),
            ("base", Schema.OrNull(Schema.Number("Before bonuses and penalties."))), ("uncapped", Schema.OrNull(Schema.Number("Before critical findings cap it."))), ("standing", Schema.OneOf([.. StandingNames.All])),
            ("band", Schema.OrNull(Schema.Text())), ("scenario", Schema.OrNull(Schema.Text())),
            ("sections", Schema.OrNull(Schema.List(Schema.Object(("id", Schema.Text()), ("score", Schema.OrNull(Schema.Number())))))),
            ("criteria", Schema.List(Schema.Named("Criterion"))),
            ("critical", Schema.List(Schema.Object(
                ("id", Schema.Text()), ("state", Schema.OneOf(StoredSuspicion.Suspected, StoredSuspicion.Confirmed, StoredSuspicion.Dismissed)), ("cap", Schema.Number()), ("reason", Schema.Words()),
                ("evidence", Schema.List(Schema.Named("Place")))))),
            ("adjustments", Schema.List(Schema.Object(("id", Schema.Text()), ("points", Schema.Number()), ("reason", Schema.Words()), ("evidence", Schema.List(Schema.Named("Place")))))),
            ("stages", Schema.OrNull(Schema.Object(
                ("reached", Schema.List(Schema.Object(("id", Schema.Text()), ("first", Schema.Named("Place")), ("before", Schema.OrNull(Schema.Text()))))), ("leftAt", Schema.OrNull(Schema.Text()))))),
            ("receipt", Schema.Text()),
            ("official", Schema.Flag("Whether it counts for its agent.")), ("revision", Schema.Whole()), ("day", Schema.Day()), ("messages", Schema.List(Schema.Whole(), "First message, and the one behind the last.")),
            ("scoredAt", Schema.Moment()), ("mood", Schema.OrNull(Schema.Named("Mood"))), ("passed", Schema.OrNull(Schema.Flag())),
            ("reviewed", Schema.OrNull(Schema.Object(
                ("score", Schema.OrNull(Schema.Number("With people's decisions; shown in place of the engine's."))), ("counts", Schema.OrNull(Schema.Number("What counts in means: only confirmed critical findings cap it."))),
                ("standing", Schema.OneOf([.. StandingNames.All])), ("passed", Schema.OrNull(Schema.Flag())))))));
    }

    public void Write(Utf8JsonWriter json, StoredScore score)
    {
        var rubric = rubrics.Exactly(score.RubricHash);
        var language = rubric?.Language ?? rubrics.Like(score.RubricHash, score.RubricId).Language;
        json.WriteStartObject();
        json.WriteString("conversation", score.Conversation);
        json.Name("agent", score.Agent);
        json.Name("team", score.Team);
        json.WriteStartObject("rubric");
        json.WriteString("id", score.RubricId);
        json.WriteString("version", score.RubricVersion);
        json.WriteString("hash", score.RubricHash);
        json.WriteString("language", rubric?.Language);
        json.WriteEndObject();
        json.WriteNumber("session", score.Session + 1);
        json.WriteNumber("sessions", score.Sessions);
        json.Points("score", score.Total);
        json.Points("base", score.Base);
        json.Points("uncapped", score.Uncapped);
        json.WriteString("standing", StandingNames.Of(score.Standing));
        json.WriteString("band", score.Band?.In(string.Equals(language, "zh", StringComparison.Ordinal)));
        json.WriteString("scenario", score.Scenario);
        Sections(json, rubric, score);
        json.WriteStartArray("criteria");
        foreach (var part in score.Criteria)
            Criterion(json, score, part);
        json.WriteEndArray();
        json.WriteStartArray("critical");
        foreach (var suspicion in score.Suspicions)
        {
            json.WriteStartObject();
            json.WriteString("id", suspicion.Critical);
            json.WriteString("state", suspicion.State);
            json.Points("cap", suspicion.Cap);
            json.Words("reason", suspicion.Reason);
            Evidence(json, suspicion.Evidence);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("adjustments");
        foreach (var adjustment in score.Adjustments)
        {
            json.WriteStartObject();
            json.WriteString("id", adjustment.Id);
            json.Points("points", adjustment.Points);
            json.Words("reason", adjustment.Reason);
            Evidence(json, adjustment.Evidence);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Stages(json, rubric, score);
        json.WriteString("receipt", score.Receipt);
        Kept(json, score);
        json.WriteEndObject();
    }

    /// <summary>What only a store knows of a score.</summary>
    private void Kept(Utf8JsonWriter json, StoredScore score)
    {
        json.WriteBoolean("official", score.Official);
        json.WriteNumber("revision", score.Revision);
        json.Day("day", score.Day);
        json.WriteStartArray("messages");
        json.WriteNumberValue(score.MessageFrom);
        json.WriteNumberValue(score.MessageTo);
        json.WriteEndArray();
        json.Moment("scoredAt", score.ScoredAt);
        json.Mood(score.Mood);
        json.Flag("passed", score.Passed);
        if (score.Reviewed is not { } reviewed)
        {
            json.WriteNull("reviewed");
            return;
        }

        json.WriteStartObject("reviewed");
        json.Points("score", reviewed.Total);
        json.Points("counts", reviewed.Counts);
        json.WriteString("standing", StandingNames.Of(reviewed.Standing));
        json.Flag("passed", reviewed.Passed);
        json.WriteEndObject();
    }

    /// <summary>Which criteria a section has only its rubric says; null where that version is no longer in use.</summary>
    private static void Sections(Utf8JsonWriter json, Rubric? rubric, StoredScore score)
    {
        if (rubric is null)
        {
            json.WriteNull("sections");
            return;
        }

        json.WriteStartArray("sections");
        var next = 0;
        foreach (var section in rubric.Sections)
        {
            var (weight, earned) = (0L, (Int128)0);
            for (var end = next + section.Criteria.Count; next < end; next++)
            {
                var part = score.Criteria[next];
                if (part.Verdict is Verdict.NotApplicable or Verdict.Unsure)
                    continue;
                weight += part.Weight;
                earned += (Int128)part.Weight * part.Value;
            }

            // A value is millionths and a score hundredths of 100 points; rounded half up.
            var whole = (Int128)weight * 100;
            json.WriteStartObject();
            json.WriteString("id", section.Id);
            json.Points("score", weight == 0 ? null : (long)(((2 * earned) + whole) / (2 * whole)));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void Criterion(Utf8JsonWriter json, StoredScore score, StoredVerdict part)
    {
        json.WriteStartObject();
        json.WriteString("id", part.Criterion);
        json.WriteString("verdict", VerdictNames.Of(part.Verdict));
        json.Millionths("weight", part.Weight);
        Value(json, part.Verdict, part.Value);
        json.Points("earned", part.Earned);
        json.Points("lost", part.Lost);
        Evidence(json, part.Evidence);
        Absence(json, part.Absences);
        if (part.Fix is { } fix)
        {
            json.WriteStartObject("fix");
            json.WriteString("zh", fix.Zh);
            json.WriteString("en", fix.En);
            json.Points("points", part.Lost);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("fix");
        }

        json.Words("reason", part.Reason);
        if (decided.GetValueOrDefault(score.Number)?.Standing(part.Criterion) is { } person)
        {
            json.WriteStartObject("person");
            json.WriteString("verdict", VerdictNames.Of(person.Verdict.Verdict));
            Value(json, person.Verdict.Verdict, person.Verdict.Value);
            json.WriteString("by", person.Name);
            json.Moment("at", person.At);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("person");
        }

        json.WriteEndObject();
    }

    /// <summary>What does not apply or needs a person has no value; 0 would read as a failure.</summary>
    private static void Value(Utf8JsonWriter json, Verdict verdict, long value)
    {
        if (verdict is Verdict.NotApplicable or Verdict.Unsure)
            json.WriteNull("value");
        else
            json.Millionths("value", value);
    }

    private void Evidence(Utf8JsonWriter json, IReadOnlyList<StoredFinding> evidence)
    {
        json.WriteStartArray("evidence");
        foreach (var finding in evidence)
        {
            json.WriteStartObject();
            Place(json, finding, finding.Rule);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void Place(Utf8JsonWriter json, in StoredFinding finding, string? rule)
    {
        json.WriteNumber("message", finding.Message);
        json.WriteNumber("start", finding.Start);
        json.WriteNumber("length", finding.Length);
        if (chat is null)
            json.WriteNull("text");
        else
            json.WriteString("text", chat.Messages[finding.Message].Text.AsSpan(finding.Start, finding.Length));
        json.WriteString("rule", rule);
    }

    private void Absence(Utf8JsonWriter json, IReadOnlyList<StoredAbsence> absences)
    {
        if (absences.Count == 0)
        {
            json.WriteNull("absence");
            return;
        }

        json.WriteStartObject("absence");
        json.WriteStartArray("lookedFor");
        var nearest = absences[0];
        var (from, to) = (-1, -1);
        foreach (var absence in absences)
        {
            json.WriteStartObject();
            json.WriteString("rule", absence.Rule);
            json.Words("title", absence.Title);
            json.WriteEndObject();

            // The higher the reason, the closer it came.
            if (absence.NearestMiss is not null && (nearest.NearestMiss is null || absence.Why > nearest.Why))
                nearest = absence;
            if (absence.From >= 0)
                (from, to) = (from < 0 ? absence.From : Math.Min(from, absence.From), Math.Max(to, absence.To));
        }

        json.WriteEndArray();
        if (from < 0)
        {
            json.WriteNull("messages");
        }
        else
        {
            json.WriteStartArray("messages");
            json.WriteNumberValue(from);
            json.WriteNumberValue(to);
            json.WriteEndArray();
        }

        if (nearest.NearestMiss is { } miss)
        {
            json.WriteStartObject("nearest");
            Place(json, miss, nearest.Rule);
            json.Words("reason", Explanation.Of(nearest.Why, nearest.Distance));
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("nearest");
        }

        json.WriteEndObject();
    }

    private void Stages(Utf8JsonWriter json, Rubric? rubric, StoredScore score)
    {
        if (score.Stages.Count == 0 && rubric is not { Stages.Count: > 0 })
        {
            json.WriteNull("stages");
            return;
        }

        json.WriteStartObject("stages");
        json.WriteStartArray("reached");
        foreach (var stage in score.Stages)
        {
            json.WriteStartObject();
            json.WriteString("id", stage.Id);
            json.WriteStartObject("first");
            Place(json, stage.First, stage.First.Rule);
            json.WriteEndObject();
            json.WriteString("before", stage.Before);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("leftAt", score.LeftAt);
        json.WriteEndObject();
    }
}
