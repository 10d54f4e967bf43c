using System;
using QA.Scoring.Text;

namespace QA.Scoring.Rules;

/// <content>What models of sentences say of a message, worked out once where a rule asks, for all models that read the same speakers.</content>
public sealed partial class Examination
{
    // People say one thing in so many characters; a long message is read piece by piece, or what it says in one would drown.
    private const int PieceLength = 40;

    private int[] _likenessAt = [];
    private Likeness[] _likeness = new Likeness[64];
    private int _likenessCount;
    private double[] _margins = [];

    /// <summary>The piece of a message that is most like a model's sentences.</summary>
    /// <param name="set">Index into the rubric's sets of models.</param>
    /// <param name="model">Index into the set.</param>
    internal ref readonly Likeness LikenessOf(int message, int set, int model)
    {
        ref var at = ref _likenessAt[(set * Messages) + message];
        if (at < 0)
        {
            at = _likenessCount;
            Measure(message, Rubric.ModelSets[set]);
        }

        return ref _likeness[at + model];
    }

    private void ForgetLikeness()
    {
        var needed = Rubric.ModelSets.Count * Messages;
        if (_likenessAt.Length < needed)
            _likenessAt = new int[needed + (needed / 2)];
        _likenessAt.AsSpan(0, needed).Fill(-1);
        _likenessCount = 0;
    }

    private void Measure(int message, SentenceModels models)
    {
        var count = models.Models.Count;
        while (_likeness.Length - _likenessCount < count)
            Array.Resize(ref _likeness, _likeness.Length * 2);
        var best = _likeness.AsSpan(_likenessCount, count);
        _likenessCount += count;
        best.Fill(new Likeness(double.NegativeInfinity, 0, 0));
        if (_margins.Length < count)
            _margins = new double[count];
        var margins = _margins.AsSpan(0, count);
        var text = Folded(message);
        for (var from = 0; from < text.Length;)
        {
            var to = PieceEnd(text, from);
            models.Measure(text[from..to], margins);
            for (var i = 0; i < count; i++)
            {
                if (margins[i] > best[i].Margin)
                    best[i] = new Likeness(margins[i], from, to);
            }

            from = to;
        }
    }

    /// <summary>As many whole sentences as fit a piece, at least one.</summary>
    private static int PieceEnd(ReadOnlySpan<char> text, int from)
    {
        if (text.Length - from <= PieceLength)
            return text.Length;
        var to = Math.Min(text.Length, Clauses.SentenceEnd(text, from) + 1);
        while (to < text.Length)
        {
            var next = Math.Min(text.Length, Clauses.SentenceEnd(text, to) + 1);
            if (next - from > PieceLength)
                break;
            to = next;
        }

        return to;
    }

    /// <summary>How like a model's sentences a piece of a message is.</summary>
    /// <param name="Margin">Thousandths above the model's threshold; negative: below.</param>
    /// <param name="From">First folded character of the piece.</param>
    /// <param name="To">One behind its last.</param>
    internal readonly record struct Likeness(double Margin, int From, int To);
}
