using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Configuration;
using QA.Engine.Settings;
using QA.Engine.Sources;
using QA.Engine.Tests.Support;
using QA.Scoring;
using Xunit;

namespace QA.Engine.Tests.Sources;

/// <summary>
/// What every source must do, faults included. A suite says how its outside is filled, broken and mended; <see cref="SourceTaker"/> takes
/// and keeps as the pipeline does. One outside of its own for each test.
/// </summary>
public abstract class SourceContract : IDisposable
{
    private SourceTaker? _taker;

    /// <summary>The kind's name in <see cref="SourceKinds.All"/>.</summary>
    private protected abstract string Kind { get; }

    /// <summary>Settings (without <c>Kind</c>) that are good, by their path below the source: <c>Columns:id</c>.</summary>
    private protected abstract IReadOnlyDictionary<string, string> GoodSettings { get; }

    /// <summary>Settings that are wrong in several ways, and for each problem a piece of its line that begins with the setting's path.</summary>
    private protected abstract (IReadOnlyDictionary<string, string> Settings, IReadOnlyList<string> Problems) WrongSettings { get; }

    /// <summary>What must stand in no error: the password in the settings of <see cref="Open"/>; null where it needs none.</summary>
    private protected virtual string? Secret => null;

    /// <summary>How many chats make at least three chunks.</summary>
    private protected virtual int Plenty => 2_500;

    /// <summary>Whether a new source object may take a little again that was kept, which the taker then knows by its content.</summary>
    private protected virtual bool RereadsALittle => false;

    /// <summary>Whether a chat may say more than its messages' role, text and time, and its own name.</summary>
    private protected virtual bool CarriesEverything => true;

    private protected SourceTaker Taker => _taker ??= new SourceTaker(Open);

    /// <summary>A new source object on the same outside.</summary>
    private protected abstract ISource Open();

    /// <summary>Whole chats come to the outside, behind those that are there. A chat whose id is there already has grown, or comes once more.</summary>
    private protected abstract Task Put(IReadOnlyList<Conversation> chats);

    /// <summary>Something comes to the outside that never will be a conversation.</summary>
    private protected abstract Task PutPoison();

    /// <summary>The outside is gone; an open connection as well.</summary>
    private protected abstract Task Break();

    private protected abstract Task Mend();

    [Fact]
    public async Task Chats_come_as_they_were_put_and_in_that_order()
    {
        var chats = new[] { Rich("c1", 1), Chat("c2", 3), Chat("c0", 2), Rich("会话四", 5) };
        await Put(chats);
        await Taker.Take(chats.Length);
        Assert.Equal(chats.Select(Chats.Json), Taker.Chats.Select(Chats.Json));
        Assert.Empty(Taker.Bad);
    }

    [Fact]
    public async Task What_was_kept_does_not_come_again()
    {
        await Put([Chat("c1"), Chat("c2")]);
        await Taker.Take(2);
        await Put([Chat("c3")]);
        await Taker.Take(3);
        Taker.Restart();
        await Put([Chat("c4")]);
        await Taker.Take(4);
        Assert.Equal(["c1", "c2", "c3", "c4"], Taker.Ids);
        Assert.True(RereadsALittle || Taker.Repeats == 0, $"{Taker.Repeats} chats came again after they were kept");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_taken_and_not_kept_comes_again(bool afterARestart)
    {
        await Put([Chat("c1"), Chat("c2")]);
        Assert.Equal(["c1", "c2"], await Taker.TakeWithoutKeeping(2));
        if (afterARestart)
            Taker.Restart();
        else
            Taker.Restore();
        await Taker.Take(2);

        // What shares itself out gives back in no order: others may have had it.
        Assert.Equal(["c1", "c2"], Taker.Source.IsShared ? Taker.Ids.Order(StringComparer.Ordinal) : Taker.Ids);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stop_in_the_middle_loses_nothing_and_repeats_nothing_that_was_kept(bool afterARestart)
    {
        await Put(Many());
        await Taker.TakeOneChunk();
        Assert.InRange(Taker.Chats.Count, 1, Plenty - 1);
        if (afterARestart)
            Taker.Restart();
        else
            Taker.Restore();
        await Taker.Take(Plenty);
        Assert.Equal(Many().Select(chat => chat.Id), Taker.Ids.Order(StringComparer.Ordinal));
        Assert.True(RereadsALittle || Taker.Repeats == 0, $"{Taker.Repeats} chats came again after they were kept");
    }

    [Fact]
    public async Task Poison_is_set_aside_with_a_reason_and_the_rest_goes_on()
    {
        await Put([Chat("c1")]);
        await PutPoison();
        await Put([Chat("c2")]);
        await Taker.Take(2);
        Assert.Equal(["c1", "c2"], Taker.Ids);
        var reason = Assert.Single(Taker.Bad);
        Assert.False(string.IsNullOrWhiteSpace(reason));
        Taker.Restart();
        await Put([Chat("c3")]);
        await Taker.Take(3);
        Assert.Equal(["c1", "c2", "c3"], Taker.Ids);
        Assert.True(RereadsALittle || Taker.Bad.Count == 1, "the poison came again after it was kept");
    }

    [Fact]
    public async Task An_outside_that_is_not_there_is_an_error_without_secrets_and_comes_back_without_a_new_source()
    {
        await Put([Chat("c1")]);
        await Break();
        for (var again = 0; again < 2; again++)
        {
            var failure = await Taker.Failure();
            Assert.NotEmpty(failure.Message);
            if (Secret is { } secret)
                Assert.DoesNotContain(secret, failure.ToString(), StringComparison.Ordinal);
            Taker.Restore();
        }

        await Mend();
        await Taker.Take(1);
        Assert.Equal(["c1"], Taker.Ids);
    }

    [Fact]
    public async Task An_outside_that_goes_in_the_middle_loses_nothing()
    {
        await Put(Many());
        await Taker.TakeOneChunk(Break);
        await Mend();
        Taker.Restore();
        await Taker.Take(Plenty);
        Assert.Equal(Many().Select(chat => chat.Id), Taker.Ids.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_chat_that_has_grown_comes_again_as_a_whole()
    {
        await Put([Chat("c1"), Chat("c2")]);
        await Taker.Take(2);
        await Put([Chat("c1", 4)]);
        await Taker.Take(3);
        Assert.Equal(["c1", "c2", "c1"], Taker.Ids);
        Assert.Equal(4, Taker.Chats[2].Messages.Count);
    }

    [Fact]
    public async Task Chats_that_come_twice_and_out_of_order_do_no_harm()
    {
        await Put([Chat("c5"), Chat("c1")]);
        await Put([Chat("c5")]);
        await Taker.Take(2);
        await Put([Chat("c1"), Chat("c3")]);
        await Taker.Take(3);
        Assert.Equal(["c1", "c3", "c5"], Taker.Ids.Order(StringComparer.Ordinal));
        Assert.Empty(Taker.Bad);
    }

    [Fact]
    public async Task A_cancellation_ends_taking_soon()
    {
        await Put(Many());
        Assert.InRange(await Taker.TakenBeforeCancellation(), 1, Plenty - 1);

        // What was cancelled is not broken.
        Taker.Restore();
        await Taker.Take(Plenty);
        Assert.Equal(Plenty, Taker.Chats.Count);
    }

    [Fact]
    public async Task A_cancellation_ends_waiting_soon()
    {
        Taker.TakeWhatIsThere();
        using var cancellation = new CancellationTokenSource();
        var waiting = Taker.Source.WaitForChange(cancellation.Token);
        await cancellation.CancelAsync();
        await Record.ExceptionAsync(() => waiting.WaitAsync(TimeSpan.FromMinutes(5)));
        Assert.True(waiting.IsCompleted);
        Assert.False(waiting.IsFaulted);
    }

    [Fact]
    public void A_source_that_was_never_used_can_be_let_go()
    {
        Taker.Source.Dispose();
        Taker.Restart();
    }

    [Fact]
    public void Good_settings_have_no_problems_and_a_setting_nobody_knows_is_named()
    {
        Assert.Empty(SettingProblems(GoodSettings));
        var problem = Assert.Single(SettingProblems(new Dictionary<string, string>(GoodSettings, StringComparer.Ordinal) { ["Nonsense"] = "1" }));
        Assert.StartsWith("Sources:one:Nonsense: ", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_of_the_settings_are_named_at_once()
    {
        var (settings, expected) = WrongSettings;
        var problems = SettingProblems(settings);
        foreach (var piece in expected)
            Assert.Contains(problems, problem => problem.StartsWith("Sources:one:" + piece, StringComparison.Ordinal));
        Assert.Equal(expected.Count, problems.Count);
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => _taker?.Dispose();

    /// <summary>A chat with some messages, different for each number of them.</summary>
    private protected static Conversation Chat(string id, int messages = 2)
    {
        var start = new DateTimeOffset(2026, 3, 2, 14, 3, 11, TimeSpan.FromHours(8));
        return new Conversation(
            id,
            [.. Enumerable.Range(0, messages).Select(i => new Message(
                i % 2 == 0 ? Speaker.Customer : Speaker.Agent,
                i % 2 == 0 ? $"在吗，第{i + 1}句" : "您好亲，在的哦~",
                i % 2 == 0 ? "b***3" : "小鱼",
                start.AddSeconds(i * 20)))]);
    }

    private protected List<Conversation> Many() => [.. Enumerable.Range(1, Plenty).Select(i => Chat($"m{i:D5}", 3))];

    private Conversation Rich(string id, int messages)
    {
        var plain = Chat(id, messages);
        if (!CarriesEverything)
            return plain;
        Message[] more =
        [
            new(Speaker.Agent, "含\"引号\"，\t制表符\n换行 😀", "小鱼", plain.Messages[0].SentAt?.AddSeconds(90), Team: "一组"),
            new(Speaker.Bot, "", "机器人", plain.Messages[0].SentAt?.AddSeconds(91), MessageKind.Image),
            new(Speaker.System, "会话已转接", null, plain.Messages[0].SentAt?.AddSeconds(92.5)),
        ];
        return new Conversation(id, [.. plain.Messages, .. more])
        {
            Channel = "taobao",
            Shop = "小满家居",
            Customer = "b***3",
            Opened = plain.Messages[0].SentAt,
            Closed = plain.Messages[0].SentAt?.AddMinutes(20),
            Attributes = [new("order", "paid"), new("rating", "5")],
        };
    }

    private IReadOnlyList<string> SettingProblems(IReadOnlyDictionary<string, string> settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create("Sources:one:" + pair.Key, (string?)pair.Value)))
            .Build();
        var reader = new SettingReader(configuration.GetSection("Sources:one"), "Sources:one", []);
        var kind = SourceKinds.All.Single(kind => string.Equals(kind.Name, Kind, StringComparison.Ordinal));
        kind.Read("one", reader, new SourceSurroundings(ReadLimits.Default, TimeProvider.System, "data"));
        reader.NoOthers();
        return reader.Problems;
    }
}
