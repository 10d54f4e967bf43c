using System;
using System.Collections.Generic;
using System.Linq;
using QA.Calibration.Skills;
using QA.Engine.Storage;

namespace QA.Engine.Web.Skills;

/// <summary>The days of a team, added up by skill: in a window, and in the one before.</summary>
/// <param name="from">First day of the window; what lies before it is the window before.</param>
internal sealed class SkillSum(DateOnly from) : ITeamDays
{
    private const double Millionths = 1_000_000;
    private readonly Dictionary<string, Skill> _skills = new(StringComparer.Ordinal);
    private readonly Dictionary<IReadOnlyList<string>, Skill[]> _byRubric = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, Agent> _agents = new(StringComparer.Ordinal);
    private readonly AgentDays _now = new();
    private readonly AgentDays _before = new();

    public static Tally TallyOf(CriterionCounts counts) => new(counts.Cases, counts.Value / Millionths);

    public void Add(in TeamDay day)
    {
        if (!_byRubric.TryGetValue(day.Criteria, out var skills))
            _byRubric.Add(day.Criteria, skills = [.. day.Criteria.Select(Of)]);
        var isNow = day.Day >= from;
        var place = (isNow ? _now : _before).Place(day);
        Agent? agent = null;
        if (isNow)
        {
            if (!_agents.TryGetValue(day.Agent, out agent))
                _agents.Add(day.Agent, agent = new Agent(day.Agent, _agents.Count));
            agent.Scores += day.Scores;
            agent.Moods = agent.Moods.Plus(day.Moods);
        }

        for (var i = 0; i < day.Counts.Length; i++)
        {
            if (day.Counts[i] != default)
                skills[i].Add(day.Counts[i], place, agent);
        }

        Skill Of(string criterion)
        {
            if (!_skills.TryGetValue(criterion, out var skill))
                _skills.Add(criterion, skill = new Skill());
            return skill;
        }
    }

    /// <summary>What all that was added comes to.</summary>
    public TeamFigures Figures()
    {
        var present = _agents.Values.Where(static agent => agent.Scores > 0).OrderBy(static agent => agent.Name, StringComparer.Ordinal).ToList();
        return new TeamFigures(
            present.ConvertAll(static agent => agent.Name),
            _skills.Where(static skill => skill.Value.Applied).ToDictionary(static skill => skill.Key, skill => Figures(skill.Key, skill.Value), StringComparer.Ordinal),
            Figures("", new Skill()),
            present.ConvertAll(static agent => (agent.Name, agent.Moods)), _now.Chats);
    }

    private SkillFigures Figures(string criterion, Skill skill)
    {
        var lost = _now.Lost(skill.Lost);
        return new SkillFigures(
            criterion, TallyOf(skill.Now), _agents.Values.Where(agent => skill.Of(agent) != default).ToDictionary(static agent => agent.Name, agent => TallyOf(skill.Of(agent)), StringComparer.Ordinal),
            lost, lost is { } now && _before.Lost(skill.LostBefore) is { } before ? now.Against(before) : null);
    }

    /// <param name="Place">Counted from 0 in the order they came.</param>
    private sealed record Agent(string Name, int Place)
    {
        public long Scores { get; set; }

        public MoodCounts Moods { get; set; }
    }

    private sealed class Skill
    {
        private readonly List<CriterionCounts> _agents = [];

        public CriterionCounts Now { get; private set; }

        public CriterionCounts Before { get; private set; }

        public bool Applied => Now != default || Before != default;

        /// <summary>Hundredths of a point by day of an agent; several of one day add up.</summary>
        public List<(int Place, long Points)> Lost { get; } = [];

        public List<(int Place, long Points)> LostBefore { get; } = [];

        public CriterionCounts Of(Agent agent) => agent.Place < _agents.Count ? _agents[agent.Place] : default;

        /// <param name="agent">Null: in the window before.</param>
        public void Add(CriterionCounts counts, int place, Agent? agent)
        {
            if (counts.Lost != 0)
                (agent is null ? LostBefore : Lost).Add((place, counts.Lost));
            if (agent is null)
            {
                Before = Before.Plus(counts);
                return;
            }

            Now = Now.Plus(counts);
            while (_agents.Count <= agent.Place)
                _agents.Add(default);
            _agents[agent.Place] = _agents[agent.Place].Plus(counts);
        }
    }

    /// <summary>The days of all agents, with their chats: also on a day on which a criterion never applied it lost something, nothing.</summary>
    private sealed class AgentDays
    {
        private const double Hundredths = 100;
        private readonly Dictionary<(string, DateOnly), int> _places = [];
        private readonly List<(long Chats, long Scores)> _days = [];

        public long Chats { get; private set; }

        public int Place(in TeamDay day)
        {
            Chats += day.Conversations;
            if (!_places.TryGetValue((day.Agent, day.Day), out var place))
            {
                _places.Add((day.Agent, day.Day), place = _days.Count);
                _days.Add(default);
            }

            _days[place] = (_days[place].Chats + day.Conversations, _days[place].Scores + day.Scores);
            return place;
        }

        public PointsLost? Lost(List<(int Place, long Points)> lost)
        {
            var points = new long[_days.Count];
            foreach (var (place, hundredths) in lost)
                points[place] += hundredths;
            var days = new List<LostOnDay>(points.Length);
            for (var i = 0; i < points.Length; i++)
            {
                // All of it was taken away again.
                if (_days[i].Scores > 0)
                    days.Add(new LostOnDay(points[i] / Hundredths, _days[i].Chats));
            }

            return PointsLost.Of(days);
        }
    }
}
