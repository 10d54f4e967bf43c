using System.Collections.Generic;
using QA.Scoring.Settings;
using QA.Scoring.Text;

namespace QA.Scoring.Rules;

/// <summary>Whose messages are searched for which lexicons: those whose words a rule may find, or show as what came nearest.</summary>
internal static class Hearing
{
    public static PhraseIndex Index(Rubric rubric)
    {
        var heard = new SpeakerSet[rubric.Lexicons.Count];
        var near = NearMisses(rubric);
        foreach (var rule in rubric.RuleArray)
        {
            foreach (var lexicon in rule.Lexicons)
                heard[lexicon] |= rule.Hears(lexicon, near[rule.Index]);
        }

        // Any rule about words may ask for them.
        foreach (var lexicon in rubric.Negators)
            heard[lexicon] = SpeakerSet.Anyone;
        return new PhraseIndex(rubric.Lexicons, (lexicon, speaker) => (heard[lexicon] & Of(speaker)) != SpeakerSet.None);
    }

    /// <summary>What the messages of a speaker may be to a rule.</summary>
    private static SpeakerSet Of(Speaker speaker) => speaker switch
    {
        Speaker.Customer => SpeakerSet.Customer,
        Speaker.Agent => SpeakerSet.Agent | SpeakerSet.Colleague,
        Speaker.Bot => SpeakerSet.Bot,
        _ => SpeakerSet.System,
    };

    /// <summary>For each rule, whether its nearest miss may be asked for: a level looks for it, or a combination that a level looks for.</summary>
    private static bool[] NearMisses(Rubric rubric)
    {
        var near = new bool[rubric.RuleArray.Length];
        var next = new Stack<RuleReference>();
        foreach (var criterion in rubric.CriteriaArray)
        {
            foreach (var level in criterion.Levels)
            {
                foreach (var reference in level.LookedFor)
                    next.Push(reference);
            }
        }

        while (next.TryPop(out var reference))
        {
            if (near[reference.Index])
                continue;
            near[reference.Index] = true;
            if (rubric.RuleArray[reference.Index] is not Combine combine)
                continue;
            foreach (var part in combine.Condition.Rules)
                next.Push(part);
        }

        return near;
    }
}
