namespace QA.Scoring.Rules;

/// <summary>A rule that can look at one message or turn at a time.</summary>
/// <remarks>A class and no interface: it is asked for every message, and a call that may lead to any of nine kinds is looked up anew each time through an interface.</remarks>
internal abstract class UnitRule : Rule
{
    /// <summary>Adds what it finds in a message or a turn, and says how much of what it counts that is.</summary>
    /// <param name="from">The first message; one of the rule's roles.</param>
    /// <param name="to">One behind the last message.</param>
    internal abstract int FindIn(Examination chat, int from, int to, FindingList findings);

    /// <summary>False: the message certainly holds nothing to find. Asked before anything the rule depends on is examined.</summary>
    internal virtual bool MayFindIn(Examination chat, int message) => true;
}
