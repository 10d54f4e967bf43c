using System;
using System.Globalization;
using QA.Engine.Settings;
using RabbitMQ.Client;

namespace QA.Engine.Sources.RabbitMq;

/// <summary>Where the queue is and how it is read.</summary>
internal sealed record RabbitMqOptions
{
    private const string Example = "amqp://user:password@localhost:5672/ (a virtual host after the slash, amqps:// for TLS)";

    /// <summary><c>amqp[s]://user:password@host:port/vhost</c>; never shown, because of the password.</summary>
    public required Uri Uri { get; init; }

    public required string Queue { get; init; }

    /// <summary>An exchange the queue is bound to; empty: none.</summary>
    public string Exchange { get; init; } = "";

    public string RoutingKey { get; init; } = "";

    /// <summary>Whether the queue and its dead letters are made where they are missing; otherwise they must be there.</summary>
    public bool Declare { get; init; } = true;

    /// <summary>How many messages may be under way to one worker. They are in memory.</summary>
    public ushort Prefetch { get; init; } = 500;

    /// <summary>How often the queue delivers a message again before it becomes a dead letter.</summary>
    public int DeliveryLimit { get; init; } = 20;

    /// <summary>The exchange for what is rejected or was delivered too often, and the queue behind it.</summary>
    public string DeadLetters => Queue + ".dead";

    /// <summary>Queue and broker, for people: without the password.</summary>
    public string Place
    {
        get
        {
            var broker = new ConnectionFactory { Uri = Uri };
            return string.Create(CultureInfo.InvariantCulture, $"queue '{Queue}' at {Uri.Scheme}://{broker.UserName}@{broker.Endpoint.HostName}:{broker.Endpoint.Port} (virtual host '{broker.VirtualHost}')");
        }
    }

    public static RabbitMqOptions Read(SettingReader settings)
    {
        var uri = ReadUri(settings);
        var options = new RabbitMqOptions
        {
            Uri = uri,
            Queue = settings.Required("Queue", "conversations"),
            Exchange = settings.Text("Exchange"),
            RoutingKey = settings.Text("RoutingKey"),
            Declare = settings.Flag("Declare", byDefault: true),
            Prefetch = (ushort)settings.Number("Prefetch", 500, 1, ushort.MaxValue),
            DeliveryLimit = settings.Number("DeliveryLimit", 20, 1, 1_000_000),
        };
        if (options.RoutingKey.Length > 0 && options.Exchange.Length == 0)
            settings.Problem("RoutingKey", "says nothing without an Exchange; set both, or neither and send to the queue itself");
        if (options.Exchange.Length > 0 && !options.Declare)
            settings.Problem("Exchange", "binds the queue, which Declare false forbids; bind it yourself, or set Declare to true");
        return options;
    }

    private static Uri ReadUri(SettingReader settings)
    {
        var text = settings.Required("Uri", Example);
        if (text.Length > 0)
        {
            // What was written there is not repeated: it may hold a password.
            if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps") || uri.Host.Length == 0)
            {
                settings.Problem("Uri", $"must be an address such as {Example}");
            }
            else if (uri.Segments.Length > 2 || uri.Query.Length > 0 || uri.UserInfo.Split(':').Length > 2)
            {
                settings.Problem("Uri", $"holds more than user, password, host, port and one virtual host; write it like {Example}, and %2F for a slash, %3A for a colon in a name");
            }
            else
            {
                return uri;
            }
        }

        return new Uri("amqp://localhost");
    }
}
