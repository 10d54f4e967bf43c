using System;

namespace QA.Scoring.Text;

/// <summary>What a text holds, gathered while it is folded, so that a rule can pass over a message it cannot find anything in.</summary>
/// <remarks>A trait that is absent is certain; one that is present only says that a closer look may pay.</remarks>
[Flags]
public enum TextTraits
{
    None = 0,
    Digit = 1 << 0,
    /// <summary>A Latin, Greek or Cyrillic letter.</summary>
    Latin = 1 << 1,
    Han = 1 << 2,
    /// <summary>A pictograph, flag or keycap.</summary>
    Emoji = 1 << 3,
    /// <summary>An opening square bracket of any form.</summary>
    Bracket = 1 << 4,
    Question = 1 << 5,
    Exclamation = 1 << 6,
    /// <summary>A quotation mark or a book-title mark.</summary>
    Quote = 1 << 7,
    LineBreak = 1 << 8,
    /// <summary>A character that the faces written with letters and signs are made of.</summary>
    Face = 1 << 9,
    /// <summary>A comma, full stop, tilde, line break, pictograph or another mark that ends a clause.</summary>
    ClauseEnd = 1 << 10,

    /// <summary>One of the Han characters without which Chinese asks only by a mark: 吗 么 嘛 呢 不 没 否.</summary>
    Asking = 1 << 11,

    // Those above are known of each character by itself and stand in the table, which has no room for more.

    /// <summary>The letters <c>#E-</c>, which begin an emoticon code of JD.</summary>
    JdCode = 1 << 12,
    /// <summary>A slash and a colon side by side, which begin an emoticon code of Wangwang.</summary>
    SlashCode = 1 << 13,
    /// <summary>Something like an address: <c>://</c>, or a full stop between two letters.</summary>
    Link = 1 << 14,
}
