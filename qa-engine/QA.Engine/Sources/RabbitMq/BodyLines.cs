using System;
using System.Buffers;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Unicode;

namespace QA.Engine.Sources.RabbitMq;

/// <summary>
/// Gathers the conversations of message bodies as lines. A body is one JSON object, several one after another (JSON Lines among them), or
/// one list of them, with whatever white space.
/// </summary>
internal sealed class BodyLines(ReadLimits limits)
{
    // One deeper than a conversation may be: it may stand in a list.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 65, AllowMultipleValues = true };
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly List<Range> _values = [];
    private int _lines;

    public int Bytes => _bytes.WrittenCount;

    /// <summary>Adds the body's conversations.</summary>
    /// <returns>Null, or why nothing of the body can ever be a conversation; then nothing was added.</returns>
    public string? Add(Delivery delivery)
    {
        if (delivery.Length > limits.MaxLineBytes)
            return $"the message is {delivery.Length} bytes long; the limit is {limits.MaxLineBytes} (setting Read:MaxLineBytes)";
        var body = delivery.Body.Span;
        if (body.StartsWith("\uFEFF"u8))
            body = body["\uFEFF"u8.Length..];
        if (!Utf8.IsValid(body))
            return "the message is not UTF-8; send JSON as UTF-8";
        if (body.Trim(" \t\r\n"u8).IsEmpty)
            return "the message is empty; send a conversation as JSON";
        _values.Clear();
        var problem = Values(body);
        if (problem is not null && !Lines(body))
            return problem;
        if (_values.Count > 0 && !HoldsAnObject(body))
            return "the message holds no JSON object; send a conversation as one, with 'id' and 'messages'";
        foreach (var value in _values)
            Write(body[value]);
        return null;
    }

    /// <summary>The lines so far; none are left.</summary>
    public (LineChunk Lines, IReadOnlyList<long> Places) Cut()
    {
        var length = _bytes.WrittenCount;
        var buffer = length == 0 ? [] : ArrayPool<byte>.Shared.Rent(length);
        _bytes.WrittenSpan.CopyTo(buffer);
        _bytes.ResetWrittenCount();

        // A queue has no places: what is behind a message now is before another after the next delivery.
        var cut = (new LineChunk(buffer, length, 1, 0, _lines), new long[_lines]);
        _lines = 0;
        return cut;
    }

    /// <summary>Where the body's values are; or what is wrong with them.</summary>
    private string? Values(ReadOnlySpan<byte> body)
    {
        var list = body.TrimStart(" \t\r\n"u8)[0] == '[';
        var depth = list ? 1 : 0;
        var reader = new Utf8JsonReader(body, Options);
        try
        {
            if (list)
                reader.Read();
            while (reader.Read())
            {
                if (list && reader.CurrentDepth == 0 && reader.TokenType == JsonTokenType.EndArray)
                {
                    return reader.Read() ? "the message goes on behind its list of conversations; send one list, or JSON Lines" : null;
                }

                if (reader.CurrentDepth != depth)
                    continue;
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                _values.Add(start..(int)reader.BytesConsumed);
            }

            return list ? "the message's list of conversations does not end" : null;
        }
        catch (JsonException e)
        {
            return $"the message is broken JSON at byte {Position(body, e) + 1}; send one conversation, a list of them, or JSON Lines";
        }
    }

    /// <summary>JSON Lines of which some are broken: where the lines are; false where none is whole, or where it is a broken list.</summary>
    private bool Lines(ReadOnlySpan<byte> body)
    {
        _values.Clear();
        if (body.TrimStart(" \t\r\n"u8)[0] == '[')
            return false;
        var whole = false;
        foreach (var range in body.Split((byte)'\n'))
        {
            var line = body[range];
            if (line.Trim(" \t\r"u8).IsEmpty)
                continue;
            whole |= IsObject(line);
            _values.Add(range);
        }

        return whole;
    }

    private bool HoldsAnObject(ReadOnlySpan<byte> body)
    {
        foreach (var value in _values)
        {
            if (body[value].TrimStart(" \t\r"u8)[0] == '{')
                return true;
        }

        return false;
    }

    private static bool IsObject(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            while (reader.Read())
            {
                // Only the end matters.
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static long Position(ReadOnlySpan<byte> body, JsonException e)
    {
        var at = 0;
        for (var line = e.LineNumber ?? 0; line > 0 && body[at..].IndexOf((byte)'\n') is var end and >= 0; line--)
            at += end + 1;
        return at + (e.BytePositionInLine ?? 0);
    }

    private void Write(ReadOnlySpan<byte> value)
    {
        var line = _bytes.GetSpan(value.Length + 1);
        value.CopyTo(line);

        // Inside a JSON text a line break is always escaped; between values it is white space.
        line[..value.Length].Replace((byte)'\n', (byte)' ');
        line[value.Length] = (byte)'\n';
        _bytes.Advance(value.Length + 1);
        _lines++;
    }
}
