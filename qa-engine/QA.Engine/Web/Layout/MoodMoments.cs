using System.Collections.Generic;
using QA.Scoring;

namespace QA.Engine.Web.Layout;

/// <summary>Which of a customer's messages show best how they came, and how they left.</summary>
/// <param name="Came">Index of the message of the first half that leans furthest to where the mood was at the start; null: none leans clearly.</param>
/// <param name="Left">Of the second half, to where it was at the end.</param>
public readonly record struct MoodMoments(int? Came, int? Left)
{
    /// <param name="from">First message to look at.</param>
    /// <param name="to">One behind the last.</param>
    public static MoodMoments Of(Conversation chat, MoodChange mood, int from, int to)
    {
        var said = new List<int>();
        for (var i = from; i < to && i < chat.Messages.Count; i++)
        {
            if (chat.Messages[i] is { Speaker: Speaker.Customer, Sentiment: not null })
                said.Add(i);
        }

        var half = (said.Count + 1) / 2;
        return new MoodMoments(Furthest(chat, said[..half], mood.Start), Furthest(chat, said[half..], mood.End));
    }

    private static int? Furthest(Conversation chat, List<int> said, int mood)
    {
        (int Message, int Lean)? furthest = null;
        foreach (var message in said)
        {
            if (MoodWords.Lean(chat.Messages[message]) is { } lean && lean < 0 == mood < 0 && (furthest is not { } known || System.Math.Abs(lean) > System.Math.Abs(known.Lean)))
                furthest = (message, lean);
        }

        return furthest?.Message;
    }
}
