using QA.Calibration.Skills;

namespace QA.Calibration.Tests.Skills;

/// <summary>Chats made by dice, the same on every run.</summary>
internal sealed class Chance(ulong seed)
{
    private const int Fine = 1 << 24;
    private ResampleDraws _draws = new(seed);

    public double Between(double low, double high) => low + ((high - low) * _draws.Below(Fine) / Fine);

    /// <summary>So many chats of somebody who passes with this probability.</summary>
    public Tally Chats(int cases, double strength)
    {
        var passed = 0;
        for (var i = 0; i < cases; i++)
            passed += Between(0, 1) < strength ? 1 : 0;
        return new Tally(cases, passed);
    }
}
