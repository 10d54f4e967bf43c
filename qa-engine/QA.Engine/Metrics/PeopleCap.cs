using System;
using System.Collections.Concurrent;
using System.Threading;

namespace QA.Engine.Metrics;

/// <summary>
/// Who has counters of their own in this process: whoever comes first, up to the limits, because a counter cannot change its name later.
/// For any thread; what was seen before costs one look-up.
/// </summary>
internal sealed class PeopleCap(MetricsOptions options, Names names)
{
    private readonly ConcurrentDictionary<Person, Person> _people = new();
    private readonly ConcurrentDictionary<(string? Shop, string? Team), Person> _teams = new();
    private readonly ConcurrentDictionary<string, string> _shops = new(StringComparer.Ordinal);
    private readonly Lock _admitting = new();
    private int _agents;
    private long _cut;

    /// <summary>How often somebody was counted as <see cref="Names.Other"/>.</summary>
    public long Cut => Interlocked.Read(ref _cut);

    /// <returns>Labels: with <see cref="Names.Other"/> for the agent, or for all, where there is no room.</returns>
    public Person Of(string? shop, string? team, string? agent)
    {
        var raw = new Person(shop ?? "", team ?? "", agent ?? "");
        if (_people.TryGetValue(raw, out var known))
            return known;
        var of = Admit(raw);
        if (of.Agent == Names.Other)
            Interlocked.Increment(ref _cut);
        return of;
    }

    /// <returns>Labels of the team; the agent is <see cref="Names.Other"/> and of no meaning.</returns>
    public Person OfTeam(string? shop, string? team)
    {
        var raw = (shop ?? "", team ?? "");
        return _teams.TryGetValue(raw, out var known) ? known : AdmitTeam(raw);
    }

    /// <summary>The shop's label; <see cref="Names.Other"/> where it has too many before it.</summary>
    public string OfShop(string? shop)
    {
        var raw = shop ?? "";
        if (_shops.TryGetValue(raw, out var known))
            return known;
        lock (_admitting)
        {
            return _shops.Count < options.MaxTeams || _shops.ContainsKey(raw) ? _shops.GetOrAdd(raw, names.Group(raw)) : Names.Other;
        }
    }

    private Person Admit(Person raw)
    {
        var team = OfTeam(raw.Shop, raw.Team);
        if (team.Team == Names.Other || Volatile.Read(ref _agents) >= options.MaxAgents)
            return team;
        lock (_admitting)
        {
            if (_people.TryGetValue(raw, out var known))
                return known;
            if (_agents >= options.MaxAgents)
                return team;
            var labels = names.Of(raw.Shop, raw.Team, raw.Agent);
            _people[raw] = labels;
            Volatile.Write(ref _agents, _agents + 1);
            return labels;
        }
    }

    private Person AdmitTeam((string, string) raw)
    {
        var rest = new Person(Names.Other, Names.Other, Names.Other);
        lock (_admitting)
        {
            return _teams.Count < options.MaxTeams || _teams.ContainsKey(raw)
                ? _teams.GetOrAdd(raw, new Person(names.Group(raw.Item1), names.Group(raw.Item2), Names.Other))
                : rest;
        }
    }
}
