using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using QA.Engine.Sources;
using QA.Engine.Sources.RabbitMq;
using QA.Engine.Tests.Support;
using RabbitMQ.Client;
using Xunit;

namespace QA.Engine.Tests.Sources;

/// <summary>What is a queue's own: acknowledging, dead letters, sharing, and everything a broker can refuse. On a real one.</summary>
[Collection(RabbitServerTests.Name)]
public sealed class RabbitMqQueueTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly RabbitServer _server;
    private readonly RabbitMqOptions _options;
    private readonly List<RabbitMqSource> _opened = [];

    public RabbitMqQueueTests(RabbitServer server)
    {
        _server = server;
        _options = new() { Uri = new Uri(server.Uri), Queue = $"chats-{Guid.NewGuid():N}", DeliveryLimit = 4 };
    }

    [Fact]
    public async Task A_message_is_acknowledged_only_once_it_is_kept()
    {
        var source = await Opened();
        await _server.Publish(_options.Queue, Chats.Line("c1"));
        var first = await Chunks(source, 1);
        await _server.Publish(_options.Queue, Chats.Line("c2"));
        await Chunks(source, 1);
        Assert.Equal(0u, await _server.Ready(_options.Queue));
        Keep(first);
        source.Dispose();
        await Eventually(async () => await _server.Ready(_options.Queue) == 1);
        Assert.Contains("c2", Assert.Single(await _server.Drain(_options.Queue)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_never_can_be_a_conversation_becomes_a_dead_letter_once_it_is_on_record()
    {
        var source = await Opened();
        await _server.Publish(_options.Queue, "nonsense", Chats.Line("c1"), "[1]");
        var chunks = await Chunks(source, 3);
        Assert.Equal(["nonsense", "[1]"], chunks.SelectMany(chunk => chunk.Problems).Select(problem => Encoding.UTF8.GetString(problem.Content.Span)));
        Assert.Equal(0u, await _server.Ready(_options.DeadLetters));
        Keep(chunks);
        await Eventually(async () => await _server.Ready(_options.DeadLetters) == 2);
        Assert.Equal(["nonsense", "[1]"], await _server.Drain(_options.DeadLetters));
        source.Dispose();
        Assert.Equal(0u, await _server.Ready(_options.Queue));
    }

    [Fact]
    public async Task A_message_that_is_too_long_becomes_a_dead_letter_as_a_whole_and_only_its_beginning_is_shown()
    {
        var source = await Opened(limits: new ReadLimits { MaxLineBytes = 10_000 });
        var (good, bad) = (Chats.Line("c1"), Chats.Line("c2", new string('好', 5_000)));
        await _server.Publish(_options.Queue, bad, good);
        var chunks = await Chunks(source, 2);
        var problem = Assert.Single(chunks.SelectMany(chunk => chunk.Problems));
        Assert.InRange(problem.Content.Length, 1, 4096);
        Assert.Contains("the limit is 10000", problem.Reason, StringComparison.Ordinal);
        Keep(chunks);
        await Eventually(async () => await _server.Ready(_options.DeadLetters) == 1);
        Assert.Equal([bad], await _server.Drain(_options.DeadLetters));
    }

    [Fact]
    public async Task A_message_that_brings_its_workers_down_ends_as_a_dead_letter_and_takes_no_innocent_one_with_it()
    {
        var innocent = Enumerable.Range(0, 40).Select(i => Chats.Line($"c{i}")).ToList();
        (await Opened()).Dispose();
        await _server.Publish(_options.Queue, [.. innocent.Take(20), Chats.Line("deadly"), .. innocent.Skip(20)]);
        var kept = new List<string>();
        var deaths = 0;
        for (var clock = Stopwatch.StartNew(); await _server.Ready(_options.DeadLetters) == 0 && clock.Elapsed < Patience;)
        {
            // A worker that takes what there is, keeps what it can, and dies of the deadly one, with everything it had under way.
            var source = Open();
            var alive = true;
            while (alive && await _server.Ready(_options.DeadLetters) == 0 && clock.Elapsed < Patience)
            {
                foreach (var chunk in source.Take(false, CancellationToken.None))
                {
                    var lines = Lines(chunk);
                    alive = !lines.Exists(line => line.Contains("deadly", StringComparison.Ordinal));
                    if (!alive)
                        break;
                    kept.AddRange(lines);
                    chunk.Kept!();
                }

                if (alive)
                    await Arrival(source);
            }

            deaths += alive ? 0 : 1;
            source.Dispose();
        }

        // What the last one had under way goes back into the queue a moment after it.
        var rest = Open();
        for (var clock = Stopwatch.StartNew(); kept.Count < innocent.Count && clock.Elapsed < Patience;)
        {
            foreach (var chunk in rest.Take(everythingIsWhole: true, CancellationToken.None))
            {
                kept.AddRange(Lines(chunk));
                chunk.Kept!();
            }
        }

        Assert.Equal(innocent.Order(StringComparer.Ordinal), kept.Order(StringComparer.Ordinal));
        Assert.Equal(_options.DeliveryLimit + 1, deaths);
        Assert.Equal([Chats.Line("deadly")], await _server.Drain(_options.DeadLetters));
    }

    [Fact]
    public async Task Starting_over_again_and_again_makes_no_dead_letters()
    {
        var source = await Opened();
        await _server.Publish(_options.Queue, Chats.Line("c1"), Chats.Line("c2"));
        for (var failure = 0; failure < 3 * _options.DeliveryLimit; failure++)
        {
            Assert.Equal(["c1", "c2"], (await Chunks(source, 2)).SelectMany(Lines).Select(Id));
            source.Restore([]);
        }

        Keep(await Chunks(source, 2));
        source.Dispose();
        Assert.Equal(0u, await _server.Ready(_options.Queue));
        Assert.Equal(0u, await _server.Ready(_options.DeadLetters));
    }

    [Fact]
    public async Task An_acknowledgement_that_comes_after_a_reconnection_reaches_no_other_message()
    {
        var source = await Opened();
        await _server.Publish(_options.Queue, Chats.Line("c1"), Chats.Line("c2"));
        var before = await Chunks(source, 2);
        await _server.Restart();
        await Failure(source);
        source.Restore([]);

        // The same tags, on a new channel: acknowledging what was taken before must not touch these.
        var after = await Chunks(source, 2);
        Keep(before);
        Assert.Equal(["c1", "c2"], after.SelectMany(Lines).Select(Id).Order(StringComparer.Ordinal));
        source.Dispose();
        await Eventually(async () => await _server.Ready(_options.Queue) == 2);
    }

    [Fact]
    public async Task Keeping_twice_does_no_harm()
    {
        var source = await Opened();
        await _server.Publish(_options.Queue, Chats.Line("c1"));
        var first = await Chunks(source, 1);
        source.Restore([]);
        var again = await Chunks(source, 1);
        Keep(first);
        Keep(again);
        Keep(first);
        await _server.Publish(_options.Queue, Chats.Line("c2"));
        Assert.Equal(["c2"], (await Chunks(source, 1)).SelectMany(Lines).Select(Id));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_workers_share_a_queue_and_lose_nothing_while_the_broker_goes_and_comes(bool kill)
    {
        const int plenty = 4_000;
        var options = _options with { Prefetch = 100 };
        (await Opened(options)).Dispose();

        // RabbitMQ writes down which queues it has about half a second after it made one; who is killed before that has lost it.
        if (kill)
            await _server.Restart();
        await _server.Publish(_options.Queue, Enumerable.Range(0, plenty).Select(i => Chats.Line($"c{i}")));
        var kept = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        using var done = new CancellationTokenSource(Patience);
        using var inTheMiddle = new CountdownEvent(2);
        using var gone = new ManualResetEventSlim();
        var failures = 0;
        var workers = Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(
            () =>
            {
                using var source = Open(options);
                var mine = 0;
                while (kept.Count < plenty && !done.IsCancellationRequested)
                {
                    try
                    {
                        foreach (var chunk in source.Take(false, CancellationToken.None))
                        {
                            var before = mine;
                            foreach (var line in Lines(chunk))
                            {
                                kept.AddOrUpdate(line, 1, (_, times) => times + 1);
                                mine++;
                            }

                            // Between keeping and acknowledging is where a broker's end is worst.
                            if (before < 150 && mine >= 150)
                            {
                                inTheMiddle.Signal();
                                gone.Wait(done.Token);
                            }

                            chunk.Kept!();
                        }

                        Arrival(source).GetAwaiter().GetResult();
                    }
                    catch (SourceException)
                    {
                        Interlocked.Increment(ref failures);
                        Thread.Sleep(100);
                        source.Restore([]);
                    }
                }
            },
            done.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToList();
        Assert.True(inTheMiddle.Wait(Patience, CancellationToken.None), "the two did not share the queue");
        if (kill)
            _server.Kill();
        else
            _server.Stop();
        gone.Set();
        await _server.Start();
        await Task.WhenAll(workers);
        Assert.Equal(plenty, kept.Count);
        Assert.True(failures > 0, "the broker was gone, and nobody noticed");

        // What was kept and not acknowledged before the broker went comes again, and is known then; no more than was under way.
        Assert.InRange(kept.Values.Sum() - plenty, 1, 2 * (options.Prefetch + 1));
        await Eventually(async () => await _server.Ready(_options.Queue) == 0);
        Assert.Equal(0u, await _server.Ready(_options.DeadLetters));
    }

    [Fact]
    public async Task A_queue_that_is_deleted_is_noticed_and_made_again()
    {
        var source = await Opened();
        await _server.Delete(_options.Queue);
        var failure = await Failure(source);
        Assert.Contains("the broker ended the delivery", failure.Message, StringComparison.Ordinal);
        source.Restore([]);
        Assert.Empty(source.Take(false, CancellationToken.None));
        await _server.Publish(_options.Queue, Chats.Line("c1"));
        Assert.Equal(["c1"], (await Chunks(source, 1)).SelectMany(Lines).Select(Id));
    }

    [Fact]
    public async Task A_queue_of_another_type_is_told_and_can_be_used_as_it_is()
    {
        await Do(channel => channel.QueueDeclareAsync(_options.Queue, durable: true, exclusive: false, autoDelete: false));
        var failure = await Failure(Open());
        Assert.Contains("is there with other settings", failure.Message, StringComparison.Ordinal);
        Assert.Contains("set Declare to false", failure.Message, StringComparison.Ordinal);
        var source = await Opened(_options with { Declare = false });
        await _server.Publish(_options.Queue, Chats.Line("c1"));
        Assert.Equal(["c1"], (await Chunks(source, 1)).SelectMany(Lines).Select(Id));
    }

    [Fact]
    public async Task Whatever_the_broker_refuses_is_told_without_the_password()
    {
        var good = _options.Uri.ToString();
        (RabbitMqOptions Options, string Told)[] refused =
        [
            (_options with { Uri = new Uri(good.Replace("qa:", "nobody:", StringComparison.Ordinal)) }, "refuses the user or the password"),
            (_options with { Uri = new Uri(good + "elsewhere") }, "is the virtual host in Uri right"),
            (_options with { Uri = new Uri(good.Replace($":{_server.Port}", ":1", StringComparison.Ordinal)) }, "is it running, and are host and port in Uri right?"),
            (_options with { Uri = new Uri(good.Replace("amqp:", "amqps:", StringComparison.Ordinal)) }, "no TLS connection"),
            (_options with { Uri = new Uri(good.Replace("127.0.0.1", "no-such-host.invalid", StringComparison.Ordinal)) }, "cannot be reached"),
            (_options with { Declare = false }, "set Declare to true"),
            (_options with { Exchange = "nowhere" }, "correct Exchange"),
        ];
        foreach (var (options, told) in refused)
        {
            var failure = await Failure(Open(options));
            Assert.Contains(told, failure.Message, StringComparison.Ordinal);
            Assert.Contains($"queue '{_options.Queue}' at amqp", failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(RabbitServer.Password, failure.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_exchange_brings_what_has_the_routing_key()
    {
        var exchange = _options.Queue + ".from";
        await Do(channel => channel.ExchangeDeclareAsync(exchange, ExchangeType.Topic, durable: true));
        var source = await Opened(_options with { Exchange = exchange, RoutingKey = "chat.*.closed" });
        await Do(async channel =>
        {
            await channel.BasicPublishAsync(exchange, "chat.taobao.opened", Encoding.UTF8.GetBytes(Chats.Line("c1")));
            await channel.BasicPublishAsync(exchange, "chat.taobao.closed", Encoding.UTF8.GetBytes(Chats.Line("c2")));
        });
        Assert.Equal(["c2"], (await Chunks(source, 1)).SelectMany(Lines).Select(Id));
        await Do(channel => channel.ExchangeDeleteAsync(exchange));
    }

    [Fact]
    public async Task Whoever_wants_everything_gets_it_until_the_queue_is_empty()
    {
        var options = _options with { Prefetch = 50 };
        (await Opened(options)).Dispose();
        await _server.Publish(_options.Queue, Enumerable.Range(0, 777).Select(i => Chats.Line($"c{i}")));
        var ids = new List<string>();
        foreach (var chunk in Open(options).Take(everythingIsWhole: true, CancellationToken.None))
        {
            ids.AddRange(Lines(chunk).Select(Id));
            chunk.Kept!();
        }

        Assert.Equal(777, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(777, ids.Count);
    }

    [Fact]
    public async Task No_more_is_under_way_than_the_settings_allow()
    {
        var options = _options with { Prefetch = 10 };
        var source = await Opened(options);
        await _server.Publish(_options.Queue, Enumerable.Range(0, 30).Select(i => Chats.Line($"c{i}")));
        var chunks = await Chunks(source, 10);

        // The first came alone, to a consumer of its own, and counts beside the others: an eleventh may come a moment later.
        chunks.AddRange(source.Take(false, CancellationToken.None));
        Assert.InRange(chunks.Sum(Messages), 10, 11);
        Assert.InRange(await _server.Ready(_options.Queue), 19u, 20u);
        Keep(chunks);
        Keep(await Chunks(source, 10));
    }

    [Fact]
    public async Task Waiting_costs_no_looks_and_ends_when_something_comes()
    {
        var source = await Opened();
        var waiting = source.WaitForChange(CancellationToken.None);
        await _server.Publish(_options.Queue, Chats.Line("c1"));
        await waiting.WaitAsync(Patience);
        Assert.NotEmpty(await Chunks(source, 1));
    }

    public void Dispose()
    {
        foreach (var source in _opened)
            source.Dispose();
        _server.Delete(_options.Queue, _options.DeadLetters).GetAwaiter().GetResult();
    }

    private RabbitMqSource Open(RabbitMqOptions? options = null, ReadLimits? limits = null)
    {
        var source = new RabbitMqSource("one", options ?? _options, limits ?? ReadLimits.Default, TimeProvider.System);
        lock (_opened)
            _opened.Add(source);
        return source;
    }

    /// <summary>A source that has its queue and waits at it.</summary>
    private async Task<RabbitMqSource> Opened(RabbitMqOptions? options = null, ReadLimits? limits = null)
    {
        var source = Open(options, limits);
        Assert.Empty(source.Take(false, CancellationToken.None));
        await Task.CompletedTask;
        return source;
    }

    private static async Task<List<SourceChunk>> Chunks(RabbitMqSource source, int messages)
    {
        var chunks = new List<SourceChunk>();
        for (var clock = Stopwatch.StartNew(); chunks.Sum(Messages) < messages;)
        {
            Assert.True(clock.Elapsed < Patience, $"{chunks.Sum(Messages)} of {messages} messages came");
            chunks.AddRange(source.Take(false, CancellationToken.None));
            if (chunks.Sum(Messages) < messages)
                await Arrival(source);
        }

        return chunks;
    }

    private static int Messages(SourceChunk chunk) => (int)chunk.Lines.Lines + chunk.Problems.Count;

    private static void Keep(List<SourceChunk> chunks) => chunks.ForEach(chunk => chunk.Kept!());

    private static List<string> Lines(SourceChunk chunk)
    {
        var lines = new List<string>();
        foreach (var line in chunk.Lines)
            lines.Add(Encoding.UTF8.GetString(line.Bytes));
        return lines;
    }

    private static string Id(string line) => Chats.Good(line).Id;

    private static async Task Arrival(RabbitMqSource source)
    {
        using var enough = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        try
        {
            await source.WaitForChange(enough.Token);
        }
        catch (OperationCanceledException)
        {
            // Time for the next look.
        }
    }

    private static async Task<SourceException> Failure(RabbitMqSource source)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Patience;)
        {
            try
            {
                foreach (var chunk in source.Take(false, CancellationToken.None))
                    chunk.Dispose();
            }
            catch (SourceException e)
            {
                return e;
            }

            await Arrival(source);
        }

        throw new InvalidOperationException("taking does not fail");
    }

    private static async Task Eventually(Func<Task<bool>> holds)
    {
        for (var clock = Stopwatch.StartNew(); !await holds();)
        {
            Assert.True(clock.Elapsed < Patience, "it never came to that");
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    private async Task Do(Func<IChannel, Task> what)
    {
        await using var connection = await _server.Connect();
        await using var channel = await connection.CreateChannelAsync();
        await what(channel);
    }

}
