using System;
using System.Collections.Generic;

namespace QA.Scoring.Rules;

/// <summary>Who said something, as the judged agent sees it.</summary>
[Flags]
internal enum SpeakerSet : byte
{
    /// <summary>Not part of what is judged.</summary>
    None = 0,
    Customer = 1,

    /// <summary>The judged agent; in a whole session, every human agent.</summary>
    Agent = 2,
    Bot = 4,
    System = 8,

    /// <summary>Another human agent of a transferred conversation.</summary>
    Colleague = 16,
    Anyone = Customer | Agent | Bot | System | Colleague,
}

internal static class SpeakerSets
{
    public static IReadOnlyList<string> Names { get; } = ["agent", "customer", "bot", "system", "colleague", "anyone"];

    public static SpeakerSet Read(IReadOnlyList<string> names)
    {
        var set = SpeakerSet.None;
        foreach (var name in names)
        {
            set |= name switch
            {
                "customer" => SpeakerSet.Customer,
                "bot" => SpeakerSet.Bot,
                "system" => SpeakerSet.System,
                "colleague" => SpeakerSet.Colleague,
                "anyone" => SpeakerSet.Anyone,
                _ => SpeakerSet.Agent,
            };
        }

        return set;
    }
}
