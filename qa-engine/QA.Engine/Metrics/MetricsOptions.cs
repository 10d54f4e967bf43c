namespace QA.Engine.Metrics;

/// <summary>How many series metrics may have, and what they may say of people.</summary>
internal sealed record MetricsOptions
{
    /// <summary>So many agents (each in a team of a shop) have series of their own; the rest is counted as <see cref="Names.Other"/>.</summary>
    public int MaxAgents { get; init; } = 2_000;

    /// <summary>So many teams (each in a shop) have series of their own; it bounds the shops as well.</summary>
    public int MaxTeams { get; init; } = 200;

    /// <summary>Null: agents appear by name. Otherwise by a hash keyed with this; the same on every replica, or one agent has several series.</summary>
    public string? Salt { get; init; }
}
