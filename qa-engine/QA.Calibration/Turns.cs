using QA.Scoring;

namespace QA.Calibration;

/// <summary>Which turn each message belongs to.</summary>
public static class Turns
{
    /// <summary>
    /// A turn is a maximal run of messages of one side; bots and the platform do not break it. Their own messages belong to no
    /// side's turn: each gets a negative number of its own.
    /// </summary>
    public static int[] Of(Conversation conversation)
    {
        var turns = new int[conversation.Messages.Count];
        Speaker? side = null;
        var turn = -1;
        for (var i = 0; i < turns.Length; i++)
        {
            var speaker = conversation.Messages[i].Speaker;
            if (speaker is not (Speaker.Customer or Speaker.Agent))
            {
                turns[i] = -1 - i;
                continue;
            }

            if (speaker != side)
                turn++;
            side = speaker;
            turns[i] = turn;
        }

        return turns;
    }
}
