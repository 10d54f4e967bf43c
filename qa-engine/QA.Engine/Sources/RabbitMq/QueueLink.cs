using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace QA.Engine.Sources.RabbitMq;

/// <summary>
/// One connection to the broker with one channel and one consumer, from its opening to its end; it never comes back to life. What was
/// delivered on it can be answered on it only, so whoever holds a delivery holds its link, and answers to a link that has ended go nowhere:
/// the broker delivers again what it heard nothing of.
/// </summary>
/// <remarks>
/// It begins with one message at a time, and goes on with many once one comes that was not under way before. A message that brings its
/// workers down would otherwise take hundreds of innocent ones with it, each time, until all of them reach the delivery limit together.
/// </remarks>
internal sealed class QueueLink : IDisposable
{
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(15);
    private readonly RabbitMqOptions _options;
    private readonly Wire _wire;
    private readonly IChannel _channel;
    private readonly Channel<Delivery> _arrived = Channel.CreateUnbounded<Delivery>();
    private readonly Lock _gate = new();
    private readonly Lock _answering = new();

    // What was handed out and not answered, and of that what is to be handed out again.
    private readonly SortedDictionary<ulong, Delivery> _out = [];
    private readonly Queue<Delivery> _again = new();
    private string _consumer = "";
    private int _window = 1;
    private bool _sawFresh;
    private SourceException? _end;

    private QueueLink(RabbitMqOptions options, Wire wire, IChannel channel)
    {
        (_options, _wire, _channel) = (options, wire, channel);
        _channel.ChannelShutdownAsync += (_, reason) =>
        {
            Ended(BrokerTrouble.Because(options, reason));
            return Task.CompletedTask;
        };
        if (_channel.CloseReason is { } already)
            Ended(BrokerTrouble.Because(options, already));
    }

    /// <summary>Why the link has ended; null while it lives.</summary>
    public SourceException? End => Volatile.Read(ref _end);

    /// <summary>Whether the broker delivers nothing more before something is answered.</summary>
    public bool IsFull
    {
        get
        {
            lock (_gate)
                return _out.Count + _arrived.Reader.Count >= _window;
        }
    }

    /// <exception cref="SourceException">The broker cannot be reached, or refuses.</exception>
    public static async Task<QueueLink> Open(RabbitMqOptions options, ReadLimits limits, string sourceName, CancellationToken cancellation)
    {
        var factory = new ConnectionFactory
        {
            Uri = options.Uri,
            ClientProvidedName = $"qa-engine {sourceName}",
            RequestedHeartbeat = TimeSpan.FromSeconds(20),
            RequestedConnectionTimeout = LongestAnswer,
            ContinuationTimeout = LongestAnswer,

            // A link that ends is replaced by a new one, with what was kept in view; the client's own recovery would keep old tags alive.
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
        };
        var wire = new Wire();
        factory.SocketFactory = wire.Socket;
        try
        {
            wire.Connection = await factory.CreateConnectionAsync(cancellation);
            var channel = await wire.Connection.CreateChannelAsync(cancellationToken: cancellation);
            await QueueTopology.Prepare(channel, options, cancellation);
            var link = new QueueLink(options, wire, channel);
            await link.Consume(limits, 1, cancellation);
            return link;
        }
        catch (Exception e)
        {
            await wire.Close(politely: false);
            if (BrokerTrouble.Is(e) && !cancellation.IsCancellationRequested)
                throw BrokerTrouble.Because(options, e);
            throw;
        }
    }

    /// <summary>The next delivery to hand out, where one is at hand.</summary>
    public bool TryTake(out Delivery delivery)
    {
        lock (_gate)
        {
            while (_again.TryDequeue(out delivery!))
            {
                // One that was answered after all does not come again.
                if (_out.ContainsKey(delivery.Tag))
                    return true;
            }

            if (!_arrived.Reader.TryRead(out delivery!))
                return false;
            _out.Add(delivery.Tag, delivery);
            return true;
        }
    }

    /// <summary>Returns when something is at hand, or the link has ended.</summary>
    public async Task Arrival(CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_again.Count > 0)
                return;
        }

        await _arrived.Reader.WaitToReadAsync(cancellation);
    }

    /// <summary>
    /// Hands out again whatever was not answered. It is not given back to the broker: that would count as a delivery, and a store that is
    /// down for an hour would make dead letters of good chats. Whoever dies with them gives them back.
    /// </summary>
    public void StartOver()
    {
        lock (_gate)
        {
            _again.Clear();
            foreach (var delivery in _out.Values)
                _again.Enqueue(delivery);
        }
    }

    /// <summary>Lets many be under way, once it is known to be safe.</summary>
    /// <exception cref="SourceException">The link has ended.</exception>
    public async Task Widen(ReadLimits limits, CancellationToken cancellation)
    {
        if (_window > 1 || _options.Prefetch == 1 || !Volatile.Read(ref _sawFresh))
            return;
        try
        {
            await _channel.BasicCancelAsync(_consumer, cancellationToken: cancellation);
            await Consume(limits, _options.Prefetch, cancellation);
        }
        catch (Exception e) when (BrokerTrouble.Is(e) && !cancellation.IsCancellationRequested)
        {
            throw End ?? BrokerTrouble.Because(_options, e);
        }
    }

    /// <summary>How many messages wait at the broker and are under way to nobody.</summary>
    /// <exception cref="SourceException">The link has ended.</exception>
    public async Task<uint> Waiting(CancellationToken cancellation)
    {
        try
        {
            return (await _channel.QueueDeclarePassiveAsync(_options.Queue, cancellation)).MessageCount;
        }
        catch (Exception e) when (BrokerTrouble.Is(e) && !cancellation.IsCancellationRequested)
        {
            throw End ?? BrokerTrouble.Because(_options, e);
        }
    }

    /// <summary>Tells the broker that these are dealt with; what was answered before is passed over. From any thread.</summary>
    /// <param name="bad">Become dead letters.</param>
    public void Answer(IReadOnlyList<Delivery> good, IReadOnlyList<Delivery> bad)
    {
        // One answer after another: "all up to this one" must not overtake a rejection.
        lock (_answering)
        {
            if (End is not null)
                return;
            try
            {
                using var enough = new CancellationTokenSource(LongestAnswer);
                Send(good, bad, enough.Token).GetAwaiter().GetResult();
            }
            catch (Exception e) when (BrokerTrouble.Is(e))
            {
                // What came of the messages is kept; they are delivered again, and known then by what they say.
                Ended(BrokerTrouble.Because(_options, e));
            }
        }
    }

    public void Dispose()
    {
        // Closing gives back what was not answered. One that has ended has nobody to say goodbye to.
        var politely = End is null;
        Ended(new SourceException($"{_options.Place}: closed"));
        _wire.Close(politely).GetAwaiter().GetResult();
        _wire.Dispose();
    }

    private async Task Send(IReadOnlyList<Delivery> good, IReadOnlyList<Delivery> bad, CancellationToken cancellation)
    {
        foreach (var delivery in bad.Where(Unanswered))
            await _channel.BasicRejectAsync(delivery.Tag, requeue: false, cancellation);
        var tags = good.Where(Unanswered).Select(delivery => delivery.Tag).Order().ToList();
        ulong oldest;
        lock (_gate)
            oldest = _out.Count > 0 ? _out.First().Key : ulong.MaxValue;

        // Mostly all before them are answered, and one word acknowledges hundreds.
        var together = tags.FindLastIndex(tag => tag < oldest);
        if (together >= 0)
            await _channel.BasicAckAsync(tags[together], multiple: true, cancellation);
        foreach (var tag in tags.Skip(together + 1))
            await _channel.BasicAckAsync(tag, multiple: false, cancellation);
    }

    private async Task Consume(ReadLimits limits, ushort window, CancellationToken cancellation)
    {
        await _channel.BasicQosAsync(0, window, global: false, cancellation);
        lock (_gate)
            _window = window;
        _consumer = await _channel.BasicConsumeAsync(_options.Queue, autoAck: false, new Consumer(this, limits), cancellation);
    }

    private bool Unanswered(Delivery delivery)
    {
        lock (_gate)
            return _out.Remove(delivery.Tag);
    }

    private void Ended(SourceException why)
    {
        Interlocked.CompareExchange(ref _end, why, null);
        _arrived.Writer.TryComplete();
    }

    private void Arrived(Delivery delivery)
    {
        if (!delivery.IsSuspect)
            Volatile.Write(ref _sawFresh, true);
        _arrived.Writer.TryWrite(delivery);
    }

    private sealed class Consumer(QueueLink link, ReadLimits limits) : AsyncDefaultBasicConsumer(link._channel)
    {
        // What is shown of a message that is too long.
        private const int Beginning = 4096;

        public override Task HandleBasicDeliverAsync(
            string consumerTag,
            ulong deliveryTag,
            bool redelivered,
            string exchange,
            string routingKey,
            IReadOnlyBasicProperties properties,
            ReadOnlyMemory<byte> body,
            CancellationToken cancellationToken = default)
        {
            // The memory is the client's own and is used again after this.
            var kept = body.Length > limits.MaxLineBytes ? body[..Math.Min(Beginning, body.Length)] : body;
            link.Arrived(new Delivery(deliveryTag, kept.ToArray(), body.Length, Deliveries(properties)));
            return Task.CompletedTask;
        }

        public override Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default)
        {
            link.Ended(BrokerTrouble.Cancelled(link._options));
            return Task.CompletedTask;
        }

        private static long Deliveries(IReadOnlyBasicProperties properties) =>
            properties.Headers?.TryGetValue("x-delivery-count", out var count) == true
                ? count switch { long many => many, int many => many, _ => 0 }
                : 0;
    }
}
