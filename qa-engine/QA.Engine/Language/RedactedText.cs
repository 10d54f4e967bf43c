using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace QA.Engine.Language;

/// <summary>A text without its personal data, and where each piece of it stood.</summary>
/// <param name="Replacements">In the order of the text; they never overlap.</param>
internal sealed record RedactedText(string Text, IReadOnlyList<Replacement> Replacements)
{
    /// <summary>Where a place in the redacted text stood in the original; never decreasing. A place inside a replacement stays inside what it replaced.</summary>
    /// <param name="offset">UTF-16 units, 0 to the length of the redacted text.</param>
    /// <returns>UTF-16 units.</returns>
    public int ToOriginal(int offset)
    {
        var shift = 0;
        foreach (var replacement in Replacements)
        {
            if (offset < replacement.NewStart)
                break;
            if (offset < replacement.NewStart + replacement.NewLength)
                return replacement.Start + Math.Min(offset - replacement.NewStart, replacement.Length);
            shift = replacement.Start + replacement.Length - replacement.NewStart - replacement.NewLength;
        }

        return offset + shift;
    }
}

/// <summary>A piece that was replaced.</summary>
/// <param name="Start">In the original, in UTF-16 units.</param>
/// <param name="NewStart">In the redacted text.</param>
/// <param name="Kind">What it was: a name out of a closed list, such as <c>mobile</c>.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Replacement(int Start, int Length, int NewStart, int NewLength, string Kind);
