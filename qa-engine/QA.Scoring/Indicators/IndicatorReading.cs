using System;
using System.Collections.Generic;

namespace QA.Scoring.Indicators;

/// <summary>Holds the rounds of a conversation against profiles. One thread uses it for all its conversations.</summary>
internal sealed class IndicatorReading
{
    private readonly RoundStream _stream = new();
    private readonly IndicatorRows _rows = new();
    private readonly List<int> _touched = [];
    private SessionMean[] _means = new SessionMean[8];
    private DayClock _clock;

    public Contribution[] Read(Conversation conversation, IReadOnlyList<ServiceProfile> profiles)
    {
        if (!HasTimes(conversation))
            return [];
        var cut = default(RoundRules);
        for (var i = 0; i < profiles.Count; i++)
        {
            var profile = profiles[i];
            var rules = RoundRules.Of(profile);
            if (i == 0 || rules != cut)
                _stream.Read(conversation, rules);
            cut = rules;
            _clock = new DayClock(profile);
            _rows.BeginProfile(i, _stream.Agents.Count + 1);
            CountRounds(profile);
            CountMessages(profile);
        }

        return Contributions(conversation, profiles);
    }

    public void Clear()
    {
        _stream.Clear();
        _rows.Clear();
        _clock = default;

        // Empty already, unless something was thrown half-way.
        foreach (var scope in _touched)
            _means[scope] = default;
        _touched.Clear();
    }

    private static bool HasTimes(Conversation conversation)
    {
        var messages = conversation.Messages;
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i].SentAt is not null)
                return true;
        }

        return false;
    }

    private void CountRounds(ServiceProfile profile)
    {
        var byMean = profile.Unit == ServiceUnit.SessionByMean;
        if (byMean && _means.Length <= _stream.Agents.Count)
            _means = new SessionMean[(_stream.Agents.Count + 1) * 2];
        var limit = profile.Limit?.Ticks ?? long.MaxValue;
        var session = 0;
        foreach (var round in _stream.Rounds)
        {
            if (round.Session != session)
            {
                EndSession(limit);
                session = round.Session;
            }

            if (!round.IsTimed)
                continue;
            var day = DayOf(profile, round.Asked, session);
            if (day == DayClock.Outside)
                continue;
            CountRound(profile, round, 0, day, limit);
            if (round.Owner >= 0)
                CountRound(profile, round, round.Owner + 1, day, limit);
        }

        EndSession(limit);
    }

    private void CountRound(ServiceProfile profile, in Round round, int scope, int day, long limit)
    {
        var row = _rows.IndexOf(scope, day);
        ref var tally = ref _rows[row];
        tally.Rounds++;
        if (!round.IsAnswered)
            tally.Unanswered++;
        else
            tally.WaitedTicks += round.Wait;
        if (round.IsAnswered && (profile.Waits == KeptWaits.EveryReply || round.Opens))
            tally.Keep(round.Wait);

        var served = round.IsAnswered && round.Wait <= limit;
        switch (profile.Unit)
        {
            case ServiceUnit.Round:
            case ServiceUnit.SessionByFirst when round.Opens:
                tally.Denominator++;
                tally.Numerator += served ? 1 : 0;
                break;
            case ServiceUnit.SessionByMean:
                AddToMean(round, scope, row);
                break;
            case ServiceUnit.Person:
                // Served until one round says otherwise.
                tally.Numerator = served && tally.Numerator == tally.Denominator ? 1 : 0;
                tally.Denominator = 1;
                break;
            default:
                break;
        }
    }

    private void AddToMean(in Round round, int scope, int row)
    {
        ref var mean = ref _means[scope];
        if (mean.Rounds == 0)
        {
            mean.Row = row;
            _touched.Add(scope);
        }

        mean.Rounds++;
        mean.Unanswered |= !round.IsAnswered;
        mean.Waited += Math.Max(round.Wait, 0);
    }

    private void EndSession(long limit)
    {
        foreach (var scope in _touched)
        {
            ref var mean = ref _means[scope];
            ref var tally = ref _rows[mean.Row];
            tally.Denominator++;

            // Rounded up, so that a mean a tick beyond the limit is beyond it.
            if (!mean.Unanswered && (mean.Waited + mean.Rounds - 1) / mean.Rounds <= limit)
                tally.Numerator++;
            mean = default;
        }

        _touched.Clear();
    }

    private void CountMessages(ServiceProfile profile)
    {
        foreach (ref readonly var said in _stream.Said)
        {
            if (said.At < 0)
                continue;
            var day = DayOf(profile, said.At, said.Session);
            if (day == DayClock.Outside)
                continue;
            CountMessage(said, 0, day);
            if (said.Owner >= 0)
                CountMessage(said, said.Owner + 1, day);
        }
    }

    private void CountMessage(in Said said, int scope, int day)
    {
        ref var tally = ref _rows[_rows.IndexOf(scope, day)];
        if (said.Answers)
            tally.Answers++;
        else
            tally.Questions++;
    }

    private int DayOf(ServiceProfile profile, long at, int session)
        => _clock.DayOf(profile.WindowedBy == WindowedBy.SessionStart ? _stream.SessionStarts[session] : at);

    private Contribution[] Contributions(Conversation conversation, IReadOnlyList<ServiceProfile> profiles)
    {
        if (_rows.Count == 0)
            return [];
        var contributions = new Contribution[_rows.Count];
        string? person = null;
        for (var i = 0; i < contributions.Length; i++)
        {
            ref readonly var row = ref _rows.Rows[i];
            var profile = profiles[row.Profile];
            if (profile.Unit == ServiceUnit.Person)
                person ??= string.IsNullOrEmpty(conversation.Customer) ? "conversation:" + conversation.Id : conversation.Customer;
            var key = new IndicatorKey(
                profile.Id,
                DateOnly.FromDayNumber(row.Day),
                conversation.Shop,
                row.Scope == 0 ? IndicatorScope.Shop : IndicatorScope.Agent,
                row.Scope == 0 ? null : _stream.Agents[row.Scope - 1],
                profile.Unit == ServiceUnit.Person ? person : null);
            contributions[i] = new(key, row.Tally);
        }

        return contributions;
    }

    /// <summary>The rounds of one session so far, for one scope.</summary>
    private struct SessionMean
    {
        public int Row;
        public int Rounds;
        public long Waited;
        public bool Unanswered;
    }
}
