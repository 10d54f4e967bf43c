using System;
using System.Collections.Generic;
using System.Globalization;
using QA.Scoring;
using QA.Scoring.Text;

namespace QA.Engine.Storage;

/// <summary>
/// What a score is found by, as whole numbers for an index; they stand in stores for good. Two neighbouring characters are their two UTF-16 units, so that a
/// word of two characters needs no second look; three neighbouring Latin letters or digits are a number below 46,656, because pairs of them stand in every
/// English chat; facts such as an agent's name are a hash above those and below every pair. Whoever asks looks at the score itself as well: a hash may be another's.
/// </summary>
internal static class SearchTokens
{
    private const int Digits = 36;
    private const int FirstFact = 0x1_0000;
    private const int FirstPair = 0x20_0000;

    // So wide are the steps of points that a filter by points and the order by the lowest score go by.
    private const int PointsEach = 500;

    /// <summary>Steps of points: one for each five points, one for the full hundred, and the last for scores without points.</summary>
    public const int Steps = 22;

    /// <summary>All that a score is found by.</summary>
    /// <param name="chat">Its conversation.</param>
    public static int[] Of(ListedScore score, Conversation chat)
    {
        var tokens = new HashSet<int>
        {
            Day(score.Day), Points(StepOf(score.Total)), Team(score.Team), AgentName(score.Agent), Agent(new People.AgentName(score.Team, score.Agent)), Shop(score.Shop),
            Standing(score.Standing),
        };
        if (score.Scenario is { } scenario)
            tokens.Add(Scenario(scenario));
        foreach (var mood in CustomerMoods.All)
        {
            if (score.Mood?.Is(mood) == true)
                tokens.Add(Mood(mood));
        }

        foreach (var critical in score.Criticals)
            tokens.Add(Critical(critical.State));
        for (var i = 0; i < score.Letters.Length && i < score.Criteria.Count; i++)
        {
            var verdict = ScoreColumns.Verdict(score.Letters[i]);
            if (verdict == QA.Scoring.Verdict.NotApplicable)
                continue;
            tokens.Add(Verdict(score.Criteria[i], verdict));
            tokens.Add(Verdict("", verdict));
        }

        var (from, to) = score.Searched(chat);
        for (var i = from; i < to; i++)
            AddText(Folding.Fold(chat.Messages[i].Text), tokens);
        return [.. tokens];
    }

    /// <summary>What a score must have for these words to stand in its chat; nothing where only a look at the chat tells.</summary>
    public static void AddQuery(string folded, HashSet<int> tokens)
    {
        for (var i = 0; i + 1 < folded.Length; i++)
        {
            var (one, two) = (folded[i], folded[i + 1]);
            if (one <= ' ' || two <= ' ')
                continue;

            // The three that it is part of say more, where there are three.
            if (!IsPlain(one) || !IsPlain(two))
                tokens.Add(Pair(one, two));
            else if (i + 2 < folded.Length && IsPlain(folded[i + 2]))
                tokens.Add(Triple(one, two, folded[i + 2]));
            else if (i == 0 || !IsPlain(folded[i - 1]))
                tokens.Add(Pair(one, two));
        }
    }

    public static int Day(DateOnly day) => Fact('d', day.DayNumber.ToString(CultureInfo.InvariantCulture));

    public static int Points(int step) => Fact('p', step.ToString(CultureInfo.InvariantCulture));

    public static int Team(string name) => Fact('t', name);

    public static int AgentName(string name) => Fact('n', name);

    public static int Agent(People.AgentName agent) => Fact('a', agent.Team + "\0" + agent.Name);

    public static int Shop(string name) => Fact('s', name);

    public static int Scenario(string id) => Fact('c', id);

    public static int Standing(Standing standing) => Fact('r', ScoreColumns.Standing(standing));

    public static int Mood(CustomerMood mood) => Fact('m', CustomerMoods.Word(mood));

    public static int Critical(string state) => Fact('k', state);

    /// <param name="criterion">Empty: some criterion.</param>
    public static int Verdict(string criterion, Verdict verdict) => Fact('v', ScoreColumns.Letter(verdict) + criterion);

    /// <param name="total">Hundredths; null: no score.</param>
    public static int StepOf(int? total) => total is { } points ? points / PointsEach : Steps - 1;

    /// <summary>The place behind every score of a step and of those below it.</summary>
    public static ListPlace Behind(int step) => new(DateOnly.MinValue, long.MinValue, ListPlace.LostOf(((step + 1) * PointsEach) - 1), long.MinValue);

    private static void AddText(string folded, HashSet<int> tokens)
    {
        for (var i = 0; i + 1 < folded.Length; i++)
        {
            var (one, two) = (folded[i], folded[i + 1]);
            if (one <= ' ' || two <= ' ')
                continue;
            tokens.Add(Pair(one, two));
            if (i + 2 < folded.Length && IsPlain(one) && IsPlain(two) && IsPlain(folded[i + 2]))
                tokens.Add(Triple(one, two, folded[i + 2]));
        }
    }

    // Folding drops control characters, so that no first unit is below the space.
    private static int Pair(char one, char two) => (one << 16) | two;

    private static int Triple(char one, char two, char three) => (((Digit(one) * Digits) + Digit(two)) * Digits) + Digit(three);

    private static bool IsPlain(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c);

    private static int Digit(char c) => char.IsAsciiDigit(c) ? c - '0' : c - 'a' + 10;

    /// <summary>FNV-1a over the kind and the UTF-16 units.</summary>
    private static int Fact(char kind, string value)
    {
        var hash = Mixed(2_166_136_261, kind);
        foreach (var unit in value)
            hash = Mixed(hash, unit);
        return FirstFact + (int)((hash ^ (hash >> 16)) % (FirstPair - FirstFact));
    }

    private static uint Mixed(uint hash, char unit) => unchecked((((hash ^ (uint)(unit & 0xFF)) * 16_777_619) ^ (uint)(unit >> 8)) * 16_777_619);
}
