using System;

namespace QA.Engine.Sample;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014;
/// constants as in the public-domain C version by Sebastiano Vigna). Ours because System.Random may
/// change its sequence between runtimes, and the sample must be the same bytes everywhere.
/// </summary>
internal struct SplitMix(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The stream of conversation <paramref name="index"/>: independent of how many were made before it.</summary>
    public static SplitMix For(ulong seed, int index)
    {
        var mixer = new SplitMix(seed ^ (0xD1B54A32D192ED03UL * ((ulong)index + 1)));
        return new SplitMix(mixer.Next());
    }

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>0 … <paramref name="bound"/> − 1. The multiply keeps a bias below 2⁻³², which no reader of chats can see.</summary>
    public int Below(int bound) => (int)(((Next() >> 32) * (ulong)bound) >> 32);

    public int Between(int low, int high) => low + Below(high - low + 1);

    public bool Chance(int percent) => Below(100) < percent;

    public T Pick<T>(ReadOnlySpan<T> choices) => choices[Below(choices.Length)];
}
