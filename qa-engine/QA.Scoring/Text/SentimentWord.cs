namespace QA.Scoring.Text;

/// <summary>What a word of <see cref="SentimentWords"/> does to how a message feels.</summary>
internal enum SentimentPart : byte
{
    /// <summary>Says nothing, and keeps shorter words inside it from speaking: 不好意思 is not 不好.</summary>
    Nothing,

    /// <summary>Feels; turned round, raised and lowered by what stands beside it.</summary>
    Feeling,

    /// <summary>Feels whatever stands beside it: 呵呵, 凭什么, what a joke.</summary>
    Idiom,

    /// <summary>Politeness: leans to the good side and is no satisfaction.</summary>
    Politeness,

    /// <summary>Takes the side of the rest of the message: 绝了, 厉害了.</summary>
    Echo,

    /// <summary>Turns what follows round: 不, 没有, never.</summary>
    Not,

    /// <summary>Turns round and lowers: 不太, not very.</summary>
    NotVery,

    /// <summary>Raises what follows: 太, 真的, very.</summary>
    Very,

    /// <summary>Lowers what follows: 有点, slightly.</summary>
    Slightly,

    /// <summary>Raises what stands right before it: 慢死了, 好极了.</summary>
    VeryBehind,

    /// <summary>What comes before it counts half: 但是, but.</summary>
    But,

    /// <summary>What follows has not happened: 如果, if.</summary>
    If,

    /// <summary>What is only asked has not been said: 会不会, 吗, is it.</summary>
    Asking,

    /// <summary>Asks for a time; only asking again is impatience: 什么时候, how long.</summary>
    When,
}

/// <param name="Weight">Thousandths; 600 make a sentence on their own. 0 for parts that do not feel.</param>
internal readonly record struct SentimentWord(string Phrase, SentimentPart Part, int Weight);
