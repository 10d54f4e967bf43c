using System;
using System.Linq;
using QA.Scoring.Indicators;
using Xunit;
using static QA.Scoring.Tests.Indicators.Indicators;

namespace QA.Scoring.Tests.Indicators;

/// <summary>Rounds, whose they are, which day they belong to, and what each profile makes of them.</summary>
public sealed class ServiceIndicatorsTests
{
    [Fact]
    public void The_platforms_own_example_comes_out_as_the_platform_counts_it()
    {
        string[] late = ["[10:10:15] customer: 在吗", "[10:15:20] customer: 人呢", "[10:18:10] agent 小鱼: 在的亲"];
        Assert.Equal("0/1", Shop(Taobao, late));

        string[] then = [.. late, "[10:18:30] customer: 这款有货吗", "[10:19:00] agent 小鱼: 有的"];
        Assert.Equal("1/2", Shop(Taobao, then));

        string[] silence = [.. Enumerable.Range(0, 10).Select(i => $"[21:00:{i * 5:00}] customer: 问题{i}"), "[1.00:00] system: 会话结束"];
        Assert.Equal("0/1", Shop(Taobao, silence));
    }

    [Theory]
    [InlineData("10:03:00", "1/1")]
    [InlineData("10:03:00.0000001", "0/1")]
    [InlineData("10:02:59", "1/1")]
    [InlineData("10:00:00", "1/1")]
    [InlineData("10:03:01", "0/1")]
    public void Three_minutes_to_the_tick_are_in_time(string answered, string expected)
    {
        string[] lines = ["[10:00] customer: 在吗", $"[{answered}] agent 小鱼: 在的"];

        Assert.Equal(expected, Shop(Taobao, lines));
        Assert.Equal(expected, Shop(Douyin, lines));
        Assert.Equal(expected, Shop(Kuaishou, lines));
    }

    [Theory]
    [InlineData("10:00:30", "1/1")]
    [InlineData("10:00:30.001", "0/1")]
    [InlineData("10:00:31", "0/1")]
    public void Thirty_seconds_to_the_tick_are_in_time_at_jd(string answered, string expected)
        => Assert.Equal(expected, Shop(Jd, "[10:00] customer: 在吗", $"[{answered}] agent 小鱼: 在的"));

    [Theory]
    [InlineData("07:59:59.999", "0/0")]
    [InlineData("08:00:00", "1/1")]
    [InlineData("22:59:59", "1/1")]
    [InlineData("23:00:00", "1/1")]
    [InlineData("23:00:00.9", "1/1")]
    [InlineData("23:00:01", "")]
    public void Both_ends_of_the_window_are_inside_to_the_second(string asked, string expected)
    {
        string[] lines = [$"[{asked}] customer: 在吗", "[23:00:20] agent 小鱼: 在的"];
        if (asked[0] == '0')
            lines[1] = "[08:00:30] agent 小鱼: 在的";

        Assert.Equal(expected, Shop(Taobao, lines));
        Assert.Equal(expected, Shop(Kuaishou, lines));
    }

    [Theory]
    [InlineData("22:59:59", "1/1")]
    [InlineData("22:59:59.5", "1/1")]
    [InlineData("23:00:00", "")]
    public void Douyins_window_ends_a_second_earlier(string asked, string expected)
        => Assert.Equal(expected, Shop(Douyin, $"[{asked}] customer: 在吗", "[23:00:20] agent 小鱼: 在的"));

    [Fact]
    public void A_question_inside_the_window_counts_though_its_answer_falls_outside_and_not_the_other_way_round()
    {
        Assert.Equal("1/1", Shop(Taobao, "[22:59] customer: 在吗", "[23:01] agent 小鱼: 在的"));
        Assert.Equal("", Shop(Taobao with { Waits = KeptWaits.FirstReply }, "[07:59] customer: 在吗"));

        // Asking again inside does not bring the round in; the answer inside is counted as a message only.
        var early = Assert.Single(Of(Taobao, "[07:59] customer: 在吗", "[08:00:10] customer: 人呢", "[08:01] agent 小鱼: 在的"), row => row.Key.Scope == IndicatorScope.Shop);
        Assert.Equal((0, 0, 1, 1), (early.Tally.Denominator, early.Tally.Rounds, early.Tally.Questions, early.Tally.Answers));
    }

    [Fact]
    public void Without_a_window_the_whole_day_counts()
    {
        string[] lines = ["[00:00] customer: 在吗", "[00:01] agent 小鱼: 在的", "[23:59:59] customer: 在吗", "[1.00:00:59] agent 小鱼: 在的"];
        var always = Taobao with { Window = null };

        Assert.Equal(["03-02 shop 2/2", "03-02 小鱼 2/2", "03-03 shop 0/0", "03-03 小鱼 0/0"], Rows(Of(always, lines)));
        Assert.Equal("", Shop(Taobao, lines));
    }

    [Fact]
    public void A_window_may_run_past_midnight()
    {
        var night = Taobao with { Window = new(new(22, 0), new(5, 59, 59)) };

        Assert.Equal("1/1", Shop(night, "[22:00] customer: 在吗", "[22:01] agent 小鱼: 在的"));
        Assert.Equal("1/1", Shop(night, "[05:59:59] customer: 在吗", "[06:01] agent 小鱼: 在的"));
        Assert.Equal("", Shop(night, "[21:59:59] customer: 在吗"));
        Assert.Equal("", Shop(night, "[06:00] customer: 在吗"));
    }

    [Fact]
    public void A_round_belongs_to_the_day_it_was_asked_on()
    {
        var rows = Of(Taobao with { Window = null }, "[23:59:30] customer: 在吗", "[1.00:00:30] agent 小鱼: 在的", "[1.00:01] customer: 有货吗", "[1.00:10] agent 小鱼: 有");

        Assert.Equal(["03-02 shop 1/1", "03-02 小鱼 1/1", "03-03 shop 0/1", "03-03 小鱼 0/1"], Rows(rows));
    }

    [Fact]
    public void A_session_belongs_to_the_day_of_its_first_round_that_counts()
        => Assert.Equal(
            ["03-02 shop 1/1", "03-02 小鱼 1/1", "03-03 shop 0/0", "03-03 小鱼 0/0"],
            Rows(Of(Douyin with { Window = null }, "[23:59:30] customer: 在吗", "[1.00:00:30] agent 小鱼: 在的", "[1.00:01] customer: 有货吗", "[1.00:01:30] agent 小鱼: 有")));

    [Fact]
    public void At_jd_everything_goes_with_the_start_of_its_session()
    {
        // The robot greets at 08:59:50, before the window: the session is out, though the question is in.
        Assert.Equal("", Shop(Jd, "[08:59:50] bot: 欢迎光临", "[09:00:10] customer: 在吗", "[09:00:20] agent 小鱼: 在的"));
        Assert.Equal("1/1", Shop(Jd, "[09:00:00] bot: 欢迎光临", "[09:00:10] customer: 在吗", "[09:00:20] agent 小鱼: 在的"));

        // A session that starts in time is in, though its first question comes after the last hour; it stays on its day.
        Assert.Equal(["03-02 shop 1/1", "03-02 小鱼 1/1"], Rows(Of(Jd, "[22:30] system: 进入会话", "[1.00:10] customer: 在吗", "[1.00:10:20] agent 小鱼: 在的")));
    }

    [Fact]
    public void Days_and_hours_are_those_of_the_profiles_zone()
    {
        string[] lines = ["[08:30] customer: 在吗", "[08:31] agent 小鱼: 在的"];

        // 08:30 in Shanghai is 00:30 in Greenwich, and 16:30 of the day before in California.
        Assert.Equal("1/1", Shop(Taobao, lines));
        Assert.Equal("", Shop(Taobao with { Zone = TimeZoneInfo.Utc }, lines));
        var pacific = TimeZoneInfo.CreateCustomTimeZone("-08:00", TimeSpan.FromHours(-8), "-08:00", "-08:00");
        Assert.Equal(["03-01 shop 1/1", "03-01 小鱼 1/1"], Rows(Of(Taobao with { Zone = pacific }, lines)));
    }

    [Fact]
    public void Summer_time_moves_the_window()
    {
        var profile = Taobao with { Zone = Summery };

        // 08:00 by the clock is 07:00 in Greenwich in winter and 06:00 in summer.
        Assert.Equal("", Asked(new DateTimeOffset(2026, 3, 2, 6, 30, 0, TimeSpan.Zero)));
        Assert.Equal("0/1", Asked(new DateTimeOffset(2026, 3, 2, 7, 0, 0, TimeSpan.Zero)));
        Assert.Equal("0/1", Asked(new DateTimeOffset(2026, 7, 2, 6, 30, 0, TimeSpan.Zero)));

        string Asked(DateTimeOffset at)
        {
            var contributions = ServiceIndicators.Of(new Conversation("c1", [new Message(Speaker.Customer, "在吗", SentAt: at)]), [profile]);
            return contributions.Count == 0 ? "" : $"{contributions[0].Tally.Numerator}/{contributions[0].Tally.Denominator}";
        }
    }

    [Theory]
    [InlineData(true, 14)]
    [InlineData(false, -14)]
    public void The_ends_of_the_calendar_are_days_too(bool last, int hours)
    {
        var at = last ? DateTimeOffset.MaxValue : DateTimeOffset.MinValue;
        var zone = TimeZoneInfo.CreateCustomTimeZone("far", TimeSpan.FromHours(hours), "far", "far");

        var row = Assert.Single(ServiceIndicators.Of(new Conversation("c1", [new Message(Speaker.Customer, "在吗", SentAt: at)]), [Generic with { Zone = zone }]));

        Assert.Equal(last ? DateOnly.MaxValue : DateOnly.MinValue, row.Key.Day);
    }

    [Fact]
    public void A_robot_does_not_stop_the_clock_and_the_platform_does_not_start_it()
    {
        string[] lines = ["[10:00] customer: 在吗", "[10:00:01] bot: 您好,请稍等", "[10:04] agent 小鱼: 在的", "[10:05] system: 订单已创建"];

        Assert.Equal("0/1", Shop(Taobao, lines));
        Assert.Equal("1/1", Shop(Taobao with { BotsAnswer = true }, lines));
        Assert.Equal("0/2", Shop(Taobao with { SystemAsks = true }, lines));
        Assert.Equal("", Shop(Taobao, "[10:00] bot: 您好", "[10:01] system: 订单已创建"));
    }

    [Fact]
    public void A_round_a_robot_may_end_is_nobodys_but_the_shops()
        => Assert.Equal(
            ["03-02 shop 1/2", "03-02 小鱼 0/1"],
            Rows(Of(Taobao with { BotsAnswer = true }, "[10:00] customer: 在吗", "[10:00:01] bot: 您好", "[10:05] customer: 人工", "[10:09] agent 小鱼: 在的")));

    [Fact]
    public void A_round_belongs_to_who_answered_it_and_unanswered_to_who_spoke_last()
        => Assert.Equal(
            ["03-02 shop 1/3", "03-02 小满 0/2", "03-02 小鱼 1/1"],
            Rows(Of(
                Taobao,
                "[10:00] customer: 在吗",
                "[10:01] agent 小鱼: 在的",
                "[10:02] customer: 退款",
                "[10:02:30] system: 转接至小满",
                "[10:06] agent 小满: 您好",
                "[10:06:30] agent 小鱼: 已转接",
                "[10:06:40] agent 小满: 我来处理",
                "[10:07] customer: 谢谢")));

    [Fact]
    public void What_nobody_took_up_is_the_shops_only()
        => Assert.Equal(["03-02 shop 0/1"], Rows(Of(Taobao, "[10:00] customer: 在吗", "[10:01] bot: 您好")));

    [Fact]
    public void An_agent_of_an_earlier_session_does_not_own_what_is_unanswered_in_the_next()
        => Assert.Equal(
            ["03-02 shop 1/2", "03-02 小鱼 1/1"],
            Rows(Of(Taobao, "[10:00] customer: 在吗", "[10:01] agent 小鱼: 在的", "[18:00] customer: 还在吗")));

    [Fact]
    public void An_agent_without_a_name_is_an_agent()
        => Assert.Equal(["03-02 nameless 1/1", "03-02 shop 1/1"], Rows(Of(Taobao, "[10:00] customer: 在吗", "[10:01] agent: 在的")));

    [Fact]
    public void Thanks_at_the_end_are_a_round_nobody_answered_and_no_words_are_judged()
    {
        string[] lines = ["[10:00] customer: 在吗", "[10:01] agent 小鱼: 在的", "[10:02] customer: 谢谢[微笑]"];

        Assert.Equal("1/2", Shop(Taobao, lines));
        Assert.Equal("0/1", Shop(Douyin, lines));
        Assert.Equal("0/1", Shop(Kuaishou, lines));
        Assert.Equal("1/2", Shop(Generic, lines));
        Assert.Equal("0/1", Shop(Jd, lines));
        Assert.Equal("1/1", Shop(Jd, "[10:00] customer: 在吗", "[10:00:20] agent 小鱼: 在的", "[10:02] customer: 谢谢[微笑]"));
    }

    [Theory]
    [InlineData("10:13:00", "1/1")]
    [InlineData("10:13:00.0000001", "0/1")]
    public void A_session_is_judged_by_the_mean_of_its_waits(string second, string expected)
        => Assert.Equal(expected, Shop(Douyin, "[10:00] customer: 在吗", "[10:03] agent 小鱼: 在的", "[10:10] customer: 有货吗", $"[{second}] agent 小鱼: 有"));

    [Fact]
    public void A_quick_round_makes_up_for_a_slow_one_in_the_mean_and_nowhere_else()
    {
        string[] lines = ["[10:00] customer: 在吗", "[10:05] agent 小鱼: 在的", "[10:10] customer: 有货吗", "[10:10:30] agent 小鱼: 有"];

        Assert.Equal("1/1", Shop(Douyin, lines));
        Assert.Equal("1/2", Shop(Taobao, lines));
        Assert.Equal("0/1", Shop(Kuaishou, lines));
    }

    [Fact]
    public void Each_agent_of_a_session_is_judged_by_their_own_rounds()
        => Assert.Equal(
            ["03-02 shop 0/1", "03-02 小满 0/1", "03-02 小鱼 1/1"],
            Rows(Of(Douyin, "[10:00] customer: 在吗", "[10:01] agent 小鱼: 在的", "[10:02] customer: 退款", "[10:12] agent 小满: 您好")));

    [Fact]
    public void The_first_reply_is_one_agents_only()
    {
        // Two rows of nothing: 小满 has a round and messages, and no first reply to show.
        Assert.Equal(
            ["03-02 shop 1/1", "03-02 小满 0/0", "03-02 小鱼 1/1"],
            Rows(Of(Jd, "[10:00] customer: 在吗", "[10:00:20] agent 小鱼: 在的", "[10:02] customer: 退款", "[10:12] agent 小满: 您好")));
    }

    [Fact]
    public void A_gap_ends_the_session_and_what_is_said_after_it_answers_nothing()
    {
        string[] lines = ["[10:00] customer: 在吗", "[16:00] agent 小鱼: 在的"];

        Assert.Equal("0/1", Shop(Generic, lines));
        Assert.Equal("1/1", Shop(Generic, lines[0], "[15:59:59] agent 小鱼: 在的"));
        Assert.Equal("1/1", Shop(Generic with { SessionGap = TimeSpan.FromHours(7) }, lines));
        Assert.Equal("2/2", Shop(Jd, "[10:00] customer: 在吗", "[10:00:10] agent 小鱼: 在的", "[16:00:10] customer: 在吗", "[16:00:20] agent 小鱼: 在的"));
    }

    [Fact]
    public void Without_times_nothing_applies()
        => Assert.Empty(ServiceIndicators.Of(Chat.Of("customer: 在吗", "agent 小鱼: 在的"), ServiceProfiles.BuiltIn));

    [Fact]
    public void An_empty_chat_has_no_indicators()
        => Assert.Empty(ServiceIndicators.Of(new Conversation("c1", []), ServiceProfiles.BuiltIn));

    [Theory]
    [InlineData("customer: 在吗", "[10:01] agent 小鱼: 在的")]
    [InlineData("[10:00] customer: 在吗", "agent 小鱼: 在的")]
    [InlineData("[10:00] customer: 在吗", "[09:59:59] agent 小鱼: 在的")]
    public void A_round_whose_wait_cannot_be_told_is_counted_nowhere(string question, string answer)
    {
        string[] lines = [question, answer, "[10:02] customer: 有货吗", "[10:02:10] agent 小鱼: 有"];

        Assert.Equal("1/1", Shop(Taobao, lines));
        Assert.Equal("1/1", Shop(Douyin, lines));

        // The second reply is quick, and still not the first.
        Assert.Equal("0/0", Shop(Jd, lines));
    }

    [Fact]
    public void Equal_times_are_in_the_order_of_the_export()
    {
        Assert.Equal("1/1", Shop(Taobao, "[10:00] customer: 在吗", "[10:00] agent 小鱼: 在的"));
        Assert.Equal("0/1", Shop(Taobao, "[10:00] agent 小鱼: 在的", "[10:00] customer: 在吗"));
    }

    [Fact]
    public void A_person_is_counted_once_a_day_however_many_conversations_they_had()
    {
        var morning = Person("c1", "b***3", "[10:00] customer: 在吗", "[10:10] agent 小鱼: 在的");
        var noon = Person("c2", "b***3", "[12:00] customer: 在吗", "[12:01] agent 小鱼: 在的");
        var tomorrow = Person("c3", "b***3", "[1.12:00] customer: 在吗", "[1.12:01] agent 小鱼: 在的");
        var other = Person("c4", "a***1", "[12:00] customer: 在吗", "[12:01] agent 小鱼: 在的");
        Contribution[] all = [.. morning, .. noon, .. tomorrow, .. other];

        var merged = Merge(all).Select(pair => new Contribution(pair.Key, pair.Value)).ToList();

        Assert.Equal(
            ["03-02 shop 0/1", "03-02 shop 1/1", "03-02 小鱼 0/1", "03-02 小鱼 1/1", "03-03 shop 1/1", "03-03 小鱼 1/1"],
            Rows(merged));
        Assert.Equal((2, 3), Total(merged));

        // The same conversations added without their keys would have found four persons.
        Assert.Equal((3, 4), Total(all));

        static (long, long) Total(System.Collections.Generic.IEnumerable<Contribution> rows)
        {
            var sum = rows.Where(row => row.Key.Scope == IndicatorScope.Shop).Aggregate(default(IndicatorTally), (sum, next) => sum.Plus(next.Tally));
            return (sum.Numerator, sum.Denominator);
        }
    }

    [Fact]
    public void A_customer_without_a_name_is_known_by_the_conversation()
    {
        var row = Person("c1", null, "[10:00] customer: 在吗")[0];

        Assert.Equal("conversation:c1", row.Key.Person);
        Assert.Null(ServiceIndicators.Of(Chat.Of("[10:00] customer: 在吗"), [Taobao])[0].Key.Person);
    }

    [Fact]
    public void Contributions_of_two_keys_do_not_add_up()
    {
        var rows = Of(Taobao, "[10:00] customer: 在吗", "[10:01] agent 小鱼: 在的");

        Assert.Contains("add their tallies instead", Assert.Throws<ArgumentException>(() => Contribution.Add(rows[0], rows[1])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_generic_profile_tells_first_replies_from_all_replies()
    {
        var shop = Of(
            Generic,
            "[03:00] agent 小鱼: 亲,有需要随时说",
            "[03:01] customer: 在吗",
            "[03:01:04] agent 小鱼: 在的",
            "[03:01:05] agent 小鱼: 请说",
            "[03:02] customer: 有货吗",
            "[03:02:30] customer: ?",
            "[03:03:40] agent 小鱼: 有",
            "[03:05] customer: 谢谢")[0].Tally;
        var value = IndicatorValue.Of(shop);

        Assert.Equal((2, 3, 3, 1, 4, 4), (shop.Numerator, shop.Denominator, shop.Rounds, shop.Unanswered, shop.Questions, shop.Answers));
        Assert.Equal((1, 4, 104), (shop.Waits.Count, shop.Waits.Sum.TotalSeconds, shop.Waited.TotalSeconds));
        Assert.Equal(52, value.MeanSeconds);
        Assert.Equal((3.5, 1.0), (value.MedianSeconds, value.AnswersPerQuestion));
        Assert.Equal(1 / 3.0, value.UnansweredShare);
        Assert.Equal(2 / 3.0, value.Share);
    }

    [Fact]
    public void What_divides_by_nothing_has_no_value()
        => Assert.Equal(new IndicatorValue(null, null, null, null, null, null), IndicatorValue.Of(default));

    [Fact]
    public void Keys_say_which_shop_and_profile_and_each_profile_has_its_own()
    {
        var chat = Chat.Of("[10:00] customer: 在吗", "[10:00:10] agent 小鱼: 在的");
        chat = new Conversation(chat.Id, chat.Messages) { Shop = "小满家居", Customer = "b***3" };

        var rows = ServiceIndicators.Of(chat, ServiceProfiles.BuiltIn);

        Assert.Equal(ServiceProfiles.BuiltIn.SelectMany(profile => new[] { profile.Id, profile.Id }), rows.Select(row => row.Key.Profile));
        Assert.All(rows, row => Assert.Equal(("小满家居", new DateOnly(2026, 3, 2)), (row.Key.Shop, row.Key.Day)));
        Assert.All(rows, row => Assert.Equal((1, 1), (row.Tally.Numerator, row.Tally.Denominator)));
    }

    [Fact]
    public void Profiles_that_cut_differently_do_not_disturb_each_other()
    {
        var chat = Chat.Of("[10:00] customer: 在吗", "[10:00:10] bot: 您好", "[10:20] agent 小鱼: 在的", "[10:50] customer: 好");
        ServiceProfile[] profiles = [Taobao, Taobao with { Id = "b", BotsAnswer = true }, Generic, Generic with { Id = "g", SessionGap = TimeSpan.FromMinutes(10) }];

        Assert.Equal(profiles.SelectMany(profile => ServiceIndicators.Of(chat, [profile])), ServiceIndicators.Of(chat, profiles));
    }

    private static System.Collections.Generic.IReadOnlyList<Contribution> Person(string id, string? customer, params string[] lines)
        => ServiceIndicators.Of(new Conversation(id, Chat.Of(lines).Messages) { Customer = customer }, [Kuaishou]);
}
