namespace QA.Scoring.Settings;

/// <summary>What a distance or a range counts.</summary>
public enum QuantityUnit
{
    Characters,
    Messages,
    Turns,

    /// <summary>Seconds; written 90s, 5m, 6h or 2d.</summary>
    Seconds,
}

/// <summary>A count with its unit: "3 messages", "2 turns", "10 characters", "15m".</summary>
public readonly record struct Quantity(int Count, QuantityUnit Unit)
{
    public override string ToString() => Unit switch
    {
        QuantityUnit.Seconds => Count + "s",
        QuantityUnit.Messages => Count == 1 ? "1 message" : Count + " messages",
        QuantityUnit.Turns => Count == 1 ? "1 turn" : Count + " turns",
        _ => Count == 1 ? "1 character" : Count + " characters",
    };
}
