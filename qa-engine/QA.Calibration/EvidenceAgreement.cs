using System.Collections.Generic;
using System.Linq;
using QA.Scoring;

namespace QA.Calibration;

/// <summary>
/// Whether two raters who agree on a verdict also point at the same place. Only agreed verdicts that apply count, and of those
/// only where the reference names a message.
/// </summary>
/// <param name="Labelled">Agreed verdicts with a message named by the reference.</param>
/// <param name="Pointed">Of these, where the other names messages too.</param>
/// <param name="First">Of those, where its first message is the reference's.</param>
/// <param name="Among">Of those, where the reference's message is one of them.</param>
/// <param name="SameTurn">Of those, where it stands in one turn with one of them; null where turns are not known.</param>
/// <param name="LookedIn">
/// Of the labelled ones where the other names none because something is missing: how often the reference's message, the place
/// where it was due, lies within what the other searched.
/// </param>
public sealed record EvidenceAgreement(int Labelled, int Pointed, int First, int Among, int? SameTurn, int LookedIn)
{
    internal static EvidenceAgreement Of(IEnumerable<JudgedConversation> conversations, int criterion)
    {
        int labelled = 0, pointed = 0, first = 0, among = 0, sameTurn = 0, lookedIn = 0;
        var turnsKnown = true;
        foreach (var conversation in conversations)
        {
            if (conversation.Pairs[criterion] is not { } pair
                || pair.One.Verdict != pair.Other.Verdict
                || pair.One.Verdict is Verdict.NotApplicable or Verdict.Unsure
                || pair.One.Messages.Count == 0)
            {
                continue;
            }

            labelled++;
            var due = pair.One.Messages[0];
            if (pair.Other.Messages.Count == 0)
            {
                if (pair.Other.LookedIn is { } range && range.From <= due && due <= range.To)
                    lookedIn++;
                continue;
            }

            pointed++;
            if (pair.Other.Messages[0] == due)
                first++;
            if (pair.Other.Messages.Contains(due))
                among++;
            if (conversation.Turns is not { } turns)
                turnsKnown = false;
            else if (pair.Other.Messages.Any(message => turns[message] == turns[due]))
                sameTurn++;
        }

        return new EvidenceAgreement(labelled, pointed, first, among, turnsKnown ? sameTurn : null, lookedIn);
    }
}
