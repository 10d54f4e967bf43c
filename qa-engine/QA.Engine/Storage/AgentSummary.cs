using System.Collections.Generic;

namespace QA.Engine.Storage;

/// <summary>How one agent does. Only the newest revision and the newest score of a conversation count.</summary>
/// <param name="Agent">Empty: the export names none.</param>
/// <param name="Team">Empty: the export names none.</param>
/// <param name="Conversations">All, the ones that cannot be ranked included.</param>
/// <param name="Ranked">Scores behind the mean.</param>
/// <param name="Mean">
/// Hundredths of a point after people's decisions, rounded half up; null where nothing is ranked. A critical finding lowers it only once it is confirmed.
/// </param>
/// <param name="Suspected">Critical findings nobody has decided yet.</param>
/// <param name="Confirmed">Critical findings a person confirmed.</param>
/// <param name="Criteria">Criteria that applied at least once, by their id; by people's verdicts where there are any.</param>
public sealed record AgentSummary(
    string Agent,
    string Team,
    int Conversations,
    int Ranked,
    int? Mean,
    int Suspected,
    int Confirmed,
    IReadOnlyDictionary<string, CriterionSummary> Criteria);

/// <param name="Cases">How often the criterion applied and was sure.</param>
/// <param name="Value">Millionths earned of the weight, on average.</param>
public readonly record struct CriterionSummary(int Cases, int Value);

/// <summary>What the store holds.</summary>
public readonly record struct StoreTotals(long Conversations, long Scores, long Pending, long SetAside, long Duplicates);
