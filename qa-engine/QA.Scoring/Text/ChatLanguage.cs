using System;
using System.Collections.Frozen;

namespace QA.Scoring.Text;

/// <summary>The language of a conversation: the one it states, or the one that customer and agent write.</summary>
/// <remarks>
/// <para>
/// Chinese is known by its Han characters, simplified or traditional. English is known by the little words that no sentence does
/// without, so that brands, sizes and model numbers in a Chinese chat say nothing, and neither does pinyin, nor another language
/// written in Latin letters. Two Han characters make about one word; one English word in two is a little one; so a little word
/// weighs four Han characters. Addresses, mentions, tags and emoticon codes are nobody's language.
/// </para>
/// <para>What robots and the platform write is passed over: an English platform may have a Chinese shop.</para>
/// </remarks>
public static class ChatLanguage
{
    public const string Chinese = "zh";

    public const string English = "en";

    /// <summary>The field of a conversation, or the attribute, that states its language.</summary>
    public const string Field = "language";

    private const int HanInALittleWord = 4;

    // German and Dutch share a few of these words; of English they are a third or more.
    private const int FewestInLatin = 8;

    // Whoever leads by so many words will not be overtaken: long chats need not be read to the end.
    private const int ClearLead = 100;

    private const int LongestWord = 9;

    // Not among them: what is also a syllable of pinyin (you, me, he, can, an, men) and what Chinese chats borrow (ok, vip, app, size).
    private static readonly FrozenSet<string> LittleWords = FrozenSet.Create(
        StringComparer.Ordinal,
        "the", "is", "are", "isn't", "aren't", "was", "were", "be", "been", "has", "have", "haven't", "had", "do", "does", "did", "don't", "doesn't",
        "didn't", "will", "would", "won't", "could", "should", "can't", "cannot", "it", "it's", "its", "i", "i'm", "i've", "i'll", "i'd", "my", "mine",
        "your", "our", "their", "we", "we're", "they", "them", "this", "that", "that's", "these", "those", "there", "here", "what", "what's",
        "when", "where", "which", "who", "why", "how", "and", "or", "but", "if", "for", "from", "with", "without", "of", "to", "in", "on", "at",
        "by", "as", "not", "any", "some", "all", "just", "only", "about", "than", "then", "please", "help", "want", "need", "get", "got", "yet");

    // They open and close English chats, and many a Chinese one as well: only beside no Han character at all.
    private static readonly FrozenSet<string> Courtesies = FrozenSet.Create(
        StringComparer.Ordinal,
        "hello", "hi", "hey", "good", "morning", "evening", "welcome", "thanks", "thank", "thx", "sorry", "yes", "sure", "bye", "goodbye");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> LittleWord = LittleWords.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Courtesy = Courtesies.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>
    /// What the conversation itself says: <c>zh</c> for zh, zh-CN, zh_TW, Chinese, 中文; <c>en</c> for en, en-GB, English, 英文; any other
    /// language by the first part of its tag, in lower case. Null where it says nothing, or that nobody knows (und, mul).
    /// </summary>
    public static string? Stated(Conversation conversation)
    {
        if (conversation.Attribute(Field)?.Value is not { } value)
            return null;
        var tag = value.AsSpan().Trim();
        var end = tag.IndexOfAny('-', '_');
        Span<char> lower = stackalloc char[16];
        var first = end < 0 ? tag : tag[..end];
        var length = first.Length > lower.Length ? -1 : first.ToLowerInvariant(lower);
        if (length <= 0)
            return length == 0 ? null : first.ToString();
        return lower[..length] switch
        {
            "zh" or "zho" or "chi" or "cmn" or "chinese" or "mandarin" or "中文" or "汉语" or "漢語" => Chinese,
            "en" or "eng" or "english" or "英文" or "英语" or "英語" => English,
            "und" or "mul" or "zxx" or "unknown" or "auto" or "null" => null,
            _ => lower[..length].ToString(),
        };
    }

    /// <summary>The language it states, or else the one that is written in it.</summary>
    public static string? Of(Conversation conversation) => Stated(conversation) ?? Detect(conversation);

    /// <summary><c>zh</c>, <c>en</c>, or null where the letters do not decide: emoticons, numbers, pinyin, another language.</summary>
    public static string? Detect(Conversation conversation)
    {
        var count = default(Letters);
        var messages = conversation.Messages;
        for (var i = 0; i < messages.Count; i++)
        {
            var message = messages[i];
            if (message.Speaker is not (Speaker.Customer or Speaker.Agent) || message.Kind != MessageKind.Text)
                continue;
            count.Read(message.Text);
            if (Math.Abs(count.Han - (count.Little * HanInALittleWord)) > ClearLead * HanInALittleWord)
                break;
        }

        return count.Language;
    }

    private struct Letters
    {
        private int _latin;
        private int _courtesies;
        private int _others;

        public int Han { get; private set; }

        public int Little { get; private set; }

        public readonly string? Language
        {
            get
            {
                if (_others > Han && _others > _latin)
                    return null;
                var english = Little + (Han == 0 ? _courtesies : 0);
                if (english * FewestInLatin < _latin || english == 0)
                    return Han > 0 ? Chinese : null;
                return Han >= Little * HanInALittleWord && Han > 0 ? Chinese : English;
            }
        }

        public void Read(ReadOnlySpan<char> text)
        {
            Span<char> word = stackalloc char[LongestWord];
            for (var i = 0; i < text.Length;)
            {
                var c = (char)CharTable.Entries[text[i]];
                switch (CharTable.Kinds[c])
                {
                    case CharKind.Han:
                        Han++;
                        i++;
                        break;
                    case CharKind.Letter or CharKind.Digit:
                        i += Word(text[i..], word);
                        break;
                    case CharKind.Telling when c == '#' || text[i..].StartsWith("://", StringComparison.Ordinal):
                    case CharKind.Punctuation when c == '@':
                        while (i < text.Length && !char.IsWhiteSpace(text[i]) && CharTable.Kinds[(char)CharTable.Entries[text[i]]] != CharKind.Han)
                            i++;
                        break;
                    default:
                        // Kana, Hangul, Thai, Arabic …; halves of pictographs are no letters.
                        if (char.IsLetter(text[i]))
                            _others++;
                        i++;
                        break;
                }
            }
        }

        /// <summary>Counts a run of letters, digits and apostrophes, and says how long it is.</summary>
        private int Word(ReadOnlySpan<char> text, Span<char> word)
        {
            var length = 0;
            var letters = true;
            for (; length < text.Length; length++)
            {
                var c = (char)CharTable.Entries[text[length]];
                var kind = CharTable.Kinds[c];
                if (kind != CharKind.Letter && c != '\'')
                {
                    // A1, size_m and 500ml are codes.
                    if (kind != CharKind.Digit && c != '_')
                        break;
                    letters = false;
                }

                if (length < word.Length)
                    word[length] = c;
            }

            if (!letters)
                return length;
            _latin++;
            if (length <= word.Length)
            {
                ReadOnlySpan<char> whole = word[..length];
                if (LittleWord.Contains(whole))
                    Little++;
                else if (Courtesy.Contains(whole))
                    _courtesies++;
            }

            return length;
        }
    }
}
