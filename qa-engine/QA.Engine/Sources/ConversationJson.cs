using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using QA.Scoring;

namespace QA.Engine.Sources;

/// <summary>
/// Reads one conversation from one JSON object. Keeps buffers between lines: one for each thread.
/// <list type="bullet">
/// <item>Required: <c>id</c> and <c>messages</c>, each with <c>role</c> and <c>text</c>; <c>text</c> may be missing or null where <c>kind</c> is not text.</item>
/// <item>A key that stands twice: the last one counts.</item>
/// <item><c>attributes</c> and all unknown fields become attributes, those of a message under <c>messages[3].name</c>; null means absent.</item>
/// <item>Times are ISO 8601; without an offset they are <see cref="ReadLimits.AssumedOffset"/>; empty or null means absent.</item>
/// <item>Half a surrogate pair becomes U+FFFD; NULs and direction marks stay.</item>
/// </list>
/// </summary>
internal sealed class ConversationJson(ReadLimits limits)
{
    private const int LongestId = 256;
    private const int ShownOfAValue = 40;

    // Bytes, each character escaped: six for one.
    private const int LongestTime = 6 * 40;
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 64 };
    private readonly ShortTexts _names = new();
    private readonly List<Message> _messages = [];
    private readonly List<NamedValue> _attributes = [];
    private readonly Dictionary<string, int> _attributeAt = new(StringComparer.Ordinal);
    private int _attributeGaps;
    private string? _problem;
    private string? _id;
    private string? _channel;
    private string? _shop;
    private string? _customer;
    private DateTimeOffset? _opened;
    private DateTimeOffset? _closed;
    private bool _hasMessages;

    /// <param name="line">One JSON object; white space around it does not matter.</param>
    public ConversationReading Read(ReadOnlySpan<byte> line)
    {
        if (line.Length > limits.MaxLineBytes)
            return Bad(limits.TooLong(line.Length));
        if (!Utf8.IsValid(line))
            return Bad($"byte {FirstBroken(line) + 1} is not UTF-8; save the file as UTF-8");
        Forget();
        var reader = new Utf8JsonReader(line, Options);
        try
        {
            if (!ReadObject(ref reader, line))
                return Bad(_problem!);

            // Anything behind the object makes the reader throw.
            reader.Read();
        }
        catch (JsonException e)
        {
            return Bad($"broken JSON at byte {e.BytePositionInLine + 1}: {Plain(e.Message)}; a line must be one JSON object");
        }

        if (_id is null)
            return Bad("'id' is missing; give every conversation a text that names it, such as \"c1\"");
        if (!_hasMessages)
            return Bad("'messages' is missing; it must be a list of objects with 'role' and 'text'");
        if (_attributeGaps > 0)
            _attributes.RemoveAll(static attribute => attribute is null);
        return new(
            new Conversation(_id, _messages.ToArray())
            {
                Channel = _channel,
                Shop = _shop,
                Customer = _customer,
                Opened = _opened,
                Closed = _closed,
                Attributes = _attributes.Count == 0 ? [] : _attributes.ToArray(),
            },
            null);
    }

    private static ConversationReading Bad(string problem) => new(null, problem);

    private void Forget()
    {
        _messages.Clear();
        _attributes.Clear();
        _attributeAt.Clear();
        _attributeGaps = 0;
        (_problem, _id, _channel, _shop, _customer) = (null, null, null, null, null);
        (_opened, _closed, _hasMessages) = (null, null, false);
    }

    private bool ReadObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            return Fail($"a line must be one JSON object, not {Called(reader.TokenType)}");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool good;
            if (reader.ValueTextEquals("messages"u8))
                good = ReadMessages(ref reader, line);
            else if (reader.ValueTextEquals("id"u8))
                good = ReadId(ref reader);
            else if (reader.ValueTextEquals("channel"u8))
                good = ReadName(ref reader, "channel", -1, out _channel);
            else if (reader.ValueTextEquals("shop"u8))
                good = ReadName(ref reader, "shop", -1, out _shop);
            else if (reader.ValueTextEquals("customer"u8))
                good = ReadName(ref reader, "customer", -1, out _customer);
            else if (reader.ValueTextEquals("opened"u8))
                good = ReadTime(ref reader, "opened", -1, out _opened);
            else if (reader.ValueTextEquals("closed"u8))
                good = ReadTime(ref reader, "closed", -1, out _closed);
            else if (reader.ValueTextEquals("attributes"u8))
                good = ReadAttributes(ref reader, line);
            else
                good = ReadAttribute(ref reader, line, -1);
            if (!good)
                return false;
        }

        return true;
    }

    private bool ReadId(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
            return Fail($"'id' must be a text such as \"c1\", not {Called(reader.TokenType)}");
        _id = JsonText.Read(reader.ValueSpan, reader.ValueIsEscaped);
        return _id.Length is > 0 and <= LongestId
            || Fail($"'id' must be 1 to {LongestId} characters long, not {_id.Length}");
    }

    private bool ReadMessages(ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            return Fail($"'messages' must be a list of objects with 'role' and 'text', not {Called(reader.TokenType)}");
        _messages.Clear();
        _hasMessages = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (_messages.Count >= limits.MaxMessages)
                return Fail($"'messages' holds more than {limits.MaxMessages} messages; split the conversation or raise the limit");
            if (!ReadMessage(ref reader, line))
                return false;
        }

        return true;
    }

    private bool ReadMessage(ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        var index = _messages.Count;
        if (reader.TokenType != JsonTokenType.StartObject)
            return Fail($"messages[{index}] must be an object with 'role' and 'text', not {Called(reader.TokenType)}");
        Speaker? speaker = null;
        string? text = null;
        string? sender = null;
        string? team = null;
        DateTimeOffset? sentAt = null;
        var kind = MessageKind.Text;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool good;
            if (reader.ValueTextEquals("role"u8))
                good = ReadRole(ref reader, index, out speaker);
            else if (reader.ValueTextEquals("text"u8))
                good = ReadText(ref reader, index, out text);
            else if (reader.ValueTextEquals("sender"u8))
                good = ReadName(ref reader, "sender", index, out sender);
            else if (reader.ValueTextEquals("time"u8))
                good = ReadTime(ref reader, "time", index, out sentAt);
            else if (reader.ValueTextEquals("kind"u8))
                good = ReadKind(ref reader, index, out kind);
            else if (reader.ValueTextEquals("team"u8))
                good = ReadName(ref reader, "team", index, out team);
            else
                good = ReadAttribute(ref reader, line, index);
            if (!good)
                return false;
        }

        if (speaker is not { } who)
            return Fail($"messages[{index}] has no 'role'; it must be customer, agent, bot or system");
        if (text is null && kind == MessageKind.Text)
            return Fail($"messages[{index}] has no 'text'; give it a text, or a 'kind' other than text");
        _messages.Add(new Message(who, text ?? "", sender, sentAt, kind, team));
        return true;
    }

    private bool ReadRole(ref Utf8JsonReader reader, int index, out Speaker? speaker)
    {
        reader.Read();
        speaker = null;
        if (reader.TokenType != JsonTokenType.String)
            return Fail($"messages[{index}].role must be customer, agent, bot or system, not {Called(reader.TokenType)}");
        if (reader.ValueTextEquals("customer"u8))
            speaker = Speaker.Customer;
        else if (reader.ValueTextEquals("agent"u8))
            speaker = Speaker.Agent;
        else if (reader.ValueTextEquals("bot"u8))
            speaker = Speaker.Bot;
        else if (reader.ValueTextEquals("system"u8))
            speaker = Speaker.System;
        else
            return Fail($"messages[{index}].role must be customer, agent, bot or system, not \"{Shown(ref reader)}\"");
        return true;
    }

    private bool ReadText(ref Utf8JsonReader reader, int index, out string? text)
    {
        reader.Read();
        text = null;
        if (reader.TokenType == JsonTokenType.String)
            text = JsonText.Read(reader.ValueSpan, reader.ValueIsEscaped);
        else if (reader.TokenType != JsonTokenType.Null)
            return Fail($"messages[{index}].text must be a text, not {Called(reader.TokenType)}");
        return true;
    }

    private bool ReadKind(ref Utf8JsonReader reader, int index, out MessageKind kind)
    {
        reader.Read();
        kind = MessageKind.Text;
        if (reader.TokenType == JsonTokenType.Null)
            return true;
        if (reader.TokenType != JsonTokenType.String)
            return Fail($"messages[{index}].kind must be a text such as \"image\", not {Called(reader.TokenType)}");
        if (reader.ValueTextEquals("text"u8))
            return true;
        if (reader.ValueTextEquals("image"u8))
            kind = MessageKind.Image;
        else if (reader.ValueTextEquals("voice"u8))
            kind = MessageKind.Voice;
        else if (reader.ValueTextEquals("video"u8))
            kind = MessageKind.Video;
        else if (reader.ValueTextEquals("card"u8))
            kind = MessageKind.Card;
        else if (reader.ValueTextEquals("file"u8))
            kind = MessageKind.File;
        else if (reader.ValueTextEquals("recalled"u8))
            kind = MessageKind.Recalled;
        else
            kind = MessageKind.Other;
        return true;
    }

    /// <summary>A text that may be null or empty, which both mean absent.</summary>
    private bool ReadName(ref Utf8JsonReader reader, string field, int index, out string? name)
    {
        reader.Read();
        name = null;
        if (reader.TokenType == JsonTokenType.Null)
            return true;
        if (reader.TokenType != JsonTokenType.String)
            return Fail($"{Path(field, index)} must be a text, not {Called(reader.TokenType)}");
        name = Name(ref reader);
        if (name.Length == 0)
            name = null;
        return true;
    }

    private bool ReadTime(ref Utf8JsonReader reader, string field, int index, out DateTimeOffset? time)
    {
        reader.Read();
        time = null;
        if (reader.TokenType == JsonTokenType.Null)
            return true;
        if (reader.TokenType != JsonTokenType.String)
            return Fail($"{Path(field, index)} must be a time such as \"2026-03-02T14:03:11+08:00\", not {Called(reader.TokenType)}");
        if (reader.ValueSpan.IsEmpty)
            return true;

        // Writers may escape anything: .NET's own writes the + of an offset as \u002B.
        Span<byte> plain = stackalloc byte[LongestTime];
        scoped var written = reader.ValueSpan;
        if (reader.ValueIsEscaped && reader.ValueSpan.Length <= LongestTime)
            written = plain[..reader.CopyString(plain)];
        if (!Iso8601.TryParse(written, limits.AssumedOffset, out var parsed))
            return Fail($"{Path(field, index)} must be a time such as \"2026-03-02T14:03:11+08:00\", not \"{Shown(ref reader)}\"");
        time = parsed;
        return true;
    }

    private bool ReadAttributes(ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return true;
        if (reader.TokenType != JsonTokenType.StartObject)
            return Fail($"'attributes' must be an object such as {{\"order\":\"paid\"}}, not {Called(reader.TokenType)}");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            ReadAttribute(ref reader, line, -1);
        return true;
    }

    private bool ReadAttribute(ref Utf8JsonReader reader, ReadOnlySpan<byte> line, int index)
    {
        var name = Name(ref reader);
        if (index >= 0)
            name = $"messages[{index}].{name}";
        reader.Read();
        string? value;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                value = null;
                break;
            case JsonTokenType.String:
                value = Name(ref reader);
                break;
            default:
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                value = _names.Get(line[start..(int)reader.BytesConsumed]);
                break;
        }

        Keep(name, value);
        return true;
    }

    private void Keep(string name, string? value)
    {
        if (_attributeAt.Remove(name, out var at))
        {
            // The last of two counts, even where it is null. The gap is closed at the end: a hostile line repeats thousands of keys.
            _attributes[at] = null!;
            _attributeGaps++;
        }

        if (value is null)
            return;
        _attributeAt[name] = _attributes.Count;
        _attributes.Add(new NamedValue(name, value));
    }

    private string Name(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? JsonText.Read(reader.ValueSpan, escaped: true) : _names.Get(reader.ValueSpan);

    private bool Fail(string problem)
    {
        _problem = problem;
        return false;
    }

    private static string Path(string field, int index) => index < 0 ? $"'{field}'" : $"messages[{index}].{field}";

    private static string Called(JsonTokenType token) => token switch
    {
        JsonTokenType.Number => "a number",
        JsonTokenType.String => "a text",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        JsonTokenType.Null => "null",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.StartObject => "an object",
        _ => "nothing",
    };

    private static string Shown(ref Utf8JsonReader reader) => Shown(JsonText.Read(reader.ValueSpan, reader.ValueIsEscaped), ShownOfAValue);

    private static string Shown(string text, int most)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= most)
                return shown.Append('…').ToString();
            shown.Append(Rune.IsControl(rune) ? "\uFFFD" : rune.ToString());
        }

        return shown.ToString();
    }

    /// <summary>The JSON reader's own words without its count of lines, which is always 0 here, and without a page of quotation.</summary>
    private static string Plain(string message)
    {
        const int longest = 120;
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return Shown((end < 0 ? message : message[..end]).TrimEnd('.'), longest);
    }

    private static int FirstBroken(ReadOnlySpan<byte> line)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(line[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
            at += length;
        return at;
    }
}
