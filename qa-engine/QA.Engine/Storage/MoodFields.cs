using System;
using System.Collections.Generic;
using System.Text.Json;
using QA.Engine.Json;
using QA.Scoring;
using QA.Scoring.Text;

namespace QA.Engine.Storage;

/// <summary>
/// What models said of a conversation's messages, as two fields of <see cref="ConversationDocument"/>:
/// <code>
/// "models":[["local/1"],["remote/7","timeout"]…],                 the model, and why it answered instead of another
/// "moods":[3,[4,"N",positive,neutral,negative,[sentence…],model]…]
/// sentence: [start,length,"N",positive,neutral,negative,[start,length,weight…],[opinion…]]
/// opinion: [start,length,"P",[start,length,"N",negated…]]
/// </code>
/// A bare number is a message of which the first model said nothing at all: neutral, without sentences; most are. Letters are those of P positive, U neutral, N
/// negative, M mixed. Confidences are thousandths; negated is 1 or 0. Model counts from 1. Values at the end of a list that say nothing are left out.
/// </summary>
internal static class MoodFields
{
    // In the order of the enumeration; the spelling is for good.
    private const string Sides = "NUPM";
    private const int ValuesOfCue = 3;
    private const int ValuesOfAssessment = 4;

    /// <summary>Writes nothing where no model was asked.</summary>
    public static void Write(IReadOnlyList<Message> messages, Utf8Output json)
    {
        List<(string Model, string? Instead)>? models = null;
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i].Sentiment is { } said && models?.Contains((said.Model, said.Instead)) != true)
                (models ??= []).Add((said.Model, said.Instead));
        }

        if (models is null)
            return;
        for (var i = 0; i < models.Count; i++)
        {
            json.Raw(i == 0 ? ",\"models\":[["u8 : ",["u8);
            json.JsonText(models[i].Model);
            if (models[i].Instead is { } instead)
            {
                json.Raw((byte)',');
                json.JsonText(instead);
            }

            json.Raw((byte)']');
        }

        json.Raw("],\"moods\":["u8);
        var first = true;
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i].Sentiment is not { } said)
                continue;
            if (!first)
                json.Raw((byte)',');
            first = false;
            Write(i, said, models.IndexOf((said.Model, said.Instead)), json);
        }

        json.Raw((byte)']');
    }

    /// <summary>Puts what was said back onto the messages.</summary>
    /// <exception cref="FormatException">A mood of a message or by a model that does not exist.</exception>
    public static void Read(JsonElement root, Message[] messages)
    {
        if (!root.TryGetProperty("moods"u8, out var moods))
            return;
        var models = new List<(string Model, string? Instead)>();
        foreach (var item in root.GetProperty("models"u8).EnumerateArray())
        {
            var fields = new JsonFields(item);
            models.Add((fields.Text()!, fields.Text()));
        }

        var nothing = Nothing(models[0].Model, models[0].Instead);
        foreach (var mood in moods.EnumerateArray())
        {
            if (mood.ValueKind == JsonValueKind.Number)
            {
                Set(mood.GetInt32(), nothing);
                continue;
            }

            var fields = new JsonFields(mood);
            var message = fields.Int();
            var side = Side(ref fields);
            var confidence = Confidence(ref fields);
            var sentences = Sentences(fields.Next());
            var (model, instead) = models[fields.Int(missing: 1) - 1];
            Set(message, new Sentiment(model, side, confidence, sentences, instead));
        }

        void Set(int message, Sentiment said) => messages[message] = messages[message] with { Sentiment = said };
    }

    private static Sentiment Nothing(string model, string? instead) => model == LocalSentiment.Name && instead is null
        ? LocalSentiment.Unmoved
        : LocalSentiment.Unmoved with { Model = model, Instead = instead };

    private static void Write(int message, Sentiment said, int model, Utf8Output json)
    {
        if (model == 0 && said is { Polarity: Polarity.Neutral, Sentences.Count: 0 } && said.Confidence == LocalSentiment.Unmoved.Confidence)
        {
            json.Number(message);
            return;
        }

        json.Raw((byte)'[');
        json.Number(message);
        Write(said.Polarity, said.Confidence, json);
        if (said.Sentences.Count > 0 || model > 0)
            Write(said.Sentences, json);
        if (model > 0)
            Next(model + 1, json);
        json.Raw((byte)']');
    }

    private static void Write(IReadOnlyList<SentenceSentiment> sentences, Utf8Output json)
    {
        json.Raw(",["u8);
        for (var i = 0; i < sentences.Count; i++)
        {
            var sentence = sentences[i];
            json.Raw(i == 0 ? "["u8 : ",["u8);
            json.Number(sentence.Start);
            Next(sentence.Length, json);
            Write(sentence.Polarity, sentence.Confidence, json);
            if (sentence.Cues.Count > 0 || sentence.Opinions.Count > 0)
                WriteCues(sentence.Cues, json);
            if (sentence.Opinions.Count > 0)
                WriteOpinions(sentence.Opinions, json);
            json.Raw((byte)']');
        }

        json.Raw((byte)']');
    }

    private static void WriteCues(IReadOnlyList<SentimentCue> cues, Utf8Output json)
    {
        json.Raw(",["u8);
        for (var i = 0; i < cues.Count; i++)
        {
            if (i > 0)
                json.Raw((byte)',');
            json.Number(cues[i].Start);
            Next(cues[i].Length, json);
            Next(cues[i].Weight, json);
        }

        json.Raw((byte)']');
    }

    private static void WriteOpinions(IReadOnlyList<Opinion> opinions, Utf8Output json)
    {
        json.Raw(",["u8);
        for (var i = 0; i < opinions.Count; i++)
        {
            var opinion = opinions[i];
            json.Raw(i == 0 ? "["u8 : ",["u8);
            json.Number(opinion.Start);
            Next(opinion.Length, json);
            Write(opinion.Polarity, json);
            json.Raw(",["u8);
            for (var j = 0; j < opinion.Assessments.Count; j++)
            {
                var assessment = opinion.Assessments[j];
                if (j > 0)
                    json.Raw((byte)',');
                json.Number(assessment.Start);
                Next(assessment.Length, json);
                Write(assessment.Polarity, json);
                Next(assessment.Negated ? 1 : 0, json);
            }

            json.Raw("]]"u8);
        }

        json.Raw((byte)']');
    }

    private static void Write(Polarity side, Confidence confidence, Utf8Output json)
    {
        Write(side, json);
        Next(confidence.Positive, json);
        Next(confidence.Neutral, json);
        Next(confidence.Negative, json);
    }

    private static void Write(Polarity side, Utf8Output json)
    {
        json.Raw(",\""u8);
        json.Raw((byte)Sides[(int)side]);
        json.Raw((byte)'"');
    }

    private static void Next(long value, Utf8Output json)
    {
        json.Raw((byte)',');
        json.Number(value);
    }

    private static SentenceSentiment[] Sentences(JsonElement list)
    {
        if (list.ValueKind == JsonValueKind.Undefined)
            return [];
        var sentences = new SentenceSentiment[list.GetArrayLength()];
        var at = 0;
        foreach (var item in list.EnumerateArray())
        {
            var fields = new JsonFields(item);
            sentences[at++] = new SentenceSentiment(fields.Int(), fields.Int(), Side(ref fields), Confidence(ref fields), Cues(fields.Next()), Opinions(fields.Next()));
        }

        return sentences;
    }

    private static SentimentCue[] Cues(JsonElement list)
    {
        if (list.ValueKind == JsonValueKind.Undefined)
            return [];
        var cues = new SentimentCue[list.GetArrayLength() / ValuesOfCue];
        var fields = new JsonFields(list);
        for (var i = 0; i < cues.Length; i++)
            cues[i] = new SentimentCue(fields.Int(), fields.Int(), fields.Int());
        return cues;
    }

    private static Opinion[] Opinions(JsonElement list)
    {
        if (list.ValueKind == JsonValueKind.Undefined)
            return [];
        var opinions = new Opinion[list.GetArrayLength()];
        var at = 0;
        foreach (var item in list.EnumerateArray())
        {
            var fields = new JsonFields(item);
            opinions[at++] = new Opinion(fields.Int(), fields.Int(), Side(ref fields), Assessments(fields.Next()));
        }

        return opinions;
    }

    private static Assessment[] Assessments(JsonElement list)
    {
        var assessments = new Assessment[list.GetArrayLength() / ValuesOfAssessment];
        var fields = new JsonFields(list);
        for (var i = 0; i < assessments.Length; i++)
            assessments[i] = new Assessment(fields.Int(), fields.Int(), Side(ref fields), fields.Int() != 0);
        return assessments;
    }

    private static Polarity Side(ref JsonFields fields)
    {
        var side = fields.Text() is { Length: 1 } letter ? Sides.IndexOf(letter[0], StringComparison.Ordinal) : -1;
        return side >= 0 ? (Polarity)side : throw new FormatException($"a mood leans to none of {Sides}");
    }

    private static Confidence Confidence(ref JsonFields fields) => new(fields.Int(), fields.Int(), fields.Int());
}
