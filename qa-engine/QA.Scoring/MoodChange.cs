using System;
using QA.Scoring.Rules;

namespace QA.Scoring;

/// <summary>How a mood moved from the start of a conversation to its end.</summary>
public enum MoodOutcome
{
    /// <summary>Unhappy neither at the start nor at the end.</summary>
    Steady,

    /// <summary>Unhappy at the start and clearly better at the end.</summary>
    Recovered,

    /// <summary>Unhappy at the end and clearly worse than at the start.</summary>
    Worsened,

    /// <summary>Unhappy, and not clearly better or worse at the end.</summary>
    Unhappy,
}

/// <summary>The mood of one side at the start and at the end, out of what a model said of its messages.</summary>
/// <remarks>
/// A message's mood is its confidence in positive less that in negative, -1,000 to 1,000. A turn has the strongest of its messages, of equals the later: 在吗 beside
/// a complaint does not soften it. Start and end are the means of the first and the last three turns; of fewer than six, of half of them, so that no turn
/// is both; one turn alone is both. Turns of which nothing was said (pictures) do not count.
/// </remarks>
/// <param name="Turns">How many turns it rests on; at least 1.</param>
public readonly record struct MoodChange(int Start, int End, int Turns)
{
    /// <summary>From this mood down a side is unhappy: one turn in three that leans to negative is enough. A change counts from the same number on.</summary>
    public const int Clearly = 150;

    /// <summary>So many turns make the start, and the end.</summary>
    public const int MostTurns = 3;

    /// <summary>Unhappy at the start.</summary>
    public bool CameUnhappy => IsUnhappy(Start);

    /// <summary>Unhappy at the end.</summary>
    public bool LeftUnhappy => IsUnhappy(End);

    public MoodOutcome Outcome => IsUnhappy(End) ? (Start - End >= Clearly ? MoodOutcome.Worsened : MoodOutcome.Unhappy)
        : !IsUnhappy(Start) ? MoodOutcome.Steady
        : End - Start >= Clearly ? MoodOutcome.Recovered : MoodOutcome.Unhappy;

    /// <summary>The customer's, over the whole conversation; null where no model said anything of the customer's messages.</summary>
    public static MoodChange? OfCustomer(Conversation conversation)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        var count = conversation.MessageArray.Length;
        var view = new View();
        view.Begin(count, 0, count, 0);
        for (var i = 0; i < count; i++)
            view.Speakers[i] = View.Of(conversation.MessageArray[i].Speaker);
        view.NumberTurns();
        return Of(conversation, view, SpeakerSet.Customer, 0, count);
    }

    /// <summary>Of a side in the messages of a view from one index to before another; null where no model said anything of them.</summary>
    internal static MoodChange? Of(Conversation conversation, View view, SpeakerSet side, int from, int to)
    {
        var turns = 0;
        for (var turn = 0; turn < view.TurnCount; turn++)
        {
            if (Strongest(conversation, view, turn, side, from, to) is not null)
                turns++;
        }

        if (turns == 0)
            return null;
        var few = Math.Clamp(turns / 2, 1, MostTurns);
        var (start, end, seen) = (0, 0, 0);
        for (var turn = 0; turn < view.TurnCount; turn++)
        {
            if (Strongest(conversation, view, turn, side, from, to) is not { } mood)
                continue;
            if (seen < few)
                start += mood;
            if (seen >= turns - few)
                end += mood;
            seen++;
        }

        return new MoodChange(start / few, end / few, turns);
    }

    /// <summary>A message's mood, -1,000 to 1,000.</summary>
    public static int Of(Sentiment said)
    {
        ArgumentNullException.ThrowIfNull(said);
        return said.Confidence.Positive - said.Confidence.Negative;
    }

    private static bool IsUnhappy(int mood) => mood <= -Clearly;

    private static int? Strongest(Conversation conversation, View view, int turn, SpeakerSet side, int from, int to)
    {
        if ((view.TurnSide[turn] & side) == 0)
            return null;
        int? strongest = null;
        for (var i = Math.Max(from, view.TurnFirst[turn]); i <= view.TurnLast[turn] && i < to; i++)
        {
            if (view.Turns[i] == turn && conversation.MessageArray[i].Sentiment is { } said && (strongest is not { } mood || Math.Abs(Of(said)) >= Math.Abs(mood)))
                strongest = Of(said);
        }

        return strongest;
    }
}
