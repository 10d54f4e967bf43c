using System;
using System.Collections.Generic;

namespace QA.Scoring;

/// <summary>What standings are called where programs read them: in JSON, addresses, metrics, examples and stores. For good.</summary>
public static class StandingNames
{
    private static readonly string[] Names = ["ranked", "insufficient", "none"];

    /// <summary>In the order of <see cref="Standing"/>.</summary>
    public static IReadOnlyList<string> All => Names;

    public static string Of(Standing standing) => Names[(int)standing];

    /// <returns>Null: it names none.</returns>
    public static Standing? Find(string name) => Array.IndexOf(Names, name) is var place and >= 0 ? (Standing)place : null;
}
