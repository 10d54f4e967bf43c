using System;
using System.Collections.Generic;

namespace QA.Scoring;

/// <summary>One chat between one customer and one or more agents.</summary>
public sealed class Conversation(string id, IReadOnlyList<Message> messages)
{
    public string Id { get; } = id;

    /// <summary>In the order of the export, which is the order of the chat; times do not reorder them.</summary>
    public IReadOnlyList<Message> Messages { get; } = messages;

    public string? Channel { get; init; }

    public string? Shop { get; init; }

    public string? Customer { get; init; }

    public DateTimeOffset? Opened { get; init; }

    /// <summary>When the platform closed it; null while it is open or where the export does not say.</summary>
    public DateTimeOffset? Closed { get; init; }

    /// <summary>Facts about the chat beside its words (order state, rating, tags …), in the order of the export.</summary>
    public IReadOnlyList<NamedValue> Attributes { get; init; } = [];

    /// <summary>The same conversation with other messages: as many, each about the same words.</summary>
    public Conversation With(IReadOnlyList<Message> messages) => new(Id, messages)
    {
        Channel = Channel, Shop = Shop, Customer = Customer, Opened = Opened, Closed = Closed, Attributes = Attributes,
    };

    /// <summary>The attribute of that name, or null. Names compare ordinally.</summary>
    public NamedValue? Attribute(string name)
    {
        foreach (var attribute in Attributes)
        {
            if (string.Equals(attribute.Name, name, StringComparison.Ordinal))
                return attribute;
        }

        return null;
    }
}

/// <summary>A named fact about a conversation.</summary>
/// <param name="Name">As the export names it; fields the format does not know end here too.</param>
/// <param name="Value">Text as it is; numbers and booleans in JSON's spelling; lists and objects as JSON.</param>
public sealed record NamedValue(string Name, string Value);
