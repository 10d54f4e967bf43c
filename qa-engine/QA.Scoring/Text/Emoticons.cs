using System;

namespace QA.Scoring.Text;

/// <summary>Walks through the emoticons of an original text, whatever notation they are in.</summary>
public static class Emoticons
{
    /// <summary>The longest name in square brackets, in UTF-16 units.</summary>
    public const int LongestBracketName = 6;

    private const TextTraits Signs =
        TextTraits.Emoji | TextTraits.Bracket | TextTraits.JdCode | TextTraits.SlashCode | TextTraits.Face | TextTraits.Latin;

    // Names that exports put in brackets for what is not an emoticon: other kinds of message, masked values, notices.
    private static readonly string[] NotNames =
    [
        "图片", "照片", "截图", "语音", "视频", "文件", "附件", "链接", "网址", "卡片", "名片", "位置", "地址", "定位", "表情", "动画表情", "红包", "转账", "商品", "商品快照",
        "订单", "订单号", "运单", "运单号", "物流", "快递", "快递单号", "优惠券", "数字", "金额", "姓名", "时间", "日期", "电话", "手机", "手机号", "邮箱", "账号", "单号",
        "身份证", "身份证号", "站点", "系统", "系统消息", "系统提示", "通知", "公告", "广告", "自动回复", "机器人", "机器回复", "客服", "已读", "未读", "撤回", "删除",
        "转人工", "人工", "转接", "评价", "邀请评价", "服务评价", "未知", "其他", "引用", "回复", "赠品", "赠", "新", "注", "不要", "锁定", "投诉",
        "圖片", "語音", "視頻", "連結", "訂單", "貼圖",
    ];

    private static readonly Start[] Starts = FindStarts();

    // Two words of bits for each letter and digit: with which of the ASCII characters behind it a face begins.
    private static readonly ulong[] Seconds = FindSeconds();

    // What a character says about an emoticon that begins with it.
    private enum Start : byte
    {
        Never,
        WithNext,
        Always,
    }

    /// <summary>False if a text of these traits holds no emoticon; true says nothing.</summary>
    public static bool MayOccur(TextTraits traits) => (traits & Signs) != TextTraits.None;

    /// <summary>Finds the next emoticon; false at the end of the text.</summary>
    /// <param name="original">The text as it was written, not folded.</param>
    /// <param name="position">Where to begin, 0 at first; afterwards the index after the emoticon. Pass it back unchanged.</param>
    /// <param name="start">Where the emoticon begins.</param>
    /// <param name="length">Its length in UTF-16 units.</param>
    /// <param name="family">Its notation.</param>
    /// <remarks>
    /// A name in brackets is 1–6 ideographs, or 2–6 Latin letters not all capital ([OK] is), or ideographs and letters mixed unless the
    /// last is an x that masks a value ([数字x] [订单x]); digits, [ORDERID_1], [NAME], and the names of other messages ([图片] [语音]) are none.
    /// </remarks>
    public static bool Next(ReadOnlySpan<char> original, ref int position, out int start, out int length, out EmoticonFamily family)
    {
        var open = 0;
        var countedTo = 0;
        for (var i = position; i < original.Length; i++)
        {
            var c = original[i];
            if (CharTable.IsCommonHan(c) || !MayBegin(original, i, c))
                continue;

            family = default;
            length = 0;
            if (c < 0x80)
            {
                switch (c)
                {
                    case '[':
                        length = BracketLength(original, i);
                        family = EmoticonFamily.Bracket;
                        break;
                    case '#':
                        length = JdCodeLength(original, i);
                        family = EmoticonFamily.JdCode;
                        break;
                    case '/':
                        length = WangwangCodes.LengthAt(original, i);
                        family = EmoticonFamily.Wangwang;
                        break;
                }
            }
            else if (c == '［')
            {
                length = BracketLength(original, i);
                family = EmoticonFamily.Bracket;
            }

            if (length == 0 && EmojiText.IsEmojiAt(original, i, out length))
                family = EmoticonFamily.Emoji;
            if (length == 0)
            {
                if (c is ':' or ';' or '=' or '：')
                {
                    open = CountOpen(original, ref countedTo, i, open);
                }

                length = Kaomoji.LengthAt(original, i, open);
                family = EmoticonFamily.Kaomoji;
            }

            if (length > 0)
            {
                start = i;
                position = i + length;
                return true;
            }
        }

        (start, length, family) = (original.Length, 0, default);
        position = original.Length;
        return false;
    }

    private static bool MayBegin(ReadOnlySpan<char> text, int i, char c) => Starts[c] switch
    {
        Start.Never => false,
        Start.Always => true,

        // A letter or digit begins few faces: what follows tells nearly all of them.
        _ => i + 1 < text.Length && MayFollow(c, text[i + 1]),
    };

    // No face has a Han character behind a letter or digit.
    private static bool MayFollow(char c, char next)
        => next < 0x80 ? (Seconds[(c * 2) + (next >> 6)] >> (next & 63) & 1) != 0 : !CharTable.IsCommonHan(next);

    private static ulong[] FindSeconds()
    {
        var seconds = new ulong[0x80 * 2];
        for (var c = '\0'; c < 0x80; c++)
        {
            for (var next = '\0'; char.IsAsciiLetterOrDigit(c) && next < 0x80; next++)
                seconds[(c * 2) + (next >> 6)] |= Kaomoji.MayBegin(c, next) ? 1UL << (next & 63) : 0;
        }

        return seconds;
    }

    private static Start[] FindStarts()
    {
        var starts = new Start[char.MaxValue + 1];
        for (var c = '\0'; c < char.MaxValue; c++)
        {
            if (char.IsSurrogate(c))
                starts[c] = Start.Always;
            else if (char.IsAsciiLetterOrDigit(c))
                starts[c] = Start.WithNext;
            else if (c is '[' or '［' or '#' or '*' or '/' || Kaomoji.MayBegin(c) || EmojiText.IsEmojiAt([c], 0, out _) || EmojiText.IsEmojiAt([c, '\uFE0F'], 0, out _))
                starts[c] = Start.Always;
        }

        return starts;
    }

    // Only the last stretch matters: a bracket opened hundreds of characters ago is not what a smile closes.
    private static int CountOpen(ReadOnlySpan<char> text, ref int from, int to, int open)
    {
        const int Reach = 200;
        if (to - from > Reach)
        {
            from = to - Reach;
            open = 0;
        }

        for (; from < to; from++)
        {
            if (text[from] is '(' or '（')
                open++;
            else if (text[from] is ')' or '）' && open > 0)
                open--;
        }

        return open;
    }

    private static int BracketLength(ReadOnlySpan<char> text, int i)
    {
        var most = Math.Min(text.Length - i - 1, LongestBracketName + 1);
        var length = text.Slice(i + 1, most).IndexOfAny(']', '］');
        return length > 0 && IsName(text.Slice(i + 1, length)) ? length + 2 : 0;
    }

    private static bool IsName(ReadOnlySpan<char> name)
    {
        var (han, letters, capitals) = (0, 0, 0);
        foreach (var c in name)
        {
            if (CharTable.Kinds[c] == CharKind.Han)
                han++;
            else if (char.IsAsciiLetter(c))
                letters++;
            else
                return false;
            if (char.IsAsciiLetterUpper(c))
                capitals++;
        }

        if (han == 0)
            return letters >= 2 && (capitals < letters || name is "OK" or "NO");
        if (name[^1] is 'x' or 'X')
            return false;
        foreach (var not in NotNames)
        {
            if (name.SequenceEqual(not))
                return false;
        }

        return true;
    }

    // "#E-s21": a small letter for the set, one to three digits.
    private static int JdCodeLength(ReadOnlySpan<char> text, int i)
    {
        var code = text[i..];
        if (code.Length < 5 || code[1] is not ('E' or 'e') || code[2] != '-' || !char.IsAsciiLetter(code[3]))
            return 0;
        var end = 4;
        while (end < code.Length && char.IsAsciiDigit(code[end]))
            end++;
        if (end is >= 5 and <= 7)
            return end;

        // Exports that hide digits hide these too: #E-s[数字x], #E-s**.
        if (end > 4 || end == code.Length)
            return 0;
        if (code[4] == '[')
        {
            var mask = code[4..Math.Min(code.Length, 4 + LongestBracketName + 2)].IndexOf(']');
            return mask > 1 ? 4 + mask + 1 : 0;
        }

        while (end < code.Length && end < 7 && code[end] == '*')
            end++;
        return end > 4 ? end : 0;
    }
}
