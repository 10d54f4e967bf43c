using System;

namespace QA.Scoring.Rules;

/// <summary>
/// A conversation as one agent (or the whole session) sees it: who is who, and which messages form turns. A turn is a maximal run
/// of messages of one side; robots and the platform do not break it. Reused from conversation to conversation.
/// </summary>
internal sealed class View
{
    /// <summary>For each message, who said it; <see cref="SpeakerSet.None"/> outside the view.</summary>
    public SpeakerSet[] Speakers { get; private set; } = [];

    /// <summary>For each message, its turn; -1 for robots, the platform and what is outside.</summary>
    public int[] Turns { get; private set; } = [];

    public int[] TurnFirst { get; private set; } = [];

    public int[] TurnLast { get; private set; } = [];

    public SpeakerSet[] TurnSide { get; private set; } = [];

    public int TurnCount { get; private set; }

    /// <summary>First message of the view.</summary>
    public int From { get; private set; }

    /// <summary>One behind the last message of the view.</summary>
    public int To { get; private set; }

    public (int From, int To)? Bounds => From < To ? (From, To - 1) : null;

    /// <summary>Per rule: where its findings begin in the buffer; -1: not examined yet; -2: being examined.</summary>
    public int[] FoundAt { get; private set; } = [];

    public int[] FoundCount { get; private set; } = [];

    /// <summary>Per rule: how long its longest finding is.</summary>
    public int[] FoundLongest { get; private set; } = [];

    /// <summary>Per combination: whether its condition holds.</summary>
    public Answer[] Holds { get; private set; } = [];

    /// <summary>Who a speaker is to a whole session.</summary>
    public static SpeakerSet Of(Speaker speaker) => speaker switch
    {
        Speaker.Customer => SpeakerSet.Customer,
        Speaker.Agent => SpeakerSet.Agent,
        Speaker.Bot => SpeakerSet.Bot,
        _ => SpeakerSet.System,
    };

    /// <summary>Makes room and forgets everything.</summary>
    public void Begin(int messages, int from, int to, int rules)
    {
        if (Speakers.Length < messages)
        {
            var room = Math.Max(64, messages + (messages / 2));
            Speakers = new SpeakerSet[room];
            Turns = new int[room];
            TurnFirst = new int[room];
            TurnLast = new int[room];
            TurnSide = new SpeakerSet[room];
            Turns.AsSpan().Fill(-1);
        }
        else
        {
            // Outside the view nobody speaks and nothing is a turn; so only the last view has to be wiped, however long the chat.
            Speakers.AsSpan(From, To - From).Clear();
            Turns.AsSpan(From, To - From).Fill(-1);
        }

        if (FoundAt.Length < rules)
        {
            FoundAt = new int[rules];
            FoundCount = new int[rules];
            FoundLongest = new int[rules];
            Holds = new Answer[rules];
        }

        FoundAt.AsSpan(0, rules).Fill(-1);
        Holds.AsSpan(0, rules).Clear();
        From = from;
        To = to;
        TurnCount = 0;
    }

    /// <summary>Numbers the turns once every message has its speaker.</summary>
    public void NumberTurns()
    {
        // Who is outside the view ends a turn, so that two stretches of one agent around a colleague's are two turns.
        var side = SpeakerSet.None;
        for (var i = From; i < To; i++)
        {
            var speaker = Speakers[i];
            if ((speaker & (SpeakerSet.Bot | SpeakerSet.System)) != 0)
                continue;
            if (speaker is SpeakerSet.None or SpeakerSet.Colleague)
            {
                side = SpeakerSet.None;
                continue;
            }

            if (speaker != side)
            {
                side = speaker;
                TurnFirst[TurnCount] = i;
                TurnSide[TurnCount] = speaker;
                TurnCount++;
            }

            Turns[i] = TurnCount - 1;
            TurnLast[TurnCount - 1] = i;
        }
    }
}

/// <summary>What is known of a condition.</summary>
internal enum Answer : byte
{
    Unknown,
    No,
    Yes,
}
