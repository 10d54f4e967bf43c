using System;

namespace QA.Engine.Web.Card;

/// <summary>A stretch of days on a trend.</summary>
/// <param name="Mean">The agent's, in hundredths of a point; null: nothing was ranked.</param>
/// <param name="Cases">Scores behind the agent's mean.</param>
/// <param name="Team">The median of the means of the team's agents; null where they are too few.</param>
public sealed record TrendPoint(DateOnly From, DateOnly To, double? Mean, long Cases, double? Team);
