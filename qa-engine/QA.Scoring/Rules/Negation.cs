using QA.Scoring.Text;

namespace QA.Scoring.Rules;

/// <summary>Whether words are taken back by a negator just before them: 不保证, 没有说过绝对 – and not 不是不能.</summary>
internal static class Negation
{
    // CATALOGUE GT4: the preceding four characters, within the clause.
    private const int Reach = 4;

    public static bool IsNegated(Examination chat, in Mark mark)
    {
        var negators = chat.Rubric.Negators;
        if (negators.Count == 0 || mark.Start == 0)
            return false;
        var count = 0;
        var clause = -1;
        var reach = mark.Start - Reach;
        foreach (ref readonly var hit in chat.HitsIn(mark.Message))
        {
            if (hit.Lexicon < 0 || hit.End > mark.Start || hit.End < reach || !IsNegator(negators, hit.Lexicon))
                continue;
            if (clause < 0)
                clause = chat.ClauseStart(mark.Message, mark.Start);
            if (hit.Start < clause)
                continue;

            // Each negator reaches on over the next: 不是不能保证 is a promise.
            count++;
            reach = System.Math.Min(reach, hit.Start - Reach);
        }

        return count % 2 == 1;
    }

    private static bool IsNegator(System.Collections.Generic.IReadOnlyList<int> negators, int lexicon)
    {
        for (var i = 0; i < negators.Count; i++)
        {
            if (negators[i] == lexicon)
                return true;
        }

        return false;
    }
}
