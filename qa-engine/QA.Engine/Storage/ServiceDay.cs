using System;
using System.Collections.Generic;
using QA.Scoring.Indicators;

namespace QA.Engine.Storage;

/// <summary>How soon customers were answered on one day: by one agent, or by a shop as a whole, which is not the sum of its agents.</summary>
/// <param name="Day">In the zone of each definition.</param>
/// <param name="Shop">Empty: the export names none; like <paramref name="Team"/> and <paramref name="Agent"/>, which a shop has not.</param>
/// <param name="Tallies">By the definition's id. Definitions that count persons are not kept: whether one was left waiting is known over all of a day's chats only.</param>
public sealed record ServiceDay(DateOnly Day, bool OfShop, string Shop, string Team, string Agent, IReadOnlyDictionary<string, IndicatorTally> Tallies);

/// <summary>What a conversation adds to a definition on a day; see <see cref="ServiceDay"/>.</summary>
internal readonly record struct ServicePart(ServiceKey Key, string Profile, IndicatorTally Tally);

internal readonly record struct ServiceKey(DateOnly Day, bool OfShop, string Shop, string Team, string Agent);
