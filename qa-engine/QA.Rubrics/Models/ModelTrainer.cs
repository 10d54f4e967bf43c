using System;
using System.Collections.Generic;
using System.Linq;
using QA.Scoring;
using QA.Scoring.Settings;
using QA.Scoring.Text;

namespace QA.Rubrics.Models;

/// <summary>Trains the models of a rubric from their sentences. The same sentences give the same weights, on any machine.</summary>
/// <remarks>
/// A linear model by stochastic gradient descent on the hinge loss (a support vector machine) with AdaGrad steps (Duchi, Hazan, Singer, JMLR
/// 2011) and a little L2 decay. Only + − × ÷ √ on doubles, which IEEE 754 rounds the same everywhere, and a shuffle of our own; no
/// logarithm, no exponential, no clock.
/// </remarks>
public static class ModelTrainer
{
    private const int Rounds = 12;
    private const int Folds = 3;
    private const double Step = 0.5;
    private const double BiasStep = 0.02;
    private const double Decay = 1e-4;

    // What stands in one sentence only tells more of the sentence than of the language.
    private const int FewestSentences = 2;

    // A weight this small moves nothing: thousandths.
    private const int LeastWeight = 100;

    /// <summary>Trains every model.</summary>
    /// <param name="sentences">The sentence files of a rubric.</param>
    /// <param name="report">Told what is wrong, with the path of the file.</param>
    /// <returns>For each file with sentences of a kind, its name and the text of its weights; empty where anything is wrong.</returns>
    public static IReadOnlyList<(string Name, string Weights)> Train(IReadOnlyList<SourceText> sentences, Action<string, Position, string, string> report)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        ArgumentNullException.ThrowIfNull(report);
        var wrong = false;
        var files = sentences
            .OrderBy(text => text.Name, StringComparer.Ordinal)
            .Select(text => SentenceFile.Read(text.Name, text.Text, (at, problem, right) =>
            {
                wrong = true;
                report(text.Path, at, problem, right);
            }))
            .ToList();
        foreach (var (file, text) in files.Zip(sentences.OrderBy(text => text.Name, StringComparer.Ordinal)))
        {
            foreach (var other in file.Like.Where(other => !files.Exists(known => known.Name == other)))
            {
                wrong = true;
                report(text.Path, new Position(1, 1), $"'like' names '{other}', of which there are no sentences", Suggestion.Or(other, [.. files.Select(known => known.Name)], "name a file of this folder"));
            }
        }

        if (wrong)
            return [];
        var hash = WeightsFile.HashOf(sentences);
        return [.. files.Where(file => file.Yes.Count > 0).Select(file => (file.Name, WeightsFile.Write(hash, file.Of, Train(file, files))))];
    }

    /// <summary>Trains a model from its own sentences alone.</summary>
    internal static SentenceModel Train(SentenceFile file) => Train(file, [file]);

    private static SentenceModel Train(SentenceFile file, IReadOnlyList<SentenceFile> all)
    {
        var sentences = new List<(string Text, bool Is)>();
        sentences.AddRange(file.Yes.Select(text => (text, true)));
        sentences.AddRange(file.No.Select(text => (text, false)));
        foreach (var other in all.Where(other => other.Of == file.Of && other.Name != file.Name && !file.Like.Contains(other.Name, StringComparer.Ordinal)))
            sentences.AddRange((other.Yes.Count > 0 ? other.Yes : other.No).Select(text => (text, false)));

        var data = new Data(sentences);
        var everything = Enumerable.Range(0, sentences.Count).ToArray();

        // What a model says of sentences it was trained on says little; the threshold comes from those it was not.
        var unseen = new double[sentences.Count];
        for (var fold = 0; fold < Folds; fold++)
        {
            var model = Fit(data, [.. everything.Where(i => i % Folds != fold)]);
            foreach (var i in everything.Where(i => i % Folds == fold))
                unseen[i] = model.Of(data.Sentences[i]);
        }

        var others = everything.Where(i => !sentences[i].Is).Select(i => unseen[i]).Order().ToArray();
        var threshold = others[Math.Min(others.Length - 1, others.Length - (others.Length * file.Alarms / 1000))];
        var fitted = Fit(data, everything);
        var weights = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < data.Grams.Count; i++)
        {
            var weight = Thousandths(fitted.Weights[i]);
            if (Math.Abs(weight) >= LeastWeight)
                weights.Add(data.Grams[i], weight);
        }

        return new SentenceModel(file.Name, Thousandths(fitted.Bias), Thousandths(threshold), weights);
    }

    private static Fitted Fit(Data data, int[] order)
    {
        var fitted = new Fitted(new double[data.Grams.Count]);
        var squares = new double[data.Grams.Count];
        Array.Fill(squares, 1e-8);
        var shuffle = new Shuffle();
        for (var round = 0; round < Rounds; round++)
        {
            shuffle.Mix(order);
            foreach (var i in order)
            {
                var sentence = data.Sentences[i];
                var sign = data.Is[i] ? 1.0 : -1.0;
                if (sign * fitted.Of(sentence) >= 1)
                    continue;
                var root = Math.Sqrt(sentence.Length);
                foreach (var gram in sentence.Grams)
                {
                    var gradient = (-sign / root) + (Decay * fitted.Weights[gram]);
                    squares[gram] += gradient * gradient;
                    fitted.Weights[gram] -= Step * gradient / Math.Sqrt(squares[gram]);
                }

                fitted.Bias += BiasStep * sign;
            }
        }

        return fitted;
    }

    private static int Thousandths(double value) => (int)Math.Round(value * 1000, MidpointRounding.AwayFromZero);

    private sealed class Fitted(double[] weights)
    {
        public double[] Weights => weights;

        public double Bias { get; set; }

        public double Of(in Sentence sentence)
        {
            var sum = 0.0;
            foreach (var gram in sentence.Grams)
                sum += weights[gram];
            return Bias + (sum / Math.Sqrt(sentence.Length));
        }
    }

    /// <param name="Grams">The known ones, by index.</param>
    /// <param name="Length">How many it has altogether.</param>
    private readonly record struct Sentence(int[] Grams, int Length);

    private sealed class Data
    {
        public Data(List<(string Text, bool Is)> sentences)
        {
            var grams = sentences.ConvertAll(sentence => SentenceText.Grams(sentence.Text));
            var counts = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var gram in grams.SelectMany(sentence => sentence.Distinct(StringComparer.Ordinal)))
                counts[gram] = counts.GetValueOrDefault(gram) + 1;
            Grams = [.. counts.Where(count => count.Value >= FewestSentences).Select(count => count.Key).Order(StringComparer.Ordinal)];
            var index = Grams.Select((gram, i) => (gram, i)).ToDictionary(pair => pair.gram, pair => pair.i, StringComparer.Ordinal);
            Sentences = [.. grams.Select(sentence => new Sentence([.. sentence.Where(index.ContainsKey).Select(gram => index[gram])], sentence.Count))];
            Is = [.. sentences.Select(sentence => sentence.Is)];
        }

        public List<string> Grams { get; }

        public Sentence[] Sentences { get; }

        public bool[] Is { get; }
    }

    /// <summary>Orders that do not depend on a library's version: xorshift64 (Marsaglia, J. Stat. Soft. 8, 2003), Fisher–Yates.</summary>
    private sealed class Shuffle
    {
        private ulong _state = 0x9E3779B97F4A7C15;

        public void Mix(int[] items)
        {
            for (var i = items.Length - 1; i > 0; i--)
            {
                _state ^= _state << 13;
                _state ^= _state >> 7;
                _state ^= _state << 17;
                var j = (int)(_state % (ulong)(i + 1));
                (items[i], items[j]) = (items[j], items[i]);
            }
        }
    }
}
