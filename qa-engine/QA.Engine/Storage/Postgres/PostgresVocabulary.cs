using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Text;
using QA.Scoring;

namespace QA.Engine.Storage.Postgres;

/// <summary>A rubric in the store.</summary>
internal sealed record PostgresRubric(int Number, string Hash, string Id, string Version, RubricNames Names);

/// <summary>
/// Rubrics and wordings by their numbers in the store. They are kept before the batch that needs them, each for itself: a batch that fails
/// leaves at most a sentence nobody refers to. For any thread.
/// </summary>
internal sealed class PostgresVocabulary(PostgresConnections connections)
{
    // Wordings belong to rubrics; the bound is for a caller that makes them anew each time.
    private const int MostRemembered = 100_000;
    private readonly ConcurrentDictionary<Wording, long> _byInstance = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<Wording, long> _numbers = new();
    private readonly ConcurrentDictionary<long, Wording> _wordings = new();
    private readonly ConcurrentDictionary<string, PostgresRubric> _byHash = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, PostgresRubric> _byNumber = new();

    public void Use(Rubric rubric, string text)
    {
        connections.Use(connection => connection.Run(
            "INSERT INTO rubrics (hash, id, version, names, text) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (hash) DO NOTHING",
            PostgresText.In(rubric.Hash), PostgresText.In(rubric.Id), PostgresText.In(rubric.Version), Encoding.UTF8.GetString(RubricNames.Of(rubric).Write()), PostgresText.In(text)));
        Rubric(rubric.Hash);

        // Some hundred sentences, at once: the first batches would ask for them one by one.
        Keep(Wordings(rubric));
    }

    /// <summary>Null where the store does not know it.</summary>
    public PostgresRubric? Rubric(string hash) => _byHash.TryGetValue(hash, out var known) ? known : Load("hash = $1", PostgresText.In(hash));

    public PostgresRubric Rubric(int number) => _byNumber.TryGetValue(number, out var known)
        ? known
        : Load("number = $1", number) ?? throw new StoreException($"{connections.Place}: there is no rubric {number}, though scores refer to it; restore the store from a backup");

    /// <summary>The number of a wording; a new one is kept.</summary>
    public long Number(Wording wording)
    {
        // The same instance nearly always: its words need not be hashed each time.
        if (_byInstance.TryGetValue(wording, out var number))
            return number;
        if (!_numbers.TryGetValue(wording, out number))
            number = Keep(wording);
        if (_byInstance.Count < MostRemembered)
            _byInstance.TryAdd(wording, number);
        return number;
    }

    public Wording Wording(long number)
    {
        if (_wordings.TryGetValue(number, out var wording))
            return wording;
        var found = connections.Use(connection => connection.List(
            "SELECT zh, en FROM wordings WHERE number = $1",
            static row => new Wording(PostgresText.Out(row.GetString(0)), PostgresText.Out(row.GetString(1))),
            number));
        if (found.Count == 0)
            throw new StoreException($"{connections.Place}: there is no wording {number}, though scores refer to it; restore the store from a backup");
        if (_wordings.Count < MostRemembered)
            _wordings.TryAdd(number, found[0]);
        return found[0];
    }

    private long Keep(Wording wording)
    {
        if (_numbers.Count >= MostRemembered)
            _numbers.Clear();
        Keep([wording]);
        return _numbers[wording];
    }

    private void Keep(HashSet<Wording> wordings)
    {
        // In the order of the index, so that two workers never wait for each other crosswise.
        var byDigest = new SortedDictionary<Guid, Wording>();
        foreach (var wording in wordings)
            byDigest[PostgresText.Digest(wording.Zh, wording.En)] = wording;
        Guid[] digests = [.. byDigest.Keys];
        var (zh, en) = (new string[digests.Length], new string[digests.Length]);
        for (var i = 0; i < digests.Length; i++)
            (zh[i], en[i]) = (PostgresText.In(byDigest[digests[i]].Zh), PostgresText.In(byDigest[digests[i]].En));
        foreach (var (digest, number) in connections.Transact(connection =>
        {
            connection.Run(
                """
                INSERT INTO wordings (digest, zh, en) SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[])
                ON CONFLICT (digest) DO NOTHING
                """,
                digests, zh, en);
            return connection.List("SELECT digest, number FROM wordings WHERE digest = ANY ($1)", static row => (row.GetGuid(0), row.GetInt64(1)), digests);
        }))
            _numbers[byDigest[digest]] = number;
    }

    private static HashSet<Wording> Wordings(Rubric rubric)
    {
        var all = new HashSet<Wording>();
        foreach (var criterion in rubric.Criteria)
        {
            foreach (var gate in criterion.Gates)
                all.Add(gate.Reason);
            foreach (var level in criterion.Levels)
            {
                all.Add(level.Reason);
                if (level.Fix is { } fix)
                    all.Add(fix);
            }
        }

        foreach (var rule in rubric.Rules)
            all.Add(rule.Title);
        foreach (var adjustment in rubric.Adjustments)
            all.Add(adjustment.Reason);
        foreach (var critical in rubric.CriticalFindings)
            all.Add(critical.Reason);
        foreach (var band in rubric.Bands)
            all.Add(band.Title);
        return all;
    }

    private PostgresRubric? Load(string condition, object value)
    {
        var found = connections.Use(connection => connection.List(
            $"SELECT number, hash, id, version, names FROM rubrics WHERE {condition}",
            static row => new PostgresRubric(
                row.GetInt32(0), PostgresText.Out(row.GetString(1)), PostgresText.Out(row.GetString(2)), PostgresText.Out(row.GetString(3)),
                RubricNames.Read(Encoding.UTF8.GetBytes(row.GetString(4)))),
            value));
        if (found.Count == 0)
            return null;
        _byHash[found[0].Hash] = found[0];
        return _byNumber[found[0].Number] = found[0];
    }
}
