using System;
using System.Collections.Generic;
using System.Linq;
using QA.Calibration.Skills;
using QA.Engine.Storage;

namespace QA.Engine.Web.Skills;

/// <summary>The roll-ups of a team, added up by skill: in a window, and in the one before.</summary>
internal sealed class TeamFigures
{
    private const double Millionths = 1_000_000;
    private readonly Dictionary<string, Sums> _sums = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, MoodCounts> _moods = new(StringComparer.Ordinal);
    private readonly AgentDays _now = new();
    private readonly AgentDays _before = new();

    /// <param name="from">First day of the window; what lies before it is the window before.</param>
    public TeamFigures(IReadOnlyList<DailyRollup> rollups, DateOnly from)
    {
        var agents = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var rollup in rollups)
        {
            var isNow = rollup.Day >= from;
            var days = isNow ? _now : _before;
            var place = days.Place(rollup.Agent, rollup.Day, rollup.Conversations);
            if (isNow)
            {
                agents.Add(rollup.Agent);
                _moods[rollup.Agent] = _moods.GetValueOrDefault(rollup.Agent).Plus(rollup.Moods);
            }

            foreach (var (id, counts) in rollup.Criteria)
            {
                if (!_sums.TryGetValue(id, out var sums))
                    _sums.Add(id, sums = new Sums());
                if (isNow)
                {
                    sums.Now = sums.Now.Plus(counts);
                    sums.Agents[rollup.Agent] = sums.Agents.GetValueOrDefault(rollup.Agent) + TallyOf(counts);
                    sums.Lost.Add((place, counts.Lost));
                }
                else
                {
                    sums.LostBefore.Add((place, counts.Lost));
                }
            }
        }

        Agents = [.. agents];
        Criteria = [.. _sums.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>Who had a chat in the window, by name.</summary>
    public IReadOnlyList<string> Agents { get; }

    /// <summary>Ids of the criteria that applied at all.</summary>
    public IReadOnlyList<string> Criteria { get; }

    /// <summary>How customers came and left in the window, by agent.</summary>
    public IReadOnlyDictionary<string, MoodCounts> Moods => _moods;

    /// <summary>In the window.</summary>
    public long Chats => _now.Chats;

    public static Tally TallyOf(CriterionCounts counts) => new(counts.Cases, counts.Value / Millionths);

    public SkillFigures Of(string criterion)
    {
        var sums = _sums.GetValueOrDefault(criterion) ?? new Sums();
        var lost = _now.Lost(sums.Lost);
        return new SkillFigures(criterion, TallyOf(sums.Now), sums.Agents, lost, lost is { } now && _before.Lost(sums.LostBefore) is { } before ? now.Against(before) : null);
    }

    private sealed class Sums
    {
        public CriterionCounts Now { get; set; }

        public Dictionary<string, Tally> Agents { get; } = new(StringComparer.Ordinal);

        public List<(int Place, long Lost)> Lost { get; } = [];

        public List<(int Place, long Lost)> LostBefore { get; } = [];
    }

    /// <summary>The days of all agents, with their chats: also on a day on which a criterion never applied it lost something, nothing.</summary>
    private sealed class AgentDays
    {
        private const double Hundredths = 100;
        private readonly Dictionary<(string, DateOnly), int> _places = [];
        private readonly List<long> _chats = [];

        public long Chats { get; private set; }

        public int Place(string agent, DateOnly day, long chats)
        {
            Chats += chats;
            if (_places.TryGetValue((agent, day), out var place))
            {
                _chats[place] += chats;
                return place;
            }

            _places.Add((agent, day), _chats.Count);
            _chats.Add(chats);
            return _chats.Count - 1;
        }

        public PointsLost? Lost(List<(int Place, long Lost)> lost)
        {
            var days = new LostOnDay[_chats.Count];
            for (var i = 0; i < days.Length; i++)
                days[i] = new LostOnDay(0, _chats[i]);
            foreach (var (place, points) in lost)
                days[place] = days[place] with { Points = days[place].Points + (points / Hundredths) };
            return PointsLost.Of(days);
        }
    }
}

/// <summary>One skill of a team.</summary>
/// <param name="Team">All cases of the team.</param>
/// <param name="Agents">Those who had a case.</param>
/// <param name="Lost">Null: the team had no chat.</param>
/// <param name="Change">Against the window before; null: there was no chat then.</param>
internal sealed record SkillFigures(string Criterion, Tally Team, IReadOnlyDictionary<string, Tally> Agents, PointsLost? Lost, Difference? Change)
{
    public TeamSkill Skill { get; } = TeamSkill.Of(Agents.OrderBy(static agent => agent.Key, StringComparer.Ordinal).Select(static agent => agent.Value));

    /// <summary>Null: the agent had no case.</summary>
    public Strength? Of(string agent) => Agents.TryGetValue(agent, out var tally) && tally.Cases > 0 ? Skill.Of(tally) : null;
}
