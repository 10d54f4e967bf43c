using System;
using System.Collections.Generic;

namespace QA.Engine.Storage;

/// <summary>What an agent of a team did on a day under one rubric, or a part of it, some of which take away; see <see cref="DailyRollup"/> for its members.</summary>
internal readonly ref struct TeamDay
{
    public required string Agent { get; init; }

    public required DateOnly Day { get; init; }

    public required string Rubric { get; init; }

    public required long Conversations { get; init; }

    public required long Scores { get; init; }

    public required long Ranked { get; init; }

    public required long Sum { get; init; }

    public required long SumOfSquares { get; init; }

    public required MoodCounts Moods { get; init; }

    /// <summary>Ids of the rubric's criteria, in its order; one instance for all days under that rubric.</summary>
    public required IReadOnlyList<string> Criteria { get; init; }

    /// <summary>In the same order; nothing where one did not apply. Gone once the next day is read.</summary>
    public required ReadOnlySpan<CriterionCounts> Counts { get; init; }
}

/// <summary>
/// Adds the days of a team up while they are read. A quarter of fifty agents is some thousand rows, which nobody looks at one by one: as
/// <see cref="DailyRollup"/>s, each with a dictionary of its own, they are three quarters of what a page costs.
/// </summary>
internal interface ITeamDays
{
    /// <summary>Asks nothing of the store, which is being read.</summary>
    void Add(in TeamDay day);
}
