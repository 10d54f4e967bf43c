using System;
using System.Collections.Generic;
using QA.Engine.Storage.People;

namespace QA.Engine.Storage;

/// <summary>Remembers for a minute which shops and teams there are: they hardly ever change, and every list offers them. For any thread.</summary>
internal sealed class NamesOfLists(Func<IReadOnlyList<(string Shop, string Team)>> read, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);
    private volatile Remembered? _last;

    public ListNames Of(Reach reach)
    {
        if (_last is not { } last || time.GetElapsedTime(last.At) > Kept)
            _last = last = new Remembered(time.GetTimestamp(), read());
        var shops = new SortedSet<string>(StringComparer.Ordinal);
        var teams = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (shop, team) in last.Pairs)
        {
            if (!reach.SeesTeam(team))
                continue;
            if (shop.Length > 0)
                shops.Add(shop);
            if (team.Length > 0)
                teams.Add(team);
        }

        return new ListNames([.. shops], [.. teams]);
    }

    private sealed record Remembered(long At, IReadOnlyList<(string Shop, string Team)> Pairs);
}
