using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using QA.Scoring;

namespace QA.Engine.Metrics;

/// <summary>
/// Verdicts and hits of lexicons since the process began. A hundred verdicts a score are counted as additions to an array, and turned into
/// measurements only when somebody looks. For any thread.
/// </summary>
internal sealed class RubricCounts
{
    /// <summary>The lexicon of phrases that stand inside rules.</summary>
    private const string Inline = "in-rules";

    private readonly ConcurrentDictionary<(string Rubric, string Criterion), long[]> _verdicts = new();
    private readonly ConcurrentDictionary<(string Rubric, string Lexicon), long[]> _hits = new();
    private readonly ConditionalWeakTable<Rubric, Places> _places = [];

    public void Add(Score score)
    {
        var places = _places.GetValue(score.Rubric, PlacesOf);
        for (var i = 0; i < score.Criteria.Count; i++)
        {
            var criterion = score.Criteria[i];
            Interlocked.Increment(ref places.Verdicts[i][(int)criterion.Verdict]);
            var evidence = criterion.Evidence;
            for (var j = 0; j < evidence.Count; j++)
            {
                if (evidence[j].Entry is >= 0 and var entry && entry < places.Hits.Length)
                    Interlocked.Increment(ref places.Hits[entry][0]);
            }
        }
    }

    public IEnumerable<Measurement<long>> Verdicts() =>
        _verdicts.SelectMany(static pair => VerdictNames.All.Select((verdict, i) => new Measurement<long>(
            Interlocked.Read(ref pair.Value[i]), new("rubric", pair.Key.Rubric), new("criterion", pair.Key.Criterion), new("verdict", verdict))));

    public IEnumerable<Measurement<long>> Hits() =>
        _hits.Select(static pair => new Measurement<long>(
            Interlocked.Read(ref pair.Value[0]), new("rubric", pair.Key.Rubric), new KeyValuePair<string, object?>("lexicon", pair.Key.Lexicon)));

    /// <summary>A new version of a rubric goes on with the numbers of the one before.</summary>
    private Places PlacesOf(Rubric rubric)
    {
        var hits = new List<long[]>();
        foreach (var lexicon in rubric.Lexicons)
        {
            var count = _hits.GetOrAdd((rubric.Id, lexicon.Name.Length > 0 ? lexicon.Name : Inline), static _ => [0]);
            for (var i = 0; i < lexicon.Entries.Count; i++)
                hits.Add(count);
        }

        return new Places([.. rubric.Criteria.Select(criterion => _verdicts.GetOrAdd((rubric.Id, criterion.Id), static _ => new long[VerdictNames.All.Count]))], [.. hits]);
    }

    /// <param name="Verdicts">By the criterion's place in the rubric, then by verdict.</param>
    /// <param name="Hits">By the entry's place in the rubric; entries of one lexicon share a counter.</param>
    private sealed record Places(long[][] Verdicts, long[][] Hits);
}
