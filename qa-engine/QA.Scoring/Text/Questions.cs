using System;

namespace QA.Scoring.Text;

/// <summary>Whether words ask something.</summary>
internal static class Questions
{
    /// <summary>Whether a Han character may be the sign of a question: whatever asks by its form holds one of these or a question mark.</summary>
    public static bool MaySign(char c) => c is '吗' or '么' or '嘛' or '呢' or '不' or '没' or '否';

    /// <summary>False: no clause of the text is a question by its form. English asks by the order of words, of which it takes two.</summary>
    public static bool MayStandIn(ReadOnlySpan<char> text, TextTraits traits)
        => (traits & (TextTraits.Asking | TextTraits.Question)) != TextTraits.None || ((traits & TextTraits.Latin) != TextTraits.None && text.Contains(' '));

    /// <summary>Whether a clause is a question: its mark, a final particle (吗 么 嘛 呢), a final 不, 没 or 否, a choice (能不能, 有没有, A不A), or English word order (can i, how much).</summary>
    /// <param name="text">A folded text.</param>
    /// <param name="from">The clause's first character.</param>
    /// <param name="to">One behind its last character, the mark that ends it not included.</param>
    public static bool IsQuestion(ReadOnlySpan<char> text, int from, int to)
    {
        if (to < text.Length && text[to] == '?')
            return true;
        var clause = text[from..to];
        var last = clause.Length - 1;
        while (last >= 0 && !char.IsLetterOrDigit(clause[last]))
        {
            // The mark may stand before an emoticon or a closing bracket.
            if (clause[last] == '?')
                return true;
            last--;
        }

        return last >= 0 && (EndsAsking(clause[..(last + 1)]) || OffersChoice(clause) || EnglishQuestions.Asks(clause));
    }

    private static bool EndsAsking(ReadOnlySpan<char> clause)
    {
        var before = clause.Length > 1 ? clause[^2] : '\0';
        return clause[^1] switch
        {
            '吗' => true,

            // 要什么 asks; 没什么 and 就这么 say something.
            '么' => !clause.SequenceEqual("什么") && !EndsInNone(clause),

            // 好的呢, 在呢, 您呢 are an agent's softened statements.
            '呢' => before is not ('的' or '好' or '着' or '在' or '您' or '哦' or '嗯' or '\0'),
            '嘛' => before is not ('\0' or '的'),

            // 甜不, 发货没; but 还没, 都没, 对不 and a bare 没 answer.
            '不' => before is not ('\0' or '也' or '都' or '就' or '要'),
            '没' => before is not ('\0' or '还' or '都' or '也' or '并' or '从'),
            '否' => true,
            _ => false,
        };
    }

    private static bool EndsInNone(ReadOnlySpan<char> clause) =>
        clause.EndsWith("没什么", StringComparison.Ordinal) || clause.EndsWith("没有什么", StringComparison.Ordinal)
        || clause.EndsWith("这么", StringComparison.Ordinal) || clause.EndsWith("那么", StringComparison.Ordinal);

    private static bool OffersChoice(ReadOnlySpan<char> clause)
    {
        for (var i = 1; i < clause.Length; i++)
        {
            // A不A, A没A: 好不好, 有没有, 收没收到, 可不可以.
            if (clause[i] is '不' or '没' && i + 1 < clause.Length && clause[i - 1] == clause[i + 1] && clause[i - 1] >= '\u2E80')
                return true;

            // 是否, 能否, 可否.
            if (clause[i] == '否' && clause[i - 1] is '是' or '能' or '可')
                return true;
        }

        return false;
    }
}
