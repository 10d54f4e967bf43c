using System;
using System.Buffers;
using System.Collections.Generic;
using System.Text;
using QA.Scoring;
using QA.Scoring.Text;

namespace QA.Engine.Storage;

/// <summary>
/// Words somebody looks for in chats. Blanks part them; each must stand in a message of the chat, anywhere in a longer word, all compared as the engine
/// folds text: traditional and simplified, full and half width, upper and lower case are one.
/// </summary>
public sealed class SearchText
{
    /// <summary>Characters a search needs in one of its words: single characters stand in nearly every chat.</summary>
    public const int Least = 2;

    // Longer than any sentence somebody remembers.
    private const int Longest = 100;
    private const int MostWords = 6;

    // How much of the message is shown around what was found.
    private const int Before = 16;
    private const int After = 40;

    private SearchText(string typed, IReadOnlyList<string> words) => (Typed, Words) = (typed, words);

    /// <summary>As it was typed, trimmed.</summary>
    public string Typed { get; }

    /// <summary>Folded.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <returns>Null where no word has two characters.</returns>
    public static SearchText? Of(string typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        typed = typed.Trim();
        if (typed.Length > Longest)
            typed = typed[..(char.IsHighSurrogate(typed[Longest - 1]) ? Longest - 1 : Longest)];
        var words = new List<string>();
        var isEnough = false;
        foreach (var part in typed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var word = Folding.Fold(part);
            if (word.Length == 0 || words.Contains(word) || words.Count == MostWords)
                continue;
            words.Add(word);
            isEnough |= Characters(word) >= Least;
        }

        return isEnough ? new SearchText(typed, words) : null;
    }

    /// <summary>Where the words stand.</summary>
    /// <param name="from">Index of the first message that counts.</param>
    /// <param name="to">Index behind the last.</param>
    /// <returns>The first place of the first word with what stands around it; null where a word stands nowhere.</returns>
    internal Snippet? Find(Conversation chat, int from, int to)
    {
        Snippet? first = null;
        Span<bool> found = stackalloc bool[MostWords];
        var missing = Words.Count;
        for (var i = from; i < Math.Min(to, chat.Messages.Count) && missing > 0; i++)
        {
            var message = chat.Messages[i];
            var room = Folding.MaxFoldedLength(message.Text.Length);
            var folded = ArrayPool<char>.Shared.Rent(room);
            var map = ArrayPool<int>.Shared.Rent(room);
            var length = Folding.Fold(message.Text, folded, map, out _);
            for (var word = 0; word < Words.Count; word++)
            {
                if (found[word] || folded.AsSpan(0, length).IndexOf(Words[word], StringComparison.Ordinal) is not (var at and >= 0))
                    continue;
                found[word] = true;
                missing--;
                if (word == 0)
                    first = Around(message, Folding.Original(message.Text, map, length, at, at + Words[word].Length));
            }

            ArrayPool<char>.Shared.Return(folded);
            ArrayPool<int>.Shared.Return(map);
        }

        return missing == 0 ? first : null;
    }

    private static Snippet Around(Message message, (int Start, int Length) found)
    {
        var text = message.Text;
        var (start, end) = (found.Start, found.Start + found.Length);
        var from = Whole(text, Math.Max(0, start - Before));
        var to = Whole(text, Math.Min(text.Length, end + After));
        return new Snippet(message.Speaker, (from > 0 ? "…" : "") + text[from..start], text[start..end], text[end..to] + (to < text.Length ? "…" : ""));
    }

    /// <summary>A place that splits no surrogate pair.</summary>
    private static int Whole(string text, int at) => at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) ? at - 1 : at;

    private static int Characters(string word)
    {
        var count = 0;
        foreach (var _ in word.EnumerateRunes())
            count++;
        return count;
    }
}

/// <summary>Words of a message around what somebody looked for, as they were written.</summary>
public sealed record Snippet(Speaker Speaker, string Before, string Found, string After);
