using System;

namespace QA.Engine.Sources.Sql;

internal sealed record SqlOptions
{
    /// <summary>For Npgsql; holds the password.</summary>
    public required string Connection { get; init; }

    public required SqlMapping Mapping { get; init; }

    /// <summary>How often to look.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Conversations read at once.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>How long after its <c>changed</c> a row may be committed and still be found.</summary>
    public TimeSpan Overlap { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long one page may take the server.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The first start takes nothing that changed before; null: everything.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Without the password, which a record would tell.</summary>
    public override string ToString() => Mapping.Name;
}
