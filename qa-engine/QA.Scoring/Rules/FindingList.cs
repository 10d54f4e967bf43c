using System;

namespace QA.Scoring.Rules;

/// <summary>Words in a message, by folded offsets. Inside the core only; a <see cref="Finding"/> is what leaves it.</summary>
/// <param name="Message">Index in the conversation.</param>
/// <param name="Start">First folded char.</param>
/// <param name="End">One behind the last folded char.</param>
/// <param name="Entry">The lexicon entry that matched, as an index into the rubric's entries; -1: none.</param>
internal readonly record struct Mark(int Message, int Start, int End, int Entry)
{
    /// <summary>Whether this stands before <paramref name="other"/> in the conversation.</summary>
    public bool Before(in Mark other) => Message < other.Message || (Message == other.Message && Start < other.Start);

    /// <summary>The index of the first of ordered marks that begins at <paramref name="start"/> in <paramref name="message"/>, or behind.</summary>
    public static int FirstIn(ReadOnlySpan<Mark> marks, int message, int start = 0)
    {
        var low = 0;
        var high = marks.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (marks[middle].Message < message || (marks[middle].Message == message && marks[middle].Start < start))
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}

/// <summary>Where a rule puts what it finds: the tail of a buffer that the examination owns and reuses.</summary>
internal readonly ref struct FindingList(Examination owner)
{
    public void Add(in Mark mark) => owner.Append(mark);

    /// <summary>Findings of another rule; where there are none, that there are none: it holds, but there are no words to point at.</summary>
    public void AddAll(Examination chat, ReadOnlySpan<Mark> marks)
    {
        if (marks.IsEmpty && chat.View.From < chat.View.To)
            owner.Append(new Mark(chat.View.From, 0, 0, -1));
        owner.AppendAll(marks);
    }

    /// <summary>The whole of a message.</summary>
    public void AddMessage(int message) => owner.Append(new Mark(message, 0, owner.FoldedLength(message), -1));
}
