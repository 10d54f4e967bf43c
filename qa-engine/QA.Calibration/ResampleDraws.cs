using System;

namespace QA.Calibration;

/// <summary>
/// The draws of a bootstrap: SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014;
/// constants as in the public-domain C version by Sebastiano Vigna). Ours because System.Random may change its sequence between
/// runtimes, and an interval must be the same bytes everywhere.
/// </summary>
internal struct ResampleDraws(ulong seed)
{
    private ulong _state = seed;

    /// <summary>0 … <paramref name="bound"/> − 1. The multiply keeps a bias below 2⁻³² for fewer than 2³² cases.</summary>
    public int Below(int bound)
    {
        var z = _state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return (int)Math.BigMul(z ^ (z >> 31), (ulong)bound, out _);
    }
}
