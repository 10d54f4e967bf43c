using System;

namespace QA.Scoring.Indicators;

/// <summary>What was counted for a profile, over one conversation or many: everything in it adds up.</summary>
public struct IndicatorTally : IEquatable<IndicatorTally>
{
    private WaitHistogram _waits;

    /// <param name="numerator">Units served in time.</param>
    /// <param name="denominator">Units that count.</param>
    /// <param name="rounds">Rounds that count, whatever the unit.</param>
    /// <param name="unanswered">Those of them nobody answered.</param>
    /// <param name="waited">All waits of the others together.</param>
    /// <param name="questions">Messages that asked.</param>
    /// <param name="answers">Messages that answer, those nobody asked for included.</param>
    /// <param name="waits">The waits the profile keeps.</param>
    /// <exception cref="ArgumentOutOfRangeException">Something is negative, or a part is larger than its whole.</exception>
    public IndicatorTally(long numerator, long denominator, long rounds, long unanswered, TimeSpan waited, long questions, long answers, WaitHistogram waits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(numerator);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(numerator, denominator);
        ArgumentOutOfRangeException.ThrowIfNegative(unanswered);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(unanswered, rounds);
        ArgumentOutOfRangeException.ThrowIfLessThan(waited, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(questions);
        ArgumentOutOfRangeException.ThrowIfNegative(answers);
        (Numerator, Denominator, Rounds, Unanswered, WaitedTicks, Questions, Answers) = (numerator, denominator, rounds, unanswered, waited.Ticks, questions, answers);
        _waits = waits;
    }

    /// <summary>Units served in time.</summary>
    public long Numerator { readonly get; internal set; }

    /// <summary>Units that count.</summary>
    public long Denominator { readonly get; internal set; }

    /// <summary>Rounds that count, whatever the unit.</summary>
    public long Rounds { readonly get; internal set; }

    /// <summary>Rounds that count and nobody answered.</summary>
    public long Unanswered { readonly get; internal set; }

    /// <summary>The waits of all answered rounds together; their mean is this over the rounds that are not <see cref="Unanswered"/>.</summary>
    public readonly TimeSpan Waited => new(WaitedTicks);

    /// <summary>Messages that asked.</summary>
    public long Questions { readonly get; internal set; }

    /// <summary>Messages that answer, those nobody asked for included.</summary>
    public long Answers { readonly get; internal set; }

    /// <summary>The waits the profile keeps (<see cref="ServiceProfile.Waits"/>).</summary>
    public readonly WaitHistogram Waits => _waits;

    internal long WaitedTicks { readonly get; set; }

    public static bool operator ==(IndicatorTally left, IndicatorTally right) => left.Equals(right);

    public static bool operator !=(IndicatorTally left, IndicatorTally right) => !left.Equals(right);

    /// <summary>
    /// Both together. For what lies under different keys (days, agents of one scope, customers); under one key
    /// <see cref="Contribution.Add"/> knows that a customer counts once.
    /// </summary>
    /// <exception cref="OverflowException">A sum is beyond 64 bits.</exception>
    public readonly IndicatorTally Plus(in IndicatorTally other)
    {
        var sum = this;
        checked
        {
            sum.Numerator += other.Numerator;
            sum.Denominator += other.Denominator;
            sum.Rounds += other.Rounds;
            sum.Unanswered += other.Unanswered;
            sum.WaitedTicks += other.WaitedTicks;
            sum.Questions += other.Questions;
            sum.Answers += other.Answers;
        }

        sum._waits.Add(other._waits);
        return sum;
    }

    public readonly bool Equals(IndicatorTally other)
        => (Numerator, Denominator, Rounds, Unanswered, WaitedTicks, Questions, Answers)
            == (other.Numerator, other.Denominator, other.Rounds, other.Unanswered, other.WaitedTicks, other.Questions, other.Answers)
            && _waits.Equals(other._waits);

    public override readonly bool Equals(object? obj) => obj is IndicatorTally other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(Numerator, Denominator, Rounds, Unanswered, WaitedTicks, Questions, Answers);

    /// <summary>For people who debug.</summary>
    public override readonly string ToString()
        => $"{Numerator}/{Denominator}, {Rounds} rounds, {Unanswered} unanswered, {Questions} questions, {Answers} answers, waited {Waited:c} ({_waits})";

    internal void Keep(long waitTicks) => _waits.Add(waitTicks);
}
