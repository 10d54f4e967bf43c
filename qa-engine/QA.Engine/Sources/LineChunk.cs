using System;
using System.Buffers;
using System.Text.Json;

namespace QA.Engine.Sources;

/// <summary>Some whole lines of a file, in a borrowed buffer that goes back on <see cref="Dispose"/>.</summary>
internal sealed class LineChunk : IDisposable
{
    private byte[]? _buffer;
    private readonly int _length;

    /// <param name="buffer">Rented from the shared pool; the chunk gives it back.</param>
    public LineChunk(byte[] buffer, int length, long firstLine, long offset, long lines)
    {
        _buffer = buffer;
        _length = length;
        FirstLine = firstLine;
        Offset = offset;
        Lines = lines;
        Bytes = length;
    }

    private LineChunk(long line, long offset, long bytes, byte[] hash)
    {
        FirstLine = line;
        Offset = offset;
        Lines = 1;
        Bytes = bytes;
        TooLong = hash;
    }

    /// <summary>One line that is longer than the limit; its bytes were counted and hashed, not kept.</summary>
    public static LineChunk OfLongLine(long line, long offset, long bytes, byte[] hash) => new(line, offset, bytes, hash);

    public static LineChunk Nothing(long line, long offset) => new([], 0, line, offset, 0);

    /// <summary>Counts from 1.</summary>
    public long FirstLine { get; }

    /// <summary>Where the first line begins in the file, in bytes.</summary>
    public long Offset { get; }

    public long Lines { get; }

    public long Bytes { get; }

    /// <summary>SHA-256 of the one line that was longer than the limit; null for ordinary lines.</summary>
    public byte[]? TooLong { get; }

    /// <summary>Whether this is one last line whose line end is still to come.</summary>
    public bool HasNoLineEnd => !All.IsEmpty && All.Span[^1] != (byte)'\n';

    /// <summary>Whether this is one last line without a line end that is no whole JSON value: most likely somebody is still writing it.</summary>
    public bool IsHalfALine => HasNoLineEnd && !IsJson(All.Span);

    public LineEnumerator GetEnumerator() => new(All.Span, FirstLine, Offset);

    /// <summary>One of its lines, for as long as the chunk is not disposed of.</summary>
    public ReadOnlyMemory<byte> Memory(in Line line) => All.Slice((int)(line.Offset - Offset), line.Bytes.Length);

    private ReadOnlyMemory<byte> All => _buffer is null ? default : _buffer.AsMemory(0, _length);

    private static bool IsJson(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes);
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

    public void Dispose()
    {
        if (_buffer is { Length: > 0 } buffer)
            ArrayPool<byte>.Shared.Return(buffer);
        _buffer = null;
    }
}

/// <summary>A line that is not blank.</summary>
/// <param name="number">Counts from 1.</param>
/// <param name="offset">Where it begins in the file, in bytes.</param>
/// <param name="bytes">Without its line end.</param>
internal readonly ref struct Line(long number, long offset, ReadOnlySpan<byte> bytes)
{
    public long Number { get; } = number;

    public long Offset { get; } = offset;

    public ReadOnlySpan<byte> Bytes { get; } = bytes;
}

/// <summary>Goes through the lines of a chunk and passes over blank ones.</summary>
internal ref struct LineEnumerator
{
    private static ReadOnlySpan<byte> ByteOrderMark => "\uFEFF"u8;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly long _offset;
    private long _line;
    private int _at;

    public LineEnumerator(ReadOnlySpan<byte> bytes, long firstLine, long offset)
    {
        _bytes = bytes;
        _offset = offset;
        _line = firstLine - 1;
        if (offset == 0 && bytes.StartsWith(ByteOrderMark))
            _at = ByteOrderMark.Length;
    }

    public Line Current { get; private set; }

    public bool MoveNext()
    {
        while (_at < _bytes.Length)
        {
            var start = _at;
            var rest = _bytes[start..];
            var end = rest.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            _at = start + line.Length + 1;
            _line++;
            line = line.TrimEnd(" \t\r"u8);
            if (line.TrimStart(" \t\r"u8).IsEmpty)
                continue;
            Current = new Line(_line, _offset + start, line);
            return true;
        }

        return false;
    }
}
