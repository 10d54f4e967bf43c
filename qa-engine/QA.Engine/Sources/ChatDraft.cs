using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;

namespace QA.Engine.Sources;

/// <summary>
/// A chat as a table or a text export gives it, message by message; what is wrong with it is found by <see cref="ConversationJson"/> as with
/// any other. Whatever its source holds, it takes in no more than the limits allow.
/// </summary>
internal sealed class ChatDraft(string id, long place, ReadLimits limits)
{
    private readonly List<MessageDraft> _messages = [];
    private readonly List<KeyValuePair<string, string>> _attributes = [];
    private long _characters;

    public string Id { get; } = id;

    /// <summary>Its first row or line, from 1; 0 where there is none.</summary>
    public long Place { get; } = place;

    public string? Channel { get; set; }

    public string? Shop { get; set; }

    public string? Customer { get; set; }

    /// <summary>ISO 8601.</summary>
    public string? Opened { get; set; }

    /// <summary>ISO 8601.</summary>
    public string? Closed { get; set; }

    public string? Language { get; set; }

    public IReadOnlyList<KeyValuePair<string, string>> Attributes => _attributes;

    /// <summary>A JSON object with more attributes.</summary>
    public string? AttributesJson { get; set; }

    public IReadOnlyList<MessageDraft> Messages => _messages;

    /// <summary>Why it can never be a conversation, and what would be right; null: nothing is known against it.</summary>
    public string? Problem { get; private set; }

    public void Add(in MessageDraft message)
    {
        if (Problem is not null)
            return;
        _characters += (message.Text?.Length ?? 0) + (message.Sender?.Length ?? 0);
        if (_characters > limits.MaxLineBytes)
            Fail($"the conversation holds more than {limits.MaxLineBytes} characters (setting Read:MaxLineBytes)");
        else if (_messages.Count >= limits.MaxMessages)
            Fail($"the conversation holds more than {limits.MaxMessages} messages (setting Read:MaxMessages); split it or raise the limit");
        else
            _messages.Add(message);
    }

    public void AddAttribute(string name, string value)
    {
        _characters += value.Length;
        if (_characters <= limits.MaxLineBytes)
            _attributes.Add(new(name, value));
    }

    /// <summary>Puts the messages into their order; equal ones stay as they are. The places are sorted with them.</summary>
    /// <param name="places">One for each message.</param>
    public void SortMessages(List<long> places)
    {
        var sorted = true;
        for (var i = 1; i < places.Count; i++)
            sorted &= places[i - 1] <= places[i];
        if (sorted)
            return;
        var order = places.Select((place, i) => (Place: place, Message: _messages[i])).OrderBy(pair => pair.Place).ToList();
        for (var i = 0; i < order.Count; i++)
            (places[i], _messages[i]) = order[i];
    }

    public void ReverseMessages() => _messages.Reverse();

    /// <summary>The first problem counts. What was gathered is let go.</summary>
    public void Fail(string problem)
    {
        Problem ??= problem;
        _messages.Clear();
    }
}

/// <summary>A message in the words of its source; null means absent.</summary>
/// <param name="Time">ISO 8601.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MessageDraft(string? Role, string? Text, string? Sender = null, string? Team = null, string? Time = null, string? Kind = null);
