using System;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace QA.Calibration.Tests;

public sealed class KappaTests
{
    private const int Categories = 4;

    private static Gen<long[][]> AnyTable =>
        Gen.ArrayOf(Gen.ArrayOf(Gen.Frequency((2, Gen.Constant(0L)), (3, Gen.Choose(0, 30).Select(count => (long)count))), Categories), Categories);

    // J. Cohen, "Weighted kappa", Psychological Bulletin 70 (1968), table 1 (two judges, 200 patients): κ = .492.
    // J. Fleiss, Statistical Methods for Rates and Proportions (2nd ed. 1981), p. 213 (100 subjects; psychosis, neurosis, organic): κ = .68 (.676).
    // SAS/STAT User's Guide, The FREQ Procedure, "Agreement Study" (two dermatologists, 88 patients): simple κ = 0.3449.
    // The 50 grant proposals that statistics courses count through by hand: κ = 0.4; and two tables with the same raw
    // agreement of 60 %: κ = 0.1304 and 0.2593.
    [Theory]
    [InlineData("88 14 18/10 40 10/2 6 12", 0.492)]
    [InlineData("75 1 4/5 4 1/0 0 10", 0.676)]
    [InlineData("10 4 1 0/5 10 12 2/2 4 12 5/0 2 6 13", 0.345)]
    [InlineData("20 5/10 15", 0.4)]
    [InlineData("45 15/25 15", 0.130)]
    [InlineData("25 35/5 35", 0.259)]
    public void Published_examples_come_out_as_published(string table, double kappa) =>
        Assert.Equal(kappa, Kappa.Unweighted(Parse(table)).Value!.Value, 3);

    // The SAS example again: weighted κ (Cicchetti–Allison, that is linear, weights) = 0.5082. With two categories weights change nothing.
    [Theory]
    [InlineData("10 4 1 0/5 10 12 2/2 4 12 5/0 2 6 13", 0.5082)]
    [InlineData("20 5/10 15", 0.4)]
    public void Published_examples_of_weighted_kappa_come_out_as_published(string table, double kappa) =>
        Assert.Equal(kappa, Kappa.LinearWeighted(Parse(table)).Value!.Value, 4);

    [Fact]
    public void A_miss_by_two_steps_is_worse_than_a_miss_by_one()
    {
        var near = Kappa.LinearWeighted(Tables.Of([10, 2, 0], [0, 10, 0], [0, 0, 10]));
        var far = Kappa.LinearWeighted(Tables.Of([10, 0, 2], [0, 10, 0], [0, 0, 10]));
        Assert.True(near.Value > far.Value);
    }

    [Fact]
    public void Where_there_is_no_case_there_is_no_figure()
    {
        Assert.Equal((Figure)Undefined.NoCases, Kappa.Unweighted(new Confusion(4)));
        Assert.Equal((Figure)Undefined.NoCases, Kappa.LinearWeighted(new Confusion(3)));
    }

    [Fact]
    public void Where_both_used_one_category_only_there_is_no_figure_though_they_always_agreed()
    {
        Assert.Equal((Figure)Undefined.OneCategory, Kappa.Unweighted(Tables.Of([0, 0], [0, 7])));
        Assert.Equal((Figure)Undefined.OneCategory, Kappa.LinearWeighted(Tables.Of([0, 0], [0, 7])));
    }

    [Fact]
    public void A_rater_who_always_says_the_same_agrees_as_chance_would()
    {
        Assert.Equal(0, Kappa.Unweighted(Tables.Of([5, 0], [3, 0])).Value);
        Assert.Equal(0, Kappa.LinearWeighted(Tables.Of([5, 0], [3, 0])).Value);
    }

    [Fact]
    public void Two_who_always_contradict_each_other_are_at_minus_one() =>
        Assert.Equal(-1, Kappa.Unweighted(Tables.Of([0, 5], [5, 0])).Value);

    [Fact]
    public void It_is_the_same_whoever_comes_first() =>
        Prop.ForAll(AnyTable.ToArbitrary(), rows =>
            Kappa.Unweighted(Tables.Of(rows)) == Kappa.Unweighted(Tables.Of(Tables.Transposed(rows)))
            && Kappa.LinearWeighted(Tables.Of(rows)) == Kappa.LinearWeighted(Tables.Of(Tables.Transposed(rows)))).QuickCheckThrowOnFailure();

    [Fact]
    public void It_does_not_care_what_the_categories_are_called()
    {
        var cases =
            from rows in AnyTable
            from names in Gen.Shuffle(Enumerable.Range(0, Categories))
            select (rows, names: names.ToArray());
        Prop.ForAll(cases.ToArbitrary(), it =>
            Kappa.Unweighted(Tables.Of(it.rows)) == Kappa.Unweighted(Tables.Of(Tables.Renamed(it.rows, it.names)))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void With_weights_only_the_order_counts_and_that_either_way_round() =>
        Prop.ForAll(AnyTable.ToArbitrary(), rows =>
            Kappa.LinearWeighted(Tables.Of(rows)) == Kappa.LinearWeighted(Tables.Of(Tables.Renamed(rows, [3, 2, 1, 0])))).QuickCheckThrowOnFailure();

    [Fact]
    public void It_never_exceeds_one_and_reaches_one_only_where_nobody_disagrees() =>
        Prop.ForAll(AnyTable.ToArbitrary(), rows =>
        {
            var counts = Tables.Of(rows);
            return Array.TrueForAll([Kappa.Unweighted(counts), Kappa.LinearWeighted(counts)], figure =>
                figure.Value is { } kappa
                    ? double.IsFinite(kappa) && kappa <= 1 && kappa >= -1 && (kappa == 1) == (counts.Agreed == counts.Total)
                    : figure.Why is Undefined.NoCases or Undefined.OneCategory);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Counted_by_cases_it_is_what_the_textbook_computes_with_shares() =>
        Prop.ForAll(AnyTable.ToArbitrary(), rows =>
        {
            double n = rows.Sum(row => row.Sum());
            var observed = Enumerable.Range(0, Categories).Sum(i => rows[i][i] / n);
            var expected = Enumerable.Range(0, Categories).Sum(i => rows[i].Sum() / n * (rows.Sum(row => row[i]) / n));
            return Kappa.Unweighted(Tables.Of(rows)).Value is not { } kappa || Math.Abs(kappa - ((observed - expected) / (1 - expected))) < 1e-9;
        }).QuickCheckThrowOnFailure();

    private static Confusion Parse(string table) =>
        Tables.Of([.. table.Split('/').Select(row => row.Split(' ').Select(long.Parse).ToArray())]);
}
