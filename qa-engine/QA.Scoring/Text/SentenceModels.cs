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

    private readonly SentenceModel[] _models;

    // A character leads straight to its row; 0: no model knows it. Pairs are sought by open addressing, key and row side by side.
    private readonly ushort[] _characters = new ushort[char.MaxValue + 1];
    private readonly Slot[] _pairs;
    private readonly int _shift;

    // A row of weights for each character and pair, one for each model and filled up to whole lanes; the first row is nobody's.
    private readonly short[] _weights;
    private readonly int _stride;

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
        var slots = 16;
        while (slots < grams.Count * 3)
            slots *= 2;
        _pairs = new Slot[slots];
        _shift = 32 - int.Log2(slots);
        _stride = (models.Count + Lanes - 1) / Lanes * Lanes;
        _weights = new short[(grams.Count + 1) * _stride];
        var row = 0;
        foreach (var gram in grams)
        {
            row++;
            if (gram.Length == 1)
                _characters[gram[0]] = (ushort)row;
            else
                Insert(((uint)gram[0] << 16) | gram[1], row);
            for (var model = 0; model < models.Count; model++)
                _weights[(row * _stride) + model] = (short)Math.Clamp(models[model].Weights.GetValueOrDefault(gram), -MostWeight, MostWeight);
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
        var (low, high) = (Vector128<int>.Zero, Vector128<int>.Zero);
        var count = 1;
        var before = SentenceText.Start;
        foreach (var written in folded)
        {
            if (!SentenceText.Says(written))
                continue;
            var c = SentenceText.Normal(written);
            Add(ref weights, _characters[c], ref low, ref high);
            Add(ref weights, RowOf(((uint)before << 16) | c), ref low, ref high);
            count += 2;
            before = c;
        }

        Add(ref weights, RowOf(((uint)before << 16) | SentenceText.End), ref low, ref high);
        var root = Math.Sqrt(count);
        for (var i = 0; i < Math.Min(Lanes, _models.Length - first); i++)
        {
            var sum = i < Lanes / 2 ? low[i] : high[i - (Lanes / 2)];
            margins[i] = _models[first + i].Bias - _models[first + i].Threshold + (sum / root);
        }
    }

    /// <summary>The stretch of a folded text that speaks most for a model: the run of characters with the largest sum of weights.</summary>
    internal (int From, int To) Strongest(int model, ReadOnlySpan<char> folded)
    {
        var (best, bestFrom, bestTo) = (0, 0, folded.Length);
        var (sum, from) = (0, -1);
        var before = SentenceText.Start;
        for (var i = 0; i < folded.Length; i++)
        {
            if (!SentenceText.Says(folded[i]))
            {
                // What is shown are words that stand together.
                if (folded[i] != ' ')
                    from = -1;
                continue;
            }

            var c = SentenceText.Normal(folded[i]);

            // A pair belongs to both its characters; where a stretch begins anew, only the character counts.
            var alone = Weight(_characters[c], model);
            var joined = alone + Weight(RowOf(((uint)before << 16) | c), model);
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

    private static uint Hash(uint key) => key * 0x9E3779B1u;

    private void Insert(uint key, int row)
    {
        var slot = Hash(key) >> _shift;
        while (_pairs[slot].Row != 0)
            slot = (slot + 1) & (uint)(_pairs.Length - 1);
        _pairs[slot] = new Slot(key, row);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(ref short weights, int row, ref Vector128<int> low, ref Vector128<int> high)
    {
        var (lower, upper) = Vector128.Widen(Vector128.LoadUnsafe(ref Unsafe.Add(ref weights, row * _stride)));
        low += lower;
        high += upper;
    }

    private int Weight(int row, int model) => _weights[(row * _stride) + model];

    /// <summary>The row of a pair; 0 where no model knows it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int RowOf(uint key)
    {
        ref var slots = ref MemoryMarshal.GetArrayDataReference(_pairs);
        var slot = Hash(key) >> _shift;
        while (true)
        {
            ref var candidate = ref Unsafe.Add(ref slots, slot);
            if (candidate.Key == key || candidate.Row == 0)
                return candidate.Row;
            slot = (slot + 1) & (uint)(_pairs.Length - 1);
        }
    }

    private readonly record struct Slot(uint Key, int Row);
}
