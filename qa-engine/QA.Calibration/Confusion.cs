using System;

namespace QA.Calibration;

/// <summary>How often one rater said this where the other said that: the counts all figures of agreement come from.</summary>
/// <param name="categories">How many different things a rater can say; at least 1.</param>
public sealed class Confusion(int categories)
{
    private readonly long[] _counts = new long[categories * categories];

    public int Categories { get; } = categories;

    /// <summary>Cases counted.</summary>
    public long Total { get; private set; }

    /// <param name="one">What the first rater said, 0 … <see cref="Categories"/> − 1: the row.</param>
    /// <param name="other">What the second said: the column.</param>
    public long this[int one, int other] => _counts[(one * Categories) + other];

    /// <summary>Cases in which both said the same.</summary>
    public long Agreed
    {
        get
        {
            long agreed = 0;
            for (var i = 0; i < Categories; i++)
                agreed += this[i, i];
            return agreed;
        }
    }

    public void Add(int one, int other)
    {
        _counts[(one * Categories) + other]++;
        Total++;
    }

    /// <summary>How often the first rater said it.</summary>
    public long Row(int category)
    {
        long sum = 0;
        for (var i = 0; i < Categories; i++)
            sum += this[category, i];
        return sum;
    }

    /// <summary>How often the second rater said it.</summary>
    public long Column(int category)
    {
        long sum = 0;
        for (var i = 0; i < Categories; i++)
            sum += this[i, category];
        return sum;
    }

    /// <summary>The cases in which both raters stayed within the first so many categories.</summary>
    public Confusion Leading(int categories)
    {
        var part = new Confusion(categories);
        for (var i = 0; i < categories; i++)
        {
            for (var j = 0; j < categories; j++)
                part.Put(i, j, this[i, j]);
        }

        return part;
    }

    internal void Clear()
    {
        Array.Clear(_counts);
        Total = 0;
    }

    internal void Put(int one, int other, long count)
    {
        Total += count - this[one, other];
        _counts[(one * Categories) + other] = count;
    }
}
