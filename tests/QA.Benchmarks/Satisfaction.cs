using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using QA.Scoring;
using QA.Scoring.Text;

namespace QA.Benchmarks;

/// <summary>
/// How far moods go with the satisfaction that people marked (0 unhappy, 1 neutral, 2 happy), for single messages and for whole chats, beside simple
/// baselines. Lines of labels: <c>{"id":"c1","overall":1,"turns":[{"message":3,"satisfaction":0}…]}</c>.
/// </summary>
internal static class Satisfaction
{
    private const int Marks = 3;
    private const int Neutral = 1;
    private const int Politeness = 150;
    private static readonly PhraseMatcher Words = PhraseMatcher.Build([.. SentimentWords.All.Select(static word => word.Phrase)]);

    public static void Run(string labels, IReadOnlyList<Conversation> conversations, TextWriter output)
    {
        var chats = conversations.ToDictionary(static chat => chat.Id, LocalSentiment.Read, StringComparer.Ordinal);
        var messages = new List<(int Mark, Message Message)>();
        var whole = new List<(int Mark, int End, int Mean, int Messages)>();
        foreach (var line in File.ReadLines(labels))
        {
            using var label = JsonDocument.Parse(line);
            var chat = chats[label.RootElement.GetProperty("id").GetString()!];
            foreach (var turn in label.RootElement.GetProperty("turns").EnumerateArray())
                messages.Add((turn.GetProperty("satisfaction").GetInt32(), chat.Messages[turn.GetProperty("message").GetInt32()]));
            var own = chat.Messages.Where(static message => message is { Speaker: Speaker.Customer, Sentiment: not null }).Select(static message => MoodOf(message)).ToList();
            if (MoodChange.OfCustomer(chat) is { } mood)
                whole.Add((label.RootElement.GetProperty("overall").GetInt32(), mood.End, own.Sum() / own.Count, own.Count));
        }

        var marked = messages.ConvertAll(static one => one.Mark);
        var commonest = Enumerable.Range(0, Marks).MaxBy(mark => marked.Count(one => one == mark));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{messages.Count} messages: {string.Join(", ", Enumerable.Range(0, Marks).Select(mark => $"{marked.Count(one => one == mark)} marked {mark}"))}. {whole.Count} chats: {string.Join(", ", Enumerable.Range(0, Marks).Select(mark => $"{whole.Count(one => one.Mark == mark)} marked {mark}"))}."));
        output.WriteLine();
        output.WriteLine("| messages | accuracy | macro-F1 | F1 unhappy | F1 neutral | F1 happy |");
        output.WriteLine("|---|---|---|---|---|---|");
        Row("always the commonest mark", marked.ConvertAll(_ => commonest));
        Row("bare word list", messages.ConvertAll(static one => Bare(one.Message.Text, politeness: false)));
        Row("bare word list, politeness is happy", messages.ConvertAll(static one => Bare(one.Message.Text, politeness: true)));
        Row($"{LocalSentiment.Name}, the side it leans to", messages.ConvertAll(static one => Side(one.Message)));
        Row($"{LocalSentiment.Name}, any lean at all", messages.ConvertAll(static one => Math.Sign(MoodOf(one.Message)) + Neutral));
        output.WriteLine();
        output.WriteLine("| messages marked | without a word of feeling | of politeness only |");
        output.WriteLine("|---|---|---|");
        for (var mark = 0; mark < Marks; mark++)
        {
            var own = messages.FindAll(one => one.Mark == mark);
            var silent = own.Count(static one => one.Message.Sentiment is not { Sentences.Count: > 0 });
            var polite = own.Count(static one => one.Message.Sentiment is { Sentences.Count: > 0 } said && said.Sentences.All(static sentence => sentence.Cues.All(static cue => cue.Weight == Politeness)));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {mark} | {silent / (double)own.Count:P1} | {polite / (double)own.Count:P1} |"));
        }

        output.WriteLine();
        output.WriteLine("| whole chats | Kendall τ-b | Spearman ρ |");
        output.WriteLine("|---|---|---|");
        Ordered("mood at the end", static one => one.End);
        Ordered("mean mood of all messages", static one => one.Mean);
        Ordered("number of the customer's messages, fewer is better", static one => -one.Messages);

        void Row(string name, List<int> said)
        {
            var f1 = Enumerable.Range(0, Marks).Select(mark => F1(marked, said, mark)).ToArray();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {name} | {marked.Zip(said, static (a, b) => a == b).Count(static same => same) / (double)marked.Count:F3} | {f1.Average():F3} | {f1[0]:F3} | {f1[1]:F3} | {f1[2]:F3} |"));
        }

        void Ordered(string name, Func<(int Mark, int End, int Mean, int Messages), int> figure)
        {
            var (marks, figures) = (whole.ConvertAll(static one => one.Mark), whole.ConvertAll(one => figure(one)));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {Kendall(marks, figures):F3} | {Spearman(marks, figures):F3} |"));
        }
    }

    private static int MoodOf(Message message) => message.Sentiment is { } said ? said.Confidence.Positive - said.Confidence.Negative : 0;

    private static int Side(Message message) => message.Sentiment?.Polarity switch
    {
        Polarity.Negative => 0,
        Polarity.Positive => Marks - 1,
        Polarity.Mixed => Math.Sign(MoodOf(message)) + Neutral,
        _ => Neutral,
    };

    /// <summary>Good words against bad ones, each counted once wherever it stands: no negation, no degrees, no questions, nothing left out.</summary>
    private static int Bare(string text, bool politeness)
    {
        var sum = 0;
        var cursor = Words.Matches(Folding.Fold(text));
        while (cursor.Next(out var match))
        {
            var word = SentimentWords.All[match.Phrase];
            if (word.Part is SentimentPart.Feeling or SentimentPart.Idiom || (politeness && word.Part == SentimentPart.Politeness))
                sum += Math.Sign(word.Weight);
        }

        return Math.Sign(sum) + Neutral;
    }

    private static double F1(List<int> marked, List<int> said, int mark)
    {
        var both = marked.Zip(said, (a, b) => a == mark && b == mark).Count(static hit => hit);
        var all = marked.Count(one => one == mark) + said.Count(one => one == mark);
        return all == 0 ? 0 : 2.0 * both / all;
    }

    /// <summary>Kendall's τ-b: pairs in the same order less pairs in the other, over the geometric mean of those that differ in the one and in the other.</summary>
    private static double Kendall(List<int> one, List<int> other)
    {
        long sum = 0, inOne = 0, inOther = 0;
        for (var i = 0; i < one.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (a, b) = (one[i].CompareTo(one[j]), other[i].CompareTo(other[j]));
                sum += a * b;
                inOne += a * a;
                inOther += b * b;
            }
        }

        return sum / Math.Sqrt((double)inOne * inOther);
    }

    /// <summary>Spearman's ρ: Pearson's correlation of the ranks, equals sharing the middle one.</summary>
    private static double Spearman(List<int> one, List<int> other)
    {
        var (a, b) = (Ranks(one), Ranks(other));
        var middle = (one.Count + 1) / 2.0;
        var (product, inOne, inOther) = (0.0, 0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
        {
            product += (a[i] - middle) * (b[i] - middle);
            inOne += (a[i] - middle) * (a[i] - middle);
            inOther += (b[i] - middle) * (b[i] - middle);
        }

        return product / Math.Sqrt(inOne * inOther);
    }

    private static double[] Ranks(List<int> values)
    {
        var ranks = new double[values.Count];
        for (var i = 0; i < ranks.Length; i++)
            ranks[i] = values.Count(value => value < values[i]) + ((values.Count(value => value == values[i]) + 1) / 2.0);
        return ranks;
    }
}
