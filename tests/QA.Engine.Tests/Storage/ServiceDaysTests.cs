using System;
using System.Collections.Generic;
using System.Linq;
using QA.Engine.Pipeline;
using QA.Engine.Storage;
using QA.Engine.Tests.Storage.People;
using QA.Engine.Tests.Support;
using QA.Scoring;
using QA.Scoring.Indicators;
using Xunit;

namespace QA.Engine.Tests.Storage;

public sealed class SqliteServiceDaysTests() : ServiceDaysContract(postgres: false);

public sealed class PostgresServiceDaysTests() : ServiceDaysContract(postgres: true);

/// <summary>What is kept of service indicators, held against a count of the conversations themselves.</summary>
public abstract class ServiceDaysContract : PeopleContract
{
    private static readonly DateOnly First = new(2026, 1, 1);
    private static readonly DateOnly Last = new(2026, 12, 31);
    private static readonly ServiceParts Parts = new(ServiceProfiles.BuiltIn);
    private static readonly DateTimeOffset Morning = new(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(8));
    private long _line;

    private protected ServiceDaysContract(bool postgres)
        : base(postgres)
    {
    }

    [Fact]
    public void Days_are_those_of_a_count_of_the_kept_conversations()
    {
        Time.Now = new DateTimeOffset(2026, 3, 31, 21, 0, 0, TimeSpan.FromHours(8));
        SampleStore.Fill(Store, Time);
        var counted = new ServiceCounts();
        var teams = new HashSet<string>(StringComparer.Ordinal);
        foreach (var rubric in SampleStore.Rubrics.All.Take(1))
        {
            foreach (var kept in Store.NextOfJob(Store.StartJob(new JobRequest(rubric.Hash, null, null, false)), 1000).Conversations)
            {
                var scores = new RubricScoring(SampleStore.Rubrics).Score(kept.Conversation)!.Value.Scores;
                foreach (var part in Parts.Of(kept.Conversation, scores))
                {
                    counted.Add(part);
                    if (!part.Key.OfShop)
                        teams.Add(part.Key.Team);
                }
            }
        }

        Assert.NotEmpty(teams);
        var expected = Written(counted.Days());
        Assert.Equal(expected, Written(All(teams)));
        Store.Tidy();
        Assert.Equal(expected, Written(All(teams)));
        Assert.All(All(teams), static day => Assert.DoesNotContain("kuaishou.3min", day.Tallies.Keys));
        foreach (var team in teams)
        {
            var days = Store.ServiceOfTeam(First, Last, team);
            Assert.All(days.Select(static day => day.Agent).Append("nobody"), agent => Assert.Equal(Written(days.Where(day => day.Agent == agent)), Written(Store.ServiceOfTeam(First, Last, team, agent))));
        }
    }

    [Fact]
    public void A_conversation_that_grew_counts_once_and_an_older_state_that_comes_late_not_at_all()
    {
        SampleStore.Know(Store);
        var asked = Chat("c", (Speaker.Customer, 0));
        var answered = Chat("c", (Speaker.Customer, 0), (Speaker.Agent, 60));
        var asksAgain = Chat("c", (Speaker.Customer, 0), (Speaker.Agent, 60), (Speaker.Customer, 70), (Speaker.Agent, 400));
        var other = Chat("d", (Speaker.Customer, 5), (Speaker.Agent, 20));
        Save(asked, other);
        Store.Tidy();
        Save(asksAgain);
        Save(answered);
        Assert.Equal(Written(Counted(asksAgain, other)), Written(All(["一组"])));
        Store.Tidy();
        Assert.Equal(Written(Counted(asksAgain, other)), Written(All(["一组"])));
    }

    [Fact]
    public void Both_states_in_one_batch_count_once_and_the_same_again_changes_nothing()
    {
        SampleStore.Know(Store);
        var asked = Chat("c", (Speaker.Customer, 0));
        var answered = Chat("c", (Speaker.Customer, 0), (Speaker.Agent, 200));
        Save(asked, answered);
        Save(answered);
        Save(asked);
        Assert.Equal(Written(Counted(answered)), Written(All(["一组"])));
    }

    [Fact]
    public void Forgotten_days_are_gone_and_the_others_stay()
    {
        SampleStore.Know(Store);
        var kept = Chat("d", (Speaker.Customer, 5 + 86_400), (Speaker.Agent, 20 + 86_400));
        Time.Now = Morning.AddDays(3);
        Save(Chat("c", (Speaker.Customer, 0), (Speaker.Agent, 60)), kept);
        Store.Forget(new DateOnly(2026, 3, 3));
        Assert.Equal(Written(Counted(kept)), Written(All(["一组"])));
    }

    private static List<ServiceDay> Counted(params ReadOnlySpan<Conversation> chats)
    {
        var counted = new ServiceCounts();
        foreach (var chat in chats)
        {
            foreach (var part in Parts.Of(chat, new RubricScoring(SampleStore.Rubrics).Score(chat)!.Value.Scores))
                counted.Add(part);
        }

        return counted.Days();
    }

    private static List<string> Written(IEnumerable<ServiceDay> days) =>
    [
        .. days.SelectMany(static day => day.Tallies.Select(tally => $"{day.Day:yyyyMMdd} {day.OfShop} {day.Shop}/{day.Team}/{day.Agent} {tally.Key} {tally.Value}")).Order(StringComparer.Ordinal),
    ];

    private static Conversation Chat(string id, params (Speaker Speaker, int Second)[] said) => new(
        id, [.. said.Select(static (one, index) => new Message(one.Speaker, "第" + index, one.Speaker == Speaker.Agent ? "小鱼" : null, Morning.AddSeconds(one.Second), Team: one.Speaker == Speaker.Agent ? "一组" : null))])
    {
        Shop = "小满家居",
    };

    private IEnumerable<ServiceDay> All(IEnumerable<string> teams) =>
        Store.ServiceOfShops(First, Last).Concat(teams.Append("").Distinct(StringComparer.Ordinal).SelectMany(team => Store.ServiceOfTeam(First, Last, team)));

    private void Save(params ReadOnlySpan<Conversation> chats)
    {
        var entries = new List<StoreEntry>();
        foreach (var chat in chats)
        {
            var (scores, receipt) = new RubricScoring(SampleStore.Rubrics).Score(chat)!.Value;
            entries.Add(new ScoredConversation("x", ++_line, chat, new QA.Engine.Sources.ContentHash().Of(chat), scores, receipt) { Service = Parts.Of(chat, scores) });
        }

        Store.Save(new StoreBatch { Entries = entries });
    }
}
