using System;
using System.Collections.Generic;
using System.Linq;
using QA.Scoring.Text;
using Xunit;

namespace QA.Scoring.Tests.Text;

public sealed class SentenceModelsTests
{
    [Fact]
    public void One_pass_comes_to_what_adding_up_characters_and_pairs_comes_to()
    {
        var random = new Random(71);
        var texts = Enumerable.Range(0, 300).Select(_ => Folding.Fold(RandomChats.Text(random, random.Next(1, 14)))).ToArray();
        var grams = texts.SelectMany(SentenceText.Grams).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();

        // More models than are added up at once; each knows a part of what is said.
        var models = Enumerable.Range(0, 11).Select(i => new SentenceModel(
            "m" + i.ToString(System.Globalization.CultureInfo.InvariantCulture),
            random.Next(-500, 500),
            random.Next(-500, 500),
            grams.Where(_ => random.Next(3) == 0).ToDictionary(gram => gram, _ => random.Next(-40_000, 40_000), StringComparer.Ordinal))).ToArray();
        var together = new SentenceModels(models);
        var margins = new double[models.Length];
        foreach (var text in texts)
        {
            together.Measure(text, margins);
            Assert.Equal(models.Select(model => Slow(model, text)), margins);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5000)]
    public void Each_pair_has_a_slot_of_its_own_and_others_have_none(int count)
    {
        var random = new Random(72);
        var pairs = new HashSet<uint>();
        while (pairs.Count < count)
            pairs.Add(((uint)random.Next(0x4E00, 0x5200) << 16) | (uint)random.Next(0x4E00, 0x5200));
        var slots = new PairSlots([.. pairs]);

        Assert.Equal(count, pairs.Select(pair => slots.Read().SlotOf(pair, -1)).Where(slot => slot >= 0 && slot < slots.Count).Distinct().Count());
        for (var i = 0; i < 5000; i++)
        {
            var other = ((uint)random.Next(0x4E00, 0x9FFF) << 16) | (uint)random.Next(0x4E00, 0x9FFF);
            Assert.True(pairs.Contains(other) || slots.Read().SlotOf(other, -1) == -1);
        }
    }

    private static double Slow(SentenceModel model, string text)
    {
        var grams = SentenceText.Grams(text);
        var sum = grams.Sum(gram => Math.Clamp(model.Weights.GetValueOrDefault(gram), -short.MaxValue, short.MaxValue));
        return model.Bias - model.Threshold + (sum / Math.Sqrt(grams.Count));
    }
}
