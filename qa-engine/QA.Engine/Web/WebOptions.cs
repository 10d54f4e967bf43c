using System;
using System.Collections.Generic;
using System.Net;
using QA.Engine.ApiKeys;
using QA.Scoring.Indicators;

namespace QA.Engine.Web;

/// <summary>How pages behave.</summary>
/// <param name="Zone">Where days begin and end.</param>
/// <param name="Headline">Ids of the criteria that summaries show first.</param>
internal sealed record WebOptions(TimeZoneInfo Zone, IReadOnlyList<string> Headline)
{
    /// <summary>How long a sign-in lasts without use.</summary>
    public TimeSpan SignInLasts { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Proxies whose <see cref="ProxyHeader"/> is believed; empty: none.</summary>
    public IReadOnlyList<IPAddress> Proxies { get; init; } = [];

    /// <summary>The header in which a trusted proxy names who signed in there.</summary>
    public string ProxyHeader { get; init; } = "X-Remote-User";

    /// <summary>Days after an evaluation in which an agent may object to it.</summary>
    public int DisputeDays { get; init; } = 14;

    /// <summary>How often an agent may object to one verdict.</summary>
    public int DisputeRounds { get; init; } = 2;

    /// <summary>Share of each day's scores drawn for review at random, in thousandths.</summary>
    public int RandomSample { get; init; } = 20;

    /// <summary>Reviews a reviewer is to do a day.</summary>
    public int ReviewQuota { get; init; } = 20;

    /// <summary>How long sums over a whole team may be shown again before they are read anew; none: they are read for each visit.</summary>
    public TimeSpan FiguresKept { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What service indicators are counted, and how they are defined.</summary>
    public IReadOnlyList<ServiceProfile> Profiles { get; init; } = ServiceProfiles.BuiltIn;

    /// <summary>Programs that may ask under <c>/api</c>.</summary>
    public IReadOnlyList<ApiKey> ApiKeys { get; init; } = [];

    /// <summary>How often one key may read in a minute.</summary>
    public int ApiRequestsPerMinute { get; init; } = 600;
}
