using System;

namespace QA.Engine.Sources.RabbitMq;

/// <summary>A message the broker delivered and waits to hear of.</summary>
/// <param name="Tag">Its number on its channel; means nothing on another.</param>
/// <param name="Body">As it came; of one that is too long only the beginning.</param>
/// <param name="Length">Of the whole body, in bytes.</param>
/// <param name="Deliveries">How often it was delivered before, as far as the queue counts.</param>
internal sealed record Delivery(ulong Tag, ReadOnlyMemory<byte> Body, long Length, long Deliveries)
{
    /// <summary>
    /// Whether it was under way often enough that it may be what brings its workers down. Twice is what restarts of the broker and of
    /// workers do to any message.
    /// </summary>
    public bool IsSuspect => Deliveries > 1;
}
