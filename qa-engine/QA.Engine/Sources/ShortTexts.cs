using System;
using System.Text;

namespace QA.Engine.Sources;

/// <summary>
/// Names that come again and again (senders, channels, shops) as one string each. A new name takes the place of an older one,
/// so the memory is bounded whatever a file holds. One for each thread.
/// </summary>
internal sealed class ShortTexts
{
    private const int Places = 512;
    private const int Longest = 48;
    private readonly (byte[] Utf8, string Text)[] _known = new (byte[], string)[Places];

    /// <param name="utf8">Unescaped UTF-8.</param>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
            return "";
        if (utf8.Length > Longest)
            return Encoding.UTF8.GetString(utf8);

        // FNV-1a: names are short, and the place need not withstand an attacker: a clash costs one allocation.
        var hash = 2166136261;
        foreach (var b in utf8)
            hash = (hash ^ b) * 16777619;
        ref var place = ref _known[hash % Places];
        if (place.Utf8 is null || !utf8.SequenceEqual(place.Utf8))
            place = (utf8.ToArray(), Encoding.UTF8.GetString(utf8));
        return place.Text;
    }
}
