using QA.Engine.Json;
using QA.Scoring;

namespace QA.Engine.Cli;

/// <summary>How scores are printed. Shared by all threads.</summary>
internal interface IScoreFormat
{
    void Begin(Utf8Output output);

    void Add(Score score, string receipt, Utf8Output output);

    void End(ScoreTotals totals, Utf8Output output);
}

/// <param name="Sum">Of all totals, in hundredths of a point.</param>
/// <param name="Counted">Scores that have a total.</param>
internal readonly record struct ScoreTotals(long Conversations, long Scores, long Sum, long Counted, long SetAside)
{
    public static ScoreTotals operator +(ScoreTotals one, ScoreTotals other) => new(
        one.Conversations + other.Conversations,
        one.Scores + other.Scores,
        one.Sum + other.Sum,
        one.Counted + other.Counted,
        one.SetAside + other.SetAside);
}
