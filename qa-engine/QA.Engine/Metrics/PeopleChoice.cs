using System;
using System.Collections.Generic;
using System.Linq;

namespace QA.Engine.Metrics;

/// <summary>
/// Who has gauges of their own: the teams and agents with most to show, names deciding between equals, so that every replica that reads
/// the same store chooses alike.
/// </summary>
internal sealed class PeopleChoice
{
    private readonly Dictionary<Person, Person> _labels = [];

    private PeopleChoice(int agentsCut, int teamsCut)
    {
        AgentsCut = agentsCut;
        TeamsCut = teamsCut;
    }

    /// <summary>How many agents are counted as <see cref="Names.Other"/>.</summary>
    public int AgentsCut { get; }

    public int TeamsCut { get; }

    public Person this[Person person] => _labels[person];

    /// <param name="people">Unlike.</param>
    public static PeopleChoice Of(IReadOnlyCollection<(Person Person, long Weight)> people, MetricsOptions options)
    {
        var teams = people.GroupBy(static one => (one.Person.Shop, one.Person.Team))
            .OrderByDescending(static team => team.Sum(static one => one.Weight))
            .ThenBy(static team => team.Key.Shop, StringComparer.Ordinal).ThenBy(static team => team.Key.Team, StringComparer.Ordinal)
            .Select(static team => team.Key).ToList();
        var own = teams.Take(options.MaxTeams).ToHashSet();
        var agents = people.Where(one => own.Contains((one.Person.Shop, one.Person.Team)))
            .OrderByDescending(static one => one.Weight)
            .ThenBy(static one => one.Person, ByName.Instance)
            .Select(static one => one.Person).Take(options.MaxAgents).ToHashSet();
        var choice = new PeopleChoice(people.Count - agents.Count, teams.Count - own.Count);
        foreach (var (person, _) in people)
        {
            choice._labels.Add(
                person,
                agents.Contains(person) ? person
                : own.Contains((person.Shop, person.Team)) ? person with { Agent = Names.Other }
                : new Person(Names.Other, Names.Other, Names.Other));
        }

        return choice;
    }

    /// <summary>By shop, team and agent, the same on every machine.</summary>
    public sealed class ByName : IComparer<Person>
    {
        public static ByName Instance { get; } = new();

        public int Compare(Person x, Person y)
        {
            var shops = string.CompareOrdinal(x.Shop, y.Shop);
            if (shops != 0)
                return shops;
            var teams = string.CompareOrdinal(x.Team, y.Team);
            return teams != 0 ? teams : string.CompareOrdinal(x.Agent, y.Agent);
        }
    }
}
