using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace QA.Engine.Sources;

/// <summary>Writes chats as JSON lines and cuts them into chunks, for sources whose own form is another.</summary>
internal sealed class ConversationLines : IDisposable
{
    /// <summary>As large as the chunks of a file: one transaction costs little, and every thread has work soon.</summary>
    public const int ChunkBytes = 256 * 1024;

    // Read by our own parser only: Chinese need not be escaped.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly MemoryStream _bytes = new(ChunkBytes + (ChunkBytes / 4));
    private readonly Utf8JsonWriter _json;
    private List<long> _places = [];
    private List<SourceProblem> _problems = [];

    public ConversationLines() => _json = new Utf8JsonWriter(_bytes, Options);

    /// <summary>Whether there is enough for a chunk.</summary>
    public bool IsFull => _bytes.Length >= ChunkBytes;

    public bool IsEmpty => _places.Count == 0 && _problems.Count == 0;

    /// <summary>A time as the parser reads it, to the microsecond.</summary>
    public static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture);

    /// <summary>Adds a chat as a line, or, where something is known against it, as a problem.</summary>
    /// <returns>The line, without its end; empty for a problem. Valid until the next call.</returns>
    public ReadOnlySpan<byte> Add(ChatDraft chat)
    {
        if (chat.Problem is { } problem)
        {
            Add(new SourceProblem(chat.Place, Encoding.UTF8.GetBytes(chat.AttributesJson ?? ""), chat.Id, problem));
            return [];
        }

        var start = (int)_bytes.Length;
        _json.Reset(_bytes);
        Write(chat);
        _json.Flush();
        var length = (int)_bytes.Length - start;
        _bytes.WriteByte((byte)'\n');
        _places.Add(chat.Place);
        return _bytes.GetBuffer().AsSpan(start, length);
    }

    /// <summary>Where things stand, for <see cref="Undo"/>.</summary>
    public (long Bytes, int Places, int Problems) Mark() => (_bytes.Length, _places.Count, _problems.Count);

    /// <summary>Takes back what was added since, provided nothing was cut since.</summary>
    public void Undo((long Bytes, int Places, int Problems) mark)
    {
        _bytes.SetLength(mark.Bytes);
        _places.RemoveRange(mark.Places, _places.Count - mark.Places);
        _problems.RemoveRange(mark.Problems, _problems.Count - mark.Problems);
    }

    public void Add(SourceProblem problem) => _problems.Add(problem);

    /// <summary>What was added since the last cut.</summary>
    public SourceChunk Cut(string origin, SourcePosition? after, string? forget = null)
    {
        var length = (int)_bytes.Length;
        var buffer = length == 0 ? [] : ArrayPool<byte>.Shared.Rent(length);
        _bytes.GetBuffer().AsSpan(0, length).CopyTo(buffer);
        _bytes.SetLength(0);
        var chunk = new SourceChunk
        {
            Origin = origin,
            Lines = new LineChunk(buffer, length, _places.Count > 0 ? _places[0] : 0, 0, _places.Count),
            Places = _places,
            Problems = _problems,
            After = after,
            Forget = forget,
        };
        (_places, _problems) = ([], []);
        return chunk;
    }

    public void Dispose()
    {
        _json.Dispose();
        _bytes.Dispose();
    }

    private void Write(ChatDraft chat)
    {
        _json.WriteStartObject();
        _json.WriteString("id", chat.Id);
        Write("channel", chat.Channel);
        Write("shop", chat.Shop);
        Write("customer", chat.Customer);
        Write("opened", chat.Opened);
        Write("closed", chat.Closed);
        Write("language", chat.Language);
        if (chat.AttributesJson is { } attributes)
        {
            _json.WritePropertyName("attributes");
            _json.WriteRawValue(OnOneLine(attributes), skipInputValidation: true);
        }

        if (chat.Attributes.Count > 0)
        {
            // A second "attributes" adds to the first, and names in it cannot be taken for fields of the conversation.
            _json.WriteStartObject("attributes");
            foreach (var (name, value) in chat.Attributes)
                _json.WriteString(name, value);
            _json.WriteEndObject();
        }

        _json.WriteStartArray("messages");
        foreach (var message in chat.Messages)
        {
            _json.WriteStartObject();
            Write("role", message.Role);
            Write("text", message.Text);
            Write("sender", message.Sender);
            Write("team", message.Team);
            Write("time", message.Time);
            Write("kind", message.Kind);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    // Inside a JSON text a line break is always escaped; between values it is white space.
    private static string OnOneLine(string json) => json.Replace('\n', ' ').Replace('\r', ' ');

    private void Write(string name, string? value)
    {
        if (value is not null)
            _json.WriteString(name, value);
    }
}
