using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using QA.Scoring;

namespace QA.Engine.Storage.People;

/// <summary>A person's verdict beside the machine's.</summary>
/// <param name="Machine">What the machine said.</param>
/// <param name="Name">Who, as they were called then.</param>
/// <param name="WithdrawnAt">Null: it was not; of several of one criterion the newest counts.</param>
public sealed record Correction(
    long Number, long Score, string Criterion, Verdict Machine, CountedVerdict Verdict, string Comment, long Account, string Name, DateTimeOffset At,
    DateTimeOffset? WithdrawnAt, string? WithdrawnBy);

/// <summary>What a person said of a critical finding.</summary>
/// <param name="State">A constant of <see cref="StoredSuspicion"/>.</param>
public sealed record CriticalDecision(long Number, long Score, string Critical, string State, string Comment, long Account, string Name, DateTimeOffset At)
{
    /// <summary>In words; a finding that is suspected again was left open.</summary>
    public Wording Word => State switch
    {
        StoredSuspicion.Confirmed => new("确认", "confirmed"),
        StoredSuspicion.Dismissed => new("排除", "dismissed"),
        _ => new("退回待定", "left open again"),
    };
}

/// <summary>Somebody looked at a whole score and stands by every verdict that was not corrected.</summary>
public sealed record Review(long Number, long Score, long Account, string Name, DateTimeOffset At, string Comment);

/// <summary>What people said of one score, in the order in which they did.</summary>
public sealed record ReviewHistory(IReadOnlyList<Correction> Corrections, IReadOnlyList<CriticalDecision> Decisions, IReadOnlyList<Review> Reviews)
{
    public static ReviewHistory None { get; } = new([], [], []);

    /// <summary>
    /// Stands for all that counts, for forms: who decides says what they saw, and where somebody else decided meanwhile it is another text.
    /// </summary>
    public string Seen => string.Join(
        '.',
        [
            .. Corrections.Where(static one => one.WithdrawnAt is null).Select(static one => "c" + one.Number.ToString(CultureInfo.InvariantCulture)),
            .. Decisions.Select(static one => "d" + one.Number.ToString(CultureInfo.InvariantCulture)),
        ]);

    /// <summary>The correction of a criterion that counts; null: the machine's verdict does.</summary>
    public Correction? Standing(string criterion) => Corrections.LastOrDefault(one => one.WithdrawnAt is null && one.Criterion == criterion);

    /// <summary>The number of the last decision about a critical finding; 0: nobody decided.</summary>
    public long LastDecision(string critical) => Decisions.LastOrDefault(one => one.Critical == critical)?.Number ?? 0;
}
