using System;

namespace QA.Scoring;

/// <summary>The score of a section, or of any group of criteria: 100 × Σ(weight × value) ÷ Σ(weight).</summary>
public struct WeightedMean
{
    private long _weight;
    private Int128 _earned;

    /// <summary>Adds a criterion that applies and is sure.</summary>
    /// <param name="weight">Millionths.</param>
    /// <param name="value">Millionths of the weight.</param>
    public void Add(long weight, int value)
    {
        _weight += weight;
        _earned += (Int128)weight * value;
    }

    /// <summary>Hundredths of a point, rounded half up; null where nothing weighs anything.</summary>
    public readonly int? Points
    {
        get
        {
            if (_weight == 0)
                return null;

            // A value is millionths and a score hundredths of 100 points.
            var whole = (Int128)_weight * 100;
            return (int)(((2 * _earned) + whole) / (2 * whole));
        }
    }
}
