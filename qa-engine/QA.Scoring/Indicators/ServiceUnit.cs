namespace QA.Scoring.Indicators;

/// <summary>What a service indicator counts, and when one of them was served in time.</summary>
public enum ServiceUnit
{
    /// <summary>A round: served if its wait is within the limit.</summary>
    Round,

    /// <summary>
    /// A session with a round that counts: served if the mean wait of these rounds is within the limit. A round nobody answered has no
    /// end to its wait, so its session is not served.
    /// </summary>
    SessionByMean,

    /// <summary>A session whose first round counts: served if the wait of that round is within the limit.</summary>
    SessionByFirst,

    /// <summary>A customer on one day, however many conversations they had: served if no round that counts left them waiting beyond the limit.</summary>
    Person,
}

/// <summary>Which event says on what day something counts, and whether it lies within the hours of the profile.</summary>
public enum WindowedBy
{
    /// <summary>
    /// Each event itself: a round by its first question, whenever the answer came; a message by its own time. A session counts on the
    /// day of the first of its rounds that counts.
    /// </summary>
    Question,

    /// <summary>The first message of the session with a time, whoever sent it: everything in the session goes with it.</summary>
    SessionStart,
}

/// <summary>Which waits a profile keeps in its histogram.</summary>
public enum KeptWaits
{
    EveryReply,

    /// <summary>Of each session, the wait of its first round.</summary>
    FirstReply,
}
