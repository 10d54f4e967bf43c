using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using QA.Engine.Sources;
using QA.Engine.Sources.RabbitMq;
using QA.Engine.Tests.Support;
using QA.Scoring;
using RabbitMQ.Client;
using Xunit;

namespace QA.Engine.Tests.Sources;

/// <summary>The shared suite on a real broker.</summary>
[Collection(RabbitServerTests.Name)]
public sealed class RabbitMqSourceTests(RabbitServer server) : SourceContract
{
    private readonly RabbitMqOptions _options = new() { Uri = new Uri(server.Uri), Queue = $"chats-{Guid.NewGuid():N}" };

    private protected override string Kind => "rabbitmq";

    private protected override string Secret => RabbitServer.Password;

    private protected override IReadOnlyDictionary<string, string> GoodSettings { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Uri"] = "amqps://qa:s3cret@queue.example/shop%2Fone",
        ["Queue"] = "chats",
        ["Exchange"] = "platform",
        ["RoutingKey"] = "chat.closed",
        ["Prefetch"] = "100",
        ["DeliveryLimit"] = "5",
    };

    private protected override (IReadOnlyDictionary<string, string> Settings, IReadOnlyList<string> Problems) WrongSettings =>
        (new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Uri"] = "http://queue.example",
            ["RoutingKey"] = "chat.closed",
            ["Prefetch"] = "0",
            ["DeliveryLimit"] = "often",
            ["Declare"] = "perhaps",
        },
        [
            "Uri: must be an address such as amqp://",
            "Queue: is missing",
            "RoutingKey: says nothing without an Exchange",
            "Prefetch: must be a whole number from 1",
            "DeliveryLimit: must be a whole number from 1",
            "Declare: must be true or false",
        ]);

    private protected override ISource Open() => new RabbitMqSource("one", _options, ReadLimits.Default, TimeProvider.System);

    private protected override async Task Put(IReadOnlyList<Conversation> chats)
    {
        await Prepare();
        await server.Publish(_options.Queue, chats.Select(Chats.Json));
    }

    private protected override async Task PutPoison()
    {
        await Prepare();
        await server.Publish(_options.Queue, "no chat, and no JSON either");
    }

    private protected override Task Break()
    {
        server.Stop();
        return Task.CompletedTask;
    }

    private protected override Task Mend() => server.Start();

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        server.Delete(_options.Queue, _options.DeadLetters).GetAwaiter().GetResult();
    }

    private async Task Prepare()
    {
        await using var connection = await server.Connect();
        await using var channel = await connection.CreateChannelAsync();
        await QueueTopology.Prepare(channel, _options, CancellationToken.None);
    }
}
