using System;
using System.Collections.Generic;

namespace QA.Engine.Metrics;

/// <summary>What one agent did on one day, from a roll-up.</summary>
/// <param name="Scores">All scores, those that cannot be ranked included.</param>
/// <param name="Ranked">Scores behind the sum.</param>
/// <param name="Sum">Hundredths of a point.</param>
/// <param name="Criteria">By the criterion's id.</param>
internal readonly record struct AgentDay(
    string Shop, string Team, string Agent, long Scores, long Ranked, long Sum, IEnumerable<(string Criterion, CriterionDay Counts)> Criteria)
{
    public MoodDay Moods { get; init; }
}

/// <summary>How customers came and left, where a model read their messages.</summary>
/// <param name="Known">Scores whose customer's mood is known.</param>
/// <param name="CameUnhappy">All that recovered are among them.</param>
/// <param name="LeftUnhappy">All that worsened are among them.</param>
/// <param name="Start">Moods at the start, -1,000 to 1,000, summed.</param>
/// <param name="End">At the end, summed.</param>
internal readonly record struct MoodDay(long Known, long CameUnhappy, long Recovered, long Worsened, long LeftUnhappy, long Start, long End)
{
    public MoodDay Plus(MoodDay other) => new(
        Known + other.Known, CameUnhappy + other.CameUnhappy, Recovered + other.Recovered, Worsened + other.Worsened, LeftUnhappy + other.LeftUnhappy, Start + other.Start, End + other.End);
}

/// <param name="Lost">Hundredths of a point lost, summed.</param>
internal readonly record struct CriterionDay(long Pass, long Partial, long Fail, long Lost);

/// <summary>Roll-ups of some days added up by agent. Whole numbers only: the order in which they are added does not matter.</summary>
internal sealed class QualityTally(Names names)
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<string> _criteria = [];
    private readonly Dictionary<Person, Sums> _people = [];

    public IReadOnlyList<string> Criteria => _criteria;

    public IReadOnlyDictionary<Person, Sums> People => _people;

    public void Add(AgentDay day)
    {
        var person = names.Of(day.Shop, day.Team, day.Agent);
        if (!_people.TryGetValue(person, out var sums))
            _people.Add(person, sums = new Sums());
        sums.Scores += day.Scores;
        sums.Ranked += day.Ranked;
        sums.Points += day.Sum;
        sums.Moods = sums.Moods.Plus(day.Moods);
        foreach (var (criterion, counts) in day.Criteria)
            sums.Add(Place(criterion), counts);
    }

    private int Place(string criterion)
    {
        if (_places.TryGetValue(criterion, out var place))
            return place;

        // Two ids that read the same as labels are one series.
        var label = LabelText.Clean(criterion);
        if (!_places.TryGetValue(label, out place))
        {
            _places.Add(label, place = _criteria.Count);
            _criteria.Add(label);
        }

        _places[criterion] = place;
        return place;
    }

    public sealed class Sums
    {
        // Ten thousand agents times a hundred criteria times three windows: three numbers each must not take eight bytes and a dictionary.
        private (int Pass, int Cases, long Lost)[] _criteria = [];

        public long Scores { get; set; }

        public long Ranked { get; set; }

        public long Points { get; set; }

        public MoodDay Moods { get; set; }

        public ReadOnlySpan<(int Pass, int Cases, long Lost)> Criteria => _criteria;

        public void Add(int place, CriterionDay counts)
        {
            if (place >= _criteria.Length)
                Array.Resize(ref _criteria, Math.Max(place + 1, Math.Min(_criteria.Length * 2, place + 32)));
            ref var own = ref _criteria[place];
            checked
            {
                own.Pass += (int)counts.Pass;
                own.Cases += (int)(counts.Pass + counts.Partial + counts.Fail);
                own.Lost += counts.Lost;
            }
        }
    }
}
