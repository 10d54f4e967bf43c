using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QA.Scoring.Text;

/// <summary>What a trained model knows of one kind of sentence: how much each character and each pair of neighbours speaks for it.</summary>
/// <param name="Name">The kind of sentence, such as onset-fault.</param>
/// <param name="Bias">What an empty sentence comes to, in thousandths.</param>
/// <param name="Threshold">From how many thousandths on a sentence counts as one of the kind.</param>
/// <param name="Weights">Thousandths, by one or two folded characters as <see cref="SentenceText"/> gives them.</param>
public sealed record SentenceModel(string Name, int Bias, int Threshold, IReadOnlyDictionary<string, int> Weights);

/// <summary>Models that read the same sentences, evaluated together in one pass.</summary>
/// <remarks>
/// Linear: a sentence comes to bias + Σ weights ÷ √(number of characters and pairs). The weights are whole numbers and a square root is
/// rounded the same everywhere (IEEE 754), so a sentence comes to the same on every machine.
/// </remarks>
public sealed class SentenceModels
{
    private const int MostWeight = short.MaxValue;

    // Weights of so many models are added at once.
    private const int Lanes = 8;

    // What says nothing has no row.
    private const ushort Silent = ushort.MaxValue;

    private readonly SentenceModel[] _models;

    // A character leads straight to its row, the first of which is for those that no model knows.
    private readonly ushort[] _characters = new ushort[char.MaxValue + 1];
    private readonly PairSlots _pairs;

    // A row of weights for each character and, behind these, for each slot of a pair; one for each model and filled up to whole lanes.
    // That of a pair holds its second character's weights too: most often one row is all that is read for a character.
    private readonly int[] _weights;
    private readonly int _stride;
    private readonly int _firstPair;

    /// <exception cref="ArgumentException">The models know more characters and pairs than there is room for.</exception>
    public SentenceModels(IReadOnlyList<SentenceModel> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        _models = [.. models];
        var grams = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var model in models)
            grams.UnionWith(model.Weights.Keys);
        if (grams.Count >= ushort.MaxValue)
            throw new ArgumentException($"the models know {grams.Count} characters and pairs, more than {ushort.MaxValue}; train them on fewer sentences", nameof(models));
        for (var c = 0; c < _characters.Length; c++)
            _characters[c] = SentenceText.Says((char)c) ? (ushort)0 : Silent;
        var characters = new List<string>();
        var pairs = new List<string>();
        foreach (var gram in grams)
        {
            // What does not speak is never looked up.
            if (_characters[gram[^1]] != Silent || gram[^1] == SentenceText.End)
                (gram.Length == 1 ? characters : pairs).Add(gram);
        }

        _pairs = new PairSlots(pairs.ConvertAll(pair => Key(pair[0], pair[1])));
        _stride = (models.Count + Lanes - 1) / Lanes * Lanes;
        _firstPair = characters.Count + 1;
        _weights = new int[(_firstPair + _pairs.Count) * _stride];
        for (var i = 0; i < characters.Count; i++)
        {
            _characters[characters[i][0]] = (ushort)(i + 1);
            Add(characters[i], i + 1);
        }

        foreach (var pair in pairs)
        {
            var row = RowOf(Key(pair[0], pair[1]), 0);
            Add(pair, row);
            if (_characters[pair[1]] is not Silent and var second)
                Add(second, row);
        }
    }

    public IReadOnlyList<SentenceModel> Models => _models;

    /// <summary>How far a stretch of folded text is above each model's threshold, in thousandths; negative: below.</summary>
    /// <param name="margins">Receives one number for each model.</param>
    public void Measure(ReadOnlySpan<char> folded, Span<double> margins)
    {
        for (var first = 0; first < _models.Length; first += Lanes)
            Measure(folded, first, margins[first..]);
    }

    private void Measure(ReadOnlySpan<char> folded, int first, Span<double> margins)
    {
        ref var weights = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_weights), first);
        ref var characters = ref MemoryMarshal.GetArrayDataReference(_characters);
        var pairs = _pairs.Read();
        var firstPair = _firstPair;
        var stride = _stride;
        var sums = Vector256<int>.Zero;
        var count = 1;
        var before = SentenceText.Start;
        foreach (var written in folded)
        {
            var c = SentenceText.Normal(written);
            var alone = Unsafe.Add(ref characters, c);
            if (alone == Silent)
                continue;
            sums += Vector256.LoadUnsafe(ref Unsafe.Add(ref weights, (firstPair + pairs.SlotOf(Key(before, c), alone - firstPair)) * stride));
            count += 2;
            before = c;
        }

        sums += Vector256.LoadUnsafe(ref Unsafe.Add(ref weights, (firstPair + pairs.SlotOf(Key(before, SentenceText.End), -firstPair)) * stride));
        var root = Math.Sqrt(count);
        for (var i = 0; i < Math.Min(Lanes, _models.Length - first); i++)
            margins[i] = _models[first + i].Bias - _models[first + i].Threshold + (sums[i] / root);
    }

    /// <summary>The stretch of a folded text that speaks most for a model: the run of characters with the largest sum of weights.</summary>
    internal (int From, int To) Strongest(int model, ReadOnlySpan<char> folded)
    {
        var (best, bestFrom, bestTo) = (0, 0, folded.Length);
        var (sum, from) = (0, -1);
        var before = SentenceText.Start;
        for (var i = 0; i < folded.Length; i++)
        {
            var c = SentenceText.Normal(folded[i]);
            if (_characters[c] == Silent)
            {
                // What is shown are words that stand together.
                if (folded[i] != ' ')
                    from = -1;
                continue;
            }

            // A pair belongs to both its characters; where a stretch begins anew, only the character counts.
            var alone = Weight(_characters[c], model);
            var joined = Weight(RowOf(Key(before, c), _characters[c]), model);
            if (from < 0 || sum + joined < alone)
                (sum, from) = (alone, i);
            else
                sum += joined;
            if (sum > best)
                (best, bestFrom, bestTo) = (sum, from, i + 1);
            before = c;
        }

        return (bestFrom, bestTo);
    }

    private static uint Key(char first, char second) => ((uint)first << 16) | second;

    private int Weight(int row, int model) => _weights[(row * _stride) + model];

    /// <summary>The row of a pair, or another where no model knows it.</summary>
    private int RowOf(uint pair, int otherwise) => _firstPair + _pairs.Read().SlotOf(pair, otherwise - _firstPair);

    private void Add(string gram, int row)
    {
        for (var model = 0; model < _models.Length; model++)
            _weights[(row * _stride) + model] += Math.Clamp(_models[model].Weights.GetValueOrDefault(gram), -MostWeight, MostWeight);
    }

    private void Add(int other, int row)
    {
        for (var model = 0; model < _models.Length; model++)
            _weights[(row * _stride) + model] += _weights[(other * _stride) + model];
    }
}
