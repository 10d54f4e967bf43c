using System;
using System.Collections.Frozen;

namespace QA.Scoring.Text;

/// <summary>English clauses that ask without a mark, as people who type fast do: <c>can i return it</c>, <c>how much is this</c>.</summary>
/// <remarks>Only what cannot well be anything else: <c>when it arrives</c>, <c>what a shame</c> and <c>do it again</c> ask nothing.</remarks>
internal static class EnglishQuestions
{
    private const int LongestWord = 10;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> LeadIns =
        Words("so", "and", "but", "also", "ok", "okay", "or", "hi", "hello", "hey", "well", "then", "please", "sorry");

    // With one of these in front, whoever comes behind is asked about.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Verbs =
        Words("is", "are", "was", "were", "am", "does", "did", "can", "could", "will", "would", "should", "may", "isn't", "aren't", "doesn't", "didn't", "can't", "won't");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Subjects =
        Words("i", "you", "we", "they", "it", "he", "she", "this", "that", "these", "those", "there", "the", "my", "your", "anyone", "someone", "anybody");

    // "Do the steps again" and "have the same here" tell; "do you" and "have they" ask.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> CarefulVerbs = Words("do", "don't", "have", "has", "had", "haven't", "hasn't");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Persons = Words("i", "you", "we", "they", "he", "she", "these", "those");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Askers = Words("what", "where", "when", "who", "how", "which");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Asking =
        Words("why", "what's", "where's", "when's", "who's", "how's", "whats", "wheres", "hows");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> AfterAskers = Words(
        "is", "are", "was", "were", "do", "does", "did", "can", "could", "will", "would", "should", "about", "much", "many", "long", "big", "soon", "often", "come",
        "one", "size", "colour", "color", "kind", "else", "happens", "isn't", "aren't", "can't");

    /// <summary>Whether the words of a clause ask by their order.</summary>
    public static bool Asks(ReadOnlySpan<char> clause)
    {
        var first = Next(ref clause);
        if (LeadIns.Contains(first))
            first = Next(ref clause);
        if (first.Length is < 2 or > LongestWord)
            return false;
        if (Asking.Contains(first))
            return true;
        var second = Next(ref clause);
        if (second.Length is 0 or > LongestWord)
            return false;
        return Verbs.Contains(first) ? Subjects.Contains(second)
            : CarefulVerbs.Contains(first) ? Persons.Contains(second)
            : Askers.Contains(first) && AfterAskers.Contains(second);
    }

    /// <summary>The next word, and the clause behind it; empty where something else than a Latin word comes next.</summary>
    private static ReadOnlySpan<char> Next(ref ReadOnlySpan<char> clause)
    {
        clause = clause.TrimStart(" -");
        var length = 0;
        while (length < clause.Length && (char.IsAsciiLetterLower(clause[length]) || clause[length] == '\''))
            length++;
        var word = clause[..length];
        clause = clause[length..];
        return word;
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Words(params ReadOnlySpan<string> words) =>
        FrozenSet.Create(StringComparer.Ordinal, words).GetAlternateLookup<ReadOnlySpan<char>>();
}
