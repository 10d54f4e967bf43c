using System;
using System.Collections.Generic;
using System.Linq;

namespace QA.Engine.Metrics;

/// <summary>How agents and teams did over the last 1, 7 and 30 days, today included. Immutable; read by any number of scrapes.</summary>
internal sealed class QualitySnapshot
{
    private QualitySnapshot(DateTimeOffset at, QualityTable agents, QualityTable teams, PeopleChoice choice)
    {
        At = at;
        Agents = agents;
        Teams = teams;
        AgentsCut = choice.AgentsCut;
        TeamsCut = choice.TeamsCut;
    }

    /// <summary>The windows in days, today included; each contains the one before.</summary>
    public static IReadOnlyList<int> Windows { get; } = [1, 7, 30];

    public static IReadOnlyList<string> WindowNames { get; } = [.. Windows.Select(static days => $"{days}d")];

    public DateTimeOffset At { get; }

    public QualityTable Agents { get; }

    public QualityTable Teams { get; }

    public int AgentsCut { get; }

    public int TeamsCut { get; }

    /// <param name="stretches">Today; the days before it in the second window; the days before those in the third.</param>
    public static QualitySnapshot Of(IReadOnlyList<QualityTally> stretches, MetricsOptions options, DateTimeOffset at)
    {
        if (stretches.Count != Windows.Count)
            throw new ArgumentException($"must be {Windows.Count} stretches of days, not {stretches.Count}", nameof(stretches));
        var weights = new Dictionary<Person, long>();
        foreach (var (person, sums) in stretches.SelectMany(static stretch => stretch.People))
            weights[person] = weights.GetValueOrDefault(person) + sums.Scores;
        var choice = PeopleChoice.Of([.. weights.Select(static pair => (pair.Key, pair.Value))], options);
        return new QualitySnapshot(
            at,
            new QualityTable(stretches, ["shop", "team", "agent"], person => choice[person]),
            new QualityTable(stretches, ["shop", "team"], person => choice[person] with { Agent = "" }),
            choice);
    }

    /// <summary>From the roll-ups of the last 30 days at once.</summary>
    public static QualitySnapshot Of(IEnumerable<(DateOnly Day, AgentDay Did)> days, DateOnly today, MetricsOptions options, DateTimeOffset at)
    {
        var names = new Names(options.Salt);
        var stretches = Windows.Select(_ => new QualityTally(names)).ToList();
        foreach (var (day, did) in days)
        {
            if (Stretch(today.DayNumber - day.DayNumber) is { } stretch)
                stretches[stretch].Add(did);
        }

        return Of(stretches, options, at);
    }

    /// <summary>The first window a day is in; null: in none.</summary>
    /// <param name="age">Days before today.</param>
    private static int? Stretch(int age)
    {
        for (var i = 0; age >= 0 && i < Windows.Count; i++)
        {
            if (age < Windows[i])
                return i;
        }

        return null;
    }
}

/// <summary>What is known of one row of a table in one window; of one criterion, where it is asked for that.</summary>
/// <param name="Points">Hundredths, over <paramref name="Ranked"/> scores.</param>
/// <param name="Cases">Scores in which the criterion applied and was sure.</param>
/// <param name="Lost">Hundredths of a point lost through the criterion.</param>
internal readonly record struct QualitySums(long Scores, long Ranked, long Points, long Pass, long Cases, long Lost)
{
    public MoodDay Moods { get; init; }
}

/// <summary>Sums by person, window and criterion; rows by name, criteria by id.</summary>
internal sealed class QualityTable
{
    private readonly int _windows = QualitySnapshot.Windows.Count;
    private readonly (long Scores, long Ranked, long Points, MoodDay Moods)[] _whole;
    private readonly (int Pass, int Cases, long Lost)[] _criteria;

    /// <param name="labelNames">Of the first words of a person.</param>
    /// <param name="labels">Under which labels a person is counted.</param>
    public QualityTable(IReadOnlyList<QualityTally> stretches, IReadOnlyList<string> labelNames, Func<Person, Person> labels)
    {
        LabelNames = labelNames;
        Rows = [.. stretches.SelectMany(static stretch => stretch.People.Keys).Select(labels).Distinct().OrderBy(static row => row, PeopleChoice.ByName.Instance)];
        Criteria = [.. stretches.SelectMany(static stretch => stretch.Criteria).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Prefixes = [.. Rows.Select(row => LabelText.Pairs([.. labelNames], Values(row)))];
        _whole = new (long, long, long, MoodDay)[Rows.Count * _windows];
        _criteria = new (int, int, long)[Rows.Count * _windows * Criteria.Count];
        var rows = Index(Rows);
        var places = Index(Criteria);
        for (var from = 0; from < stretches.Count; from++)
        {
            var map = stretches[from].Criteria.Select(criterion => places[criterion]).ToArray();
            foreach (var (person, sums) in stretches[from].People)
            {
                var row = rows[labels(person)];

                // What happened today happened in the last week as well.
                for (var window = from; window < _windows; window++)
                    Add(row, window, sums, map);
            }
        }
    }

    public IReadOnlyList<string> LabelNames { get; }

    public IReadOnlyList<Person> Rows { get; }

    public IReadOnlyList<string> Criteria { get; }

    /// <summary>The labels of each row, as both text formats write them.</summary>
    public IReadOnlyList<byte[]> Prefixes { get; }

    public string[] Values(Person row) => LabelNames.Count == 2 ? [row.Shop, row.Team] : [row.Shop, row.Team, row.Agent];

    /// <param name="window">An index of <see cref="QualitySnapshot.Windows"/>.</param>
    public QualitySums Whole(int row, int window)
    {
        var (scores, ranked, points, moods) = _whole[row * _windows + window];
        return new QualitySums(scores, ranked, points, 0, 0, 0) { Moods = moods };
    }

    public QualitySums Criterion(int row, int criterion, int window)
    {
        var (pass, cases, lost) = _criteria[(row * Criteria.Count + criterion) * _windows + window];
        return new QualitySums(0, 0, 0, pass, cases, lost);
    }

    private void Add(int row, int window, QualityTally.Sums sums, int[] map)
    {
        ref var whole = ref _whole[row * _windows + window];
        whole = (whole.Scores + sums.Scores, whole.Ranked + sums.Ranked, whole.Points + sums.Points, whole.Moods.Plus(sums.Moods));
        var criteria = sums.Criteria;
        for (var place = 0; place < Math.Min(criteria.Length, map.Length); place++)
        {
            ref var own = ref _criteria[(row * Criteria.Count + map[place]) * _windows + window];
            own = (checked(own.Pass + criteria[place].Pass), checked(own.Cases + criteria[place].Cases), own.Lost + criteria[place].Lost);
        }
    }

    private static Dictionary<T, int> Index<T>(IReadOnlyList<T> items)
        where T : notnull
    {
        var index = new Dictionary<T, int>(items.Count);
        for (var i = 0; i < items.Count; i++)
            index.Add(items[i], i);
        return index;
    }
}
