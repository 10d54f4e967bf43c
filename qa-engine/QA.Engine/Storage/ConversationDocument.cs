using System;
using System.Collections.Generic;
using System.Text.Json;
using QA.Engine.Json;
using QA.Scoring;

namespace QA.Engine.Storage;

/// <summary>
/// A conversation as one JSON object; everything of it, the id included. Version 1, and 2 where a model was asked about its messages:
/// <code>
/// {"v":1,"id":"c1","channel":"taobao","shop":"小满家居","customer":"b***3","opened":[seconds,zone],"closed":[seconds,zone],
///  "attributes":[["order","paid"]…],
///  "people":[["小鱼","一组"]…],                                    sender and team, either of them null where there is none
///  "messages":[["a","您好亲",person,seconds,zone,"image"]…]}
/// </code>
/// and in version 2 also the fields of <see cref="MoodFields"/>; where personal data was masked, <c>"masked":[[message,start,length,"mobile"]…]</c>. The first value of a message is its speaker: c customer, a agent, b bot, s system. Person counts from 1, 0 is nobody. Seconds have up to
/// six decimals: since 1970 (UTC) for the first time of a chat, since the time before it for the later ones; null where there is none.
/// Zone is in minutes and null where it is that of the time before; the first is compared with 0. The kind is left out where it is text. Values at the
/// end of a list that say nothing are left out.
/// <para>NULs and direction marks come back as they went in, half a surrogate pair as U+FFFD, times cut to microseconds. Writing reuses a buffer: one
/// instance for each thread.</para>
/// </summary>
internal sealed class ConversationDocument
{
    private const int Version = 1;
    private const int VersionWithMoods = 2;

    // In the order of the enumerations; the spelling is for good.
    private const string Speakers = "cabs";
    private static readonly string[] Kinds = ["text", "image", "voice", "video", "card", "file", "recalled", "other"];
    private readonly Utf8Output _json = new();
    private readonly Dictionary<(string? Sender, string? Team), int> _people = [];

    /// <returns>Void once this writes again.</returns>
    public ReadOnlyMemory<byte> Write(Conversation chat)
    {
        _json.Clear();
        _json.Raw("{\"v\":"u8);
        _json.Number(HasMoods(chat.Messages) ? VersionWithMoods : Version);
        Text(",\"id\":"u8, chat.Id);
        Text(",\"channel\":"u8, chat.Channel);
        Text(",\"shop\":"u8, chat.Shop);
        Text(",\"customer\":"u8, chat.Customer);
        Moment(",\"opened\":["u8, chat.Opened);
        Moment(",\"closed\":["u8, chat.Closed);
        WriteAttributes(chat.Attributes);
        WritePeople(chat.Messages);
        WriteMessages(chat.Messages);
        MoodFields.Write(chat.Messages, _json);
        WriteMasked(chat.Masked);
        _json.Raw((byte)'}');
        return _json.Memory;
    }

    /// <exception cref="StoreException">The document is broken, or of a newer program.</exception>
    public static Conversation Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var version = root.GetProperty("v"u8);
            if (version.GetInt32() is not (Version or VersionWithMoods))
                throw new StoreException($"a conversation is kept in version {version}, and this program knows {VersionWithMoods}; use the program that wrote it");
            return new Conversation(root.GetProperty("id"u8).GetString()!, Messages(root))
            {
                Channel = Text(root, "channel"u8),
                Shop = Text(root, "shop"u8),
                Customer = Text(root, "customer"u8),
                Opened = Moment(root, "opened"u8),
                Closed = Moment(root, "closed"u8),
                Attributes = Attributes(root),
                Masked = Masked(root),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            throw new StoreException($"a conversation's document is broken: {e.Message}; feed the conversation again, or restore the store from a backup", e);
        }
    }

    private static bool HasMoods(IReadOnlyList<Message> messages)
    {
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i].Sentiment is not null)
                return true;
        }

        return false;
    }

    private void Text(ReadOnlySpan<byte> key, string? text)
    {
        if (text is null)
            return;
        _json.Raw(key);
        _json.JsonText(text);
    }

    private void Moment(ReadOnlySpan<byte> key, DateTimeOffset? time)
    {
        if (time is not { } known)
            return;
        _json.Raw(key);
        _json.Number(Instant.Of(known), decimals: 6);
        _json.Raw((byte)',');
        _json.Number(known.TotalOffsetMinutes);
        _json.Raw((byte)']');
    }

    private void WriteAttributes(IReadOnlyList<NamedValue> attributes)
    {
        if (attributes.Count == 0)
            return;
        for (var i = 0; i < attributes.Count; i++)
        {
            _json.Raw(i == 0 ? ",\"attributes\":[["u8 : ",["u8);
            _json.JsonText(attributes[i].Name);
            _json.Raw((byte)',');
            _json.JsonText(attributes[i].Value);
            _json.Raw((byte)']');
        }

        _json.Raw((byte)']');
    }

    private void WritePeople(IReadOnlyList<Message> messages)
    {
        _people.Clear();
        for (var i = 0; i < messages.Count; i++)
        {
            var message = messages[i];
            if ((message.Sender is null && message.Team is null) || !_people.TryAdd((message.Sender, message.Team), _people.Count + 1))
                continue;
            _json.Raw(_people.Count == 1 ? ",\"people\":[["u8 : ",["u8);
            _json.JsonText(message.Sender);
            if (message.Team is not null)
            {
                _json.Raw((byte)',');
                _json.JsonText(message.Team);
            }

            _json.Raw((byte)']');
        }

        if (_people.Count > 0)
            _json.Raw((byte)']');
    }

    private void WriteMessages(IReadOnlyList<Message> messages)
    {
        _json.Raw(",\"messages\":["u8);
        var (last, lastZone) = (0L, 0);
        for (var i = 0; i < messages.Count; i++)
        {
            var message = messages[i];
            _json.Raw(i == 0 ? "[\""u8 : ",[\""u8);
            _json.Raw((byte)Speakers[(int)message.Speaker]);
            _json.Raw("\","u8);
            _json.JsonText(message.Text);
            var kind = message.Kind != MessageKind.Text;
            var zone = message.SentAt is { } at && at.TotalOffsetMinutes != lastZone;
            var time = message.SentAt is not null;
            var person = message.Sender is null && message.Team is null ? 0 : _people[(message.Sender, message.Team)];
            if (person != 0 || time || kind)
            {
                _json.Raw((byte)',');
                _json.Number(person);
            }

            if (message.SentAt is { } sent)
            {
                var now = Instant.Of(sent);
                _json.Raw((byte)',');
                _json.Number(now - last, decimals: 6);
                last = now;
            }
            else if (kind)
            {
                _json.Raw(",null"u8);
            }

            if (zone)
            {
                lastZone = message.SentAt!.Value.TotalOffsetMinutes;
                _json.Raw((byte)',');
                _json.Number(lastZone);
            }
            else if (kind)
            {
                _json.Raw(",null"u8);
            }

            if (kind)
            {
                _json.Raw((byte)',');
                _json.JsonText(Kinds[(int)message.Kind]);
            }

            _json.Raw((byte)']');
        }

        _json.Raw((byte)']');
    }

    private void WriteMasked(IReadOnlyList<MaskedPiece> masked)
    {
        for (var i = 0; i < masked.Count; i++)
        {
            var (message, start, length, kind) = masked[i];
            _json.Raw(i == 0 ? ",\"masked\":[["u8 : ",["u8);
            _json.Number(message);
            _json.Raw((byte)',');
            _json.Number(start);
            _json.Raw((byte)',');
            _json.Number(length);
            _json.Raw((byte)',');
            _json.JsonText(kind);
            _json.Raw((byte)']');
        }

        if (masked.Count > 0)
            _json.Raw((byte)']');
    }

    private static MaskedPiece[] Masked(JsonElement root)
    {
        if (!root.TryGetProperty("masked"u8, out var list))
            return [];
        var masked = new MaskedPiece[list.GetArrayLength()];
        var at = 0;
        foreach (var item in list.EnumerateArray())
        {
            var fields = new JsonFields(item);
            masked[at++] = new MaskedPiece(fields.Int(), fields.Int(), fields.Int(), fields.Text()!);
        }

        return masked;
    }

    private static string? Text(JsonElement root, ReadOnlySpan<byte> key) => root.TryGetProperty(key, out var text) ? text.GetString() : null;

    private static DateTimeOffset? Moment(JsonElement root, ReadOnlySpan<byte> key)
    {
        if (!root.TryGetProperty(key, out var time))
            return null;
        var fields = new JsonFields(time);
        return Instant.At(fields.Millionths(), fields.Int());
    }

    private static NamedValue[] Attributes(JsonElement root)
    {
        if (!root.TryGetProperty("attributes"u8, out var list))
            return [];
        var attributes = new NamedValue[list.GetArrayLength()];
        var at = 0;
        foreach (var item in list.EnumerateArray())
        {
            var fields = new JsonFields(item);
            attributes[at++] = new NamedValue(fields.Text()!, fields.Text()!);
        }

        return attributes;
    }

    private static Message[] Messages(JsonElement root)
    {
        var people = new List<(string? Sender, string? Team)> { (null, null) };
        if (root.TryGetProperty("people"u8, out var named))
        {
            foreach (var item in named.EnumerateArray())
            {
                var fields = new JsonFields(item);
                people.Add((fields.Text(), fields.Text()));
            }
        }

        var list = root.GetProperty("messages"u8);
        var messages = new Message[list.GetArrayLength()];
        var at = 0;
        var (last, zone) = (0L, 0);
        foreach (var item in list.EnumerateArray())
        {
            var fields = new JsonFields(item);
            var speaker = Speakers.IndexOf(fields.Text()!, StringComparison.Ordinal);
            var text = fields.Text()!;
            var (sender, team) = people[fields.Int(missing: 0)];
            DateTimeOffset? sentAt = null;
            var since = fields.MillionthsOrNull();
            zone = fields.Next() is { ValueKind: JsonValueKind.Number } minutes ? minutes.GetInt32() : zone;
            if (since is { } passed)
            {
                last += passed;
                sentAt = Instant.At(last, zone);
            }

            var kind = fields.Text() is { } name ? Array.IndexOf(Kinds, name) : 0;
            if (speaker < 0 || kind < 0)
                throw new FormatException($"message {at} has a speaker or a kind that does not exist");
            messages[at++] = new Message((Speaker)speaker, text, sender, sentAt, (MessageKind)kind, team);
        }

        MoodFields.Read(root, messages);
        return messages;
    }
}
