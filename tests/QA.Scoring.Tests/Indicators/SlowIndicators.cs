using System;
using System.Collections.Generic;
using System.Linq;
using QA.Scoring.Indicators;

namespace QA.Scoring.Tests.Indicators;

/// <summary>The indicators as DESIGN says them, one question after the other and nothing remembered: what the fast code is checked against.</summary>
internal static class SlowIndicators
{
    public static Dictionary<IndicatorKey, IndicatorTally> Of(Conversation chat, ServiceProfile profile)
    {
        var sessions = Sessions(chat.Messages, profile.SessionGap);
        var agents = chat.Messages.Where(message => message.Speaker == Speaker.Agent).Select(message => message.Sender).Distinct().ToList();
        var result = new Dictionary<IndicatorKey, IndicatorTally>();
        AddScope(IndicatorScope.Shop, null);
        foreach (var agent in agents)
            AddScope(IndicatorScope.Agent, agent);
        return result;

        void AddScope(IndicatorScope scope, string? agent)
        {
            bool IsMine(Owner owner) => scope == IndicatorScope.Shop || (owner.Somebody && owner.Name == agent);
            var rounds = sessions.Select(session => RoundsOf(session, profile).Where(round => IsMine(round.Owner) && round.Day is not null && round.IsTimed).ToList()).ToList();
            var said = sessions.SelectMany(session => SaidIn(session, profile)).Where(message => IsMine(message.Owner) && message.Day is not null).ToList();
            var days = rounds.SelectMany(session => session.Select(round => round.Day!.Value)).Concat(said.Select(message => message.Day!.Value)).Distinct();
            foreach (var day in days)
            {
                var today = rounds.SelectMany(session => session).Where(round => round.Day == day).ToList();
                var judged = profile.Unit switch
                {
                    ServiceUnit.Round => today.Select(round => InTime(round.Wait)).ToList(),
                    ServiceUnit.SessionByFirst => today.Where(round => round.Opens).Select(round => InTime(round.Wait)).ToList(),
                    ServiceUnit.Person => today.Count == 0 ? [] : [today.All(round => InTime(round.Wait))],
                    _ => rounds
                        .Where(session => session.Count > 0 && session[0].Day == day)
                        .Select(session => session.All(round => round.Wait is not null) && (profile.Limit is not { } limit || session.Sum(round => (decimal)round.Wait!.Value.Ticks) / session.Count <= limit.Ticks))
                        .ToList(),
                };
                var waits = default(WaitHistogram);
                foreach (var round in today.Where(round => round.Wait is not null && (profile.Waits == KeptWaits.EveryReply || round.Opens)))
                    waits = With(waits, round.Wait!.Value);
                var person = profile.Unit == ServiceUnit.Person ? chat.Customer ?? "conversation:" + chat.Id : null;
                result.Add(
                    new(profile.Id, day, chat.Shop, scope, agent, person),
                    new(
                        judged.Count(served => served),
                        judged.Count,
                        today.Count,
                        today.Count(round => round.Wait is null),
                        TimeSpan.FromTicks(today.Sum(round => round.Wait?.Ticks ?? 0)),
                        said.Count(message => message.Day == day && !message.Answers),
                        said.Count(message => message.Day == day && message.Answers),
                        waits));
            }
        }

        bool InTime(TimeSpan? wait) => wait is { } known && (profile.Limit is not { } limit || known <= limit);
    }

    public static List<List<Message>> Sessions(IReadOnlyList<Message> messages, TimeSpan gap)
    {
        List<List<Message>> sessions = [[]];
        foreach (var message in messages)
        {
            var before = sessions[^1].LastOrDefault(earlier => earlier.SentAt is not null)?.SentAt;
            if (message.SentAt - before >= gap)
                sessions.Add([]);
            sessions[^1].Add(message);
        }

        return sessions;
    }

    private static List<SlowRound> RoundsOf(List<Message> session, ServiceProfile profile)
    {
        var rounds = new List<SlowRound>();
        for (var i = 0; i < session.Count; i++)
        {
            // A question that stands at the beginning, or behind an answer, whatever neither asks nor answers between them.
            var before = session.Take(i).LastOrDefault(message => Asks(message, profile) || Answers(message, profile));
            if (!Asks(session[i], profile) || (before is not null && Asks(before, profile)))
                continue;
            var asked = session[i].SentAt;
            var reply = session.Skip(i).FirstOrDefault(message => Answers(message, profile));
            var wait = reply?.SentAt - asked;
            var isTimed = asked is not null && (reply is null || wait >= TimeSpan.Zero);
            rounds.Add(new SlowRound(Day(session, asked, profile), reply is null ? null : wait, OwnerOf(session, i, profile), rounds.Count == 0, isTimed));
        }

        return rounds;
    }

    private static IEnumerable<(DateOnly? Day, Owner Owner, bool Answers)> SaidIn(List<Message> session, ServiceProfile profile)
        => session.Index()
            .Where(pair => Asks(pair.Item, profile) || Answers(pair.Item, profile))
            .Select(pair => (Day(session, pair.Item.SentAt, profile), OwnerOf(session, pair.Index, profile), Answers(pair.Item, profile)));

    private static Owner OwnerOf(List<Message> session, int message, ServiceProfile profile)
    {
        var answer = session.Skip(message).FirstOrDefault(later => Answers(later, profile)) ?? session.LastOrDefault(any => any.Speaker == Speaker.Agent);
        return answer is { Speaker: Speaker.Agent } ? new(true, answer.Sender) : default;
    }

    private static DateOnly? Day(List<Message> session, DateTimeOffset? at, ServiceProfile profile)
    {
        if (at is null)
            return null;
        var moment = profile.WindowedBy == WindowedBy.Question ? at.Value : session.First(message => message.SentAt is not null).SentAt!.Value;
        var local = TimeZoneInfo.ConvertTime(moment, profile.Zone).DateTime;
        var time = new TimeOnly(local.Hour, local.Minute, local.Second);
        var isInside = profile.Window is not { } window || (window.First <= window.Last ? time >= window.First && time <= window.Last : time >= window.First || time <= window.Last);
        return isInside ? DateOnly.FromDateTime(local) : null;
    }

    private static bool Asks(Message message, ServiceProfile profile) => message.Speaker == Speaker.Customer || (message.Speaker == Speaker.System && profile.SystemAsks);

    private static bool Answers(Message message, ServiceProfile profile) => message.Speaker == Speaker.Agent || (message.Speaker == Speaker.Bot && profile.BotsAnswer);

    private static WaitHistogram With(WaitHistogram waits, TimeSpan wait)
    {
        var counts = Enumerable.Range(0, WaitHistogram.Buckets).Select(bucket => waits[bucket]).ToArray();
        counts[WaitHistogram.BoundsInSeconds.ToArray().Count(bound => wait > TimeSpan.FromSeconds(bound))]++;
        return new WaitHistogram(counts, waits.Sum + wait);
    }

    private readonly record struct Owner(bool Somebody, string? Name);

    private sealed record SlowRound(DateOnly? Day, TimeSpan? Wait, Owner Owner, bool Opens, bool IsTimed);
}
