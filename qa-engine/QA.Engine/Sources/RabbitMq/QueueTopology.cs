using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using RabbitMQ.Client;

namespace QA.Engine.Sources.RabbitMq;

/// <summary>What must be at the broker before anything can be read: the queue, and where its dead letters go.</summary>
internal static class QueueTopology
{
    /// <summary>Makes what is missing, or, where the settings forbid that, looks whether the queue is there. May be said again and again.</summary>
    public static async Task Prepare(IChannel channel, RabbitMqOptions options, CancellationToken cancellation)
    {
        if (!options.Declare)
        {
            await channel.QueueDeclarePassiveAsync(options.Queue, cancellation);
            return;
        }

        await channel.ExchangeDeclareAsync(options.DeadLetters, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: cancellation);
        await Declare(channel, options.DeadLetters, new(StringComparer.Ordinal) { ["x-queue-type"] = "quorum" }, cancellation);
        await channel.QueueBindAsync(options.DeadLetters, options.DeadLetters, "", cancellationToken: cancellation);
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["x-queue-type"] = "quorum",
            ["x-delivery-limit"] = options.DeliveryLimit,
            ["x-dead-letter-exchange"] = options.DeadLetters,

            // A dead letter leaves the queue only once it is safe in the other; that needs an overflow that refuses.
            ["x-dead-letter-strategy"] = "at-least-once",
            ["x-overflow"] = "reject-publish",
        };
        await Declare(channel, options.Queue, arguments, cancellation);
        if (options.Exchange.Length > 0)
            await channel.QueueBindAsync(options.Queue, options.Exchange, options.RoutingKey, cancellationToken: cancellation);
    }

    private static Task<QueueDeclareOk> Declare(IChannel channel, string queue, Dictionary<string, object?> arguments, CancellationToken cancellation) =>
        channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellation);
}
