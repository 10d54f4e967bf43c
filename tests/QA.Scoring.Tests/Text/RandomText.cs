using System;
using System.Text;

namespace QA.Scoring.Tests.Text;

/// <summary>Texts drawn from a seed, of the characters that folding has rules for.</summary>
internal static class RandomText
{
    private static readonly string[] Pieces =
    [
        "哈", "哈", "加", "微", "信", "親", "a", "a", "b", "v", "V", "1", "1", ".", ".", "-", "*", "_", "·", "|", "。", "，", "~", "～", "!", " ", " ", "  ", "\n", "\t",
        "\u3000", "\u200B", "\u200D", "\uFE0F", "㎏", "①", "⑩", "Ⓥ", "𝐕", "😊", "👍🏻", "\uD83D", "\uDE00", "\u0F7C", "\u0301", "é", "ω", "の", "…", "⁇", "/", ":", "(", "“", "[", "𠮷", "々",
    ];

    public static string Of(int seed)
    {
        var random = new Random(seed);
        // Few kinds in one text make runs and chains likely.
        var kinds = random.Next(2, 9);
        var alphabet = new string[kinds];
        for (var i = 0; i < kinds; i++)
            alphabet[i] = Pieces[random.Next(Pieces.Length)];
        var text = new StringBuilder();
        for (var length = random.Next(1, 24); length > 0; length--)
            text.Append(alphabet[random.Next(kinds)]);
        return text.ToString();
    }

    public static string Harmless(Random random)
    {
        string[] words = ["在的", "这边看一下", "hello", "好", "3天", "😊", "", "订单"];
        return words[random.Next(words.Length)];
    }

    /// <summary>Writes a phrase in one of the ways that folding sees through.</summary>
    public static string Disguise(string phrase, Random random)
    {
        var text = new StringBuilder();
        var han = phrase.AsSpan().IndexOfAnyExceptInRange('\u4E00', '\u9FFF') < 0;
        var mark = han && phrase.Length >= 3 && random.Next(4) == 0 ? ".*-_|·"[random.Next(6)] : '\0';
        var invisible = random.Next(3);
        for (var i = 0; i < phrase.Length; i++)
        {
            if (i > 0 && mark != '\0')
                text.Append(mark);
            else if (i > 0 && invisible == 1)
                text.Append("\u200B\u200D\uFE0F\u2060\u00AD"[random.Next(5)]);
            else if (i > 0 && han && invisible == 2)
                text.Append(" \u3000\u00A0"[random.Next(3)]);

            var c = phrase[i];
            text.Append((c, random.Next(3)) switch
            {
                (' ', 1) => "\u3000",
                (' ', 2) => "   ",
                ('爱', 1) => "愛",
                ('亲', 1) => "親",
                ('什', _) => "什",
                ('么', 1) => "麼",
                ('帮', 1) => "幫",
                ('满', 1) => "滿",
                ('减', 1) => "減",
                ( >= 'a' and <= 'z', 1) => ((char)(c - 'a' + 'Ａ')).ToString(),
                ( >= 'a' and <= 'z', 2) => char.ConvertFromUtf32(0x1D41A + c - 'a'),
                ( >= '0' and <= '9', 1) => ((char)(c - '0' + '０')).ToString(),
                ( >= '0' and <= '9', 2) => char.ConvertFromUtf32(0x1D7CE + c - '0'),
                _ => c.ToString(),
            });
        }

        return text.ToString();
    }
}
