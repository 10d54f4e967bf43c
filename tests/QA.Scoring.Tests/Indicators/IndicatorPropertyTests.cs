using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using QA.Scoring.Indicators;
using Xunit;

namespace QA.Scoring.Tests.Indicators;

/// <summary>What holds for any chat under any profile.</summary>
public sealed class IndicatorPropertyTests
{
    // Around every limit, window and gap of the profiles below; backwards too.
    private static readonly double[] Steps = [0, 0, 0.5, 1, 5, 29, 30, 31, 90, 179, 180, 180.001, 181, 700, 3600, 21_599, 21_600, 30_000, 70_000, -1, -200, -90_000];

    private static readonly Gen<Message> AnyMessage =
        from speaker in Gen.Elements(Speaker.Customer, Speaker.Customer, Speaker.Customer, Speaker.Agent, Speaker.Agent, Speaker.Agent, Speaker.Bot, Speaker.System)
        from sender in Gen.Elements("小鱼", "小满", null)
        from step in Gen.Elements(Steps)
        from isTimed in Gen.Frequency((9, Gen.Constant(true)), (1, Gen.Constant(false)))
        select new Message(speaker, "", sender, isTimed ? DateTimeOffset.UnixEpoch.AddSeconds(step) : null);

    private static readonly Gen<Conversation> AnyChat =
        from messages in Gen.ListOf(AnyMessage)
        from start in Gen.Choose(0, 40 * 3600)
        from customer in Gen.Elements("b***3", "a***1", null)
        select Chat(messages, start, customer);

    private static readonly Gen<ServiceProfile> AnyProfile =
        from builtIn in Gen.Elements(ServiceProfiles.BuiltIn.AsEnumerable())
        from unit in Gen.Elements(Enum.GetValues<ServiceUnit>())
        from window in Gen.Elements(new DailyWindow?[] { null, builtIn.Window, new(new(8, 0), new(22, 59, 59)), new(new(21, 30), new(6, 0)), new(new(12, 0), new(12, 0)) })
        from windowedBy in Gen.Elements(Enum.GetValues<WindowedBy>())
        from limit in Gen.Elements(new TimeSpan?[] { null, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(3) })
        from zone in Gen.Elements(ServiceProfile.Beijing, TimeZoneInfo.Utc, Indicators.Summery)
        from gap in Gen.Elements(TimeSpan.FromHours(6), TimeSpan.FromMinutes(10))
        from waits in Gen.Elements(Enum.GetValues<KeptWaits>())
        from others in Gen.Choose(0, 3)
        from asIs in Gen.Elements(true, false)
        select asIs ? builtIn : builtIn with
        {
            Unit = unit, Window = window, WindowedBy = windowedBy, Limit = limit, Zone = zone, SessionGap = gap, Waits = waits, BotsAnswer = others % 2 == 1, SystemAsks = others > 1,
        };

    [Fact]
    public void The_fast_way_and_the_slow_one_come_to_the_same()
        => ForAll(2000, (chat, profile) =>
        {
            var fast = ServiceIndicators.Of(chat, [profile]);

            Assert.Equal(Sorted(SlowIndicators.Of(chat, profile)), Sorted(fast.ToDictionary(row => row.Key, row => row.Tally)));
        });

    [Fact]
    public void A_chat_is_the_sum_of_its_sessions()
        => ForAll(1000, (chat, profile) =>
        {
            var parts = SlowIndicators.Sessions(chat.Messages, profile.SessionGap)
                .SelectMany(messages => ServiceIndicators.Of(new Conversation(chat.Id, messages) { Shop = chat.Shop, Customer = chat.Customer }, [profile]));

            Assert.Equal(Sorted(Indicators.Merge(ServiceIndicators.Of(chat, [profile]))), Sorted(Indicators.Merge(parts)));
        });

    [Fact]
    public void Contributions_add_up_in_any_order_and_grouping()
        => Prop.ForAll(Gen.ListOf(AnyChat, 5).ToArbitrary(), AnyProfile.ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (chats, profile, seed) =>
        {
            var rows = chats.SelectMany(chat => ServiceIndicators.Of(chat, [profile])).ToArray();
            var inOrder = Sorted(Indicators.Merge(rows));

            new Random(seed).Shuffle(rows);
            Assert.Equal(inOrder, Sorted(Indicators.Merge(rows)));

            var halves = Indicators.Merge(rows[..(rows.Length / 2)]).Concat(Indicators.Merge(rows[(rows.Length / 2)..])).Select(pair => new Contribution(pair.Key, pair.Value));
            Assert.Equal(inOrder, Sorted(Indicators.Merge(halves)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Parts_are_never_negative_and_never_more_than_their_whole()
        => ForAll(1000, (chat, profile) =>
        {
            var rows = ServiceIndicators.Of(chat, [profile]);
            Assert.Equal(rows.Count, rows.Select(row => row.Key).Distinct().Count());
            foreach (var (_, tally) in rows)
            {
                Assert.InRange(tally.Numerator, 0, tally.Denominator);
                Assert.InRange(tally.Denominator, 0, tally.Rounds);
                Assert.InRange(tally.Unanswered, 0, tally.Rounds);
                Assert.InRange(tally.Waits.Count, 0, tally.Rounds - tally.Unanswered);
                Assert.InRange(tally.Waits.Sum, TimeSpan.Zero, tally.Waited);
                Assert.True(tally is { Questions: >= 0, Answers: >= 0 });
                Assert.NotEqual(default, tally);
            }

            // What belongs to agents is some of what the shop has.
            var shop = Sum(IndicatorScope.Shop);
            var agents = Sum(IndicatorScope.Agent);
            Assert.InRange(agents.Rounds, 0, shop.Rounds);
            Assert.InRange(agents.Questions, 0, shop.Questions);
            Assert.InRange(agents.Answers, 0, shop.Answers);
            if (profile.Unit is ServiceUnit.Round or ServiceUnit.SessionByFirst)
            {
                Assert.InRange(agents.Denominator, 0, shop.Denominator);
                Assert.InRange(agents.Numerator, 0, shop.Numerator);
            }

            IndicatorTally Sum(IndicatorScope scope) => rows.Where(row => row.Key.Scope == scope).Aggregate(default(IndicatorTally), (sum, row) => sum.Plus(row.Tally));
        });

    [Fact]
    public void Neither_words_nor_the_offset_a_time_is_written_in_matter()
        => ForAll(300, (chat, profile) =>
        {
            var rewritten = chat.Messages.Select((message, i) => message with { Text = "谢谢" + i, SentAt = message.SentAt?.ToOffset(TimeSpan.FromHours(i % 13)), Kind = MessageKind.Image }).ToList();

            Assert.Equal(
                ServiceIndicators.Of(chat, [profile]),
                ServiceIndicators.Of(new Conversation(chat.Id, rewritten) { Shop = chat.Shop, Customer = chat.Customer }, [profile]));
        });

    private static void ForAll(int times, Action<Conversation, ServiceProfile> holds)
        => Prop.ForAll(AnyChat.ToArbitrary(), AnyProfile.ToArbitrary(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(times));

    private static List<string> Sorted(Dictionary<IndicatorKey, IndicatorTally> tallies)
        => [.. tallies.Select(pair => $"{pair.Key} {pair.Value}").Order(StringComparer.Ordinal)];

    /// <summary>Each message as long after the one before as its own time is after the epoch.</summary>
    private static Conversation Chat(IEnumerable<Message> messages, int start, string? customer)
    {
        // Three days before a change of the clock in Indicators.Summery.
        var clock = new DateTimeOffset(2026, 3, 27, 0, 0, 0, TimeSpan.Zero).AddSeconds(start);
        var placed = new List<Message>();
        foreach (var message in messages)
        {
            clock += (message.SentAt ?? DateTimeOffset.UnixEpoch) - DateTimeOffset.UnixEpoch;
            placed.Add(message with { SentAt = message.SentAt is null ? null : clock });
        }

        return new Conversation("c1", placed) { Shop = "小满家居", Customer = customer };
    }
}
