using System;
using System.Collections.Generic;

namespace QA.Scoring;

/// <summary>One chat between one customer and one or more agents.</summary>
public sealed class Conversation(string id, IReadOnlyList<Message> messages)
{
    public string Id { get; } = id;

    /// <summary>In the order of the export, which is the order of the chat; times do not reorder them.</summary>
    public IReadOnlyList<Message> Messages { get; } = messages;

    // Every rule asks for messages; through the interface each of them is two calls.
    internal Message[] MessageArray { get; } = messages as Message[] ?? [.. messages];

    public string? Channel { get; init; }

    public string? Shop { get; init; }

    public string? Customer { get; init; }

    public DateTimeOffset? Opened { get; init; }

    /// <summary>When the platform closed it; null while it is open or where the export does not say.</summary>
    public DateTimeOffset? Closed { get; init; }

    /// <summary>Facts about the chat beside its words (order state, rating, tags …), in the order of the export.</summary>
    public IReadOnlyList<NamedValue> Attributes { get; init; } = [];

    /// <summary>Personal data that was written over before this was kept, in the order of the chat; empty: none was. No rule sees it.</summary>
    public IReadOnlyList<MaskedPiece> Masked { get; init; } = [];

    /// <summary>The same conversation with other messages: as many, each about the same words.</summary>
    public Conversation With(IReadOnlyList<Message> messages) => new(Id, messages)
    {
        Channel = Channel, Shop = Shop, Customer = Customer, Opened = Opened, Closed = Closed, Attributes = Attributes, Masked = Masked,
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

/// <summary>A piece of personal data that something of the same length stands in for.</summary>
/// <param name="Message">Its index; <see cref="BesideMessages"/>: it stood in a name or an attribute.</param>
/// <param name="Start">In the message's text, in UTF-16 units; beside the messages 0, like <paramref name="Length"/>.</param>
/// <param name="Kind">What it was: a name out of a closed list, such as <c>mobile</c>.</param>
public readonly record struct MaskedPiece(int Message, int Start, int Length, string Kind)
{
    public const int BesideMessages = -1;
}

/// <summary>A named fact about a conversation.</summary>
/// <param name="Name">As the export names it; fields the format does not know end here too.</param>
/// <param name="Value">Text as it is; numbers and booleans in JSON's spelling; lists and objects as JSON.</param>
public sealed record NamedValue(string Name, string Value);
