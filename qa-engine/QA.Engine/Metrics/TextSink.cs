using System;
using System.Buffers.Text;
using System.Globalization;
using System.IO.Pipelines;
using System.Threading;
using System.Threading.Tasks;

namespace QA.Engine.Metrics;

/// <summary>Writes samples into a pipe, in pieces: what is on its way to a slow reader is never more than a piece.</summary>
internal sealed class TextSink(PipeWriter pipe, CancellationToken stop)
{
    private const int Piece = 1 << 16;
    private const int LongestNumber = 32;
    private Memory<byte> _room;
    private int _used;
    private int _unsent;

    /// <summary>Whether enough is written to be sent.</summary>
    public bool IsFull => _unsent + _used >= Piece;

    /// <exception cref="OperationCanceledException">The reader has gone.</exception>
    public async ValueTask Send()
    {
        Hand();
        (_room, _unsent) = (default, 0);
        var sent = await pipe.FlushAsync(stop);
        if (sent.IsCompleted || sent.IsCanceled)
            throw new OperationCanceledException("the reader has gone");
    }

    public void Write(ReadOnlySpan<byte> text) => text.CopyTo(Take(text.Length));

    /// <param name="ending">Of the name: <c>_sum</c>, <c>_count</c>, or nothing.</param>
    /// <param name="labels">First labels, without braces; may be empty.</param>
    /// <param name="more">More of them, with their comma; may be empty.</param>
    public void Sample(ReadOnlySpan<byte> name, ReadOnlySpan<byte> ending, ReadOnlySpan<byte> labels, ReadOnlySpan<byte> more, Number value)
    {
        var room = Room(name.Length + ending.Length + labels.Length + more.Length + LongestNumber);
        var at = Copy(name, room, 0);
        at = Copy(ending, room, at);
        if (labels.Length + more.Length > 0)
        {
            room[at++] = (byte)'{';
            at = Copy(labels, room, at);
            at = Copy(more, room, at);
            room[at++] = (byte)'}';
        }

        room[at++] = (byte)' ';
        at += Format(value, room[at..]);
        room[at++] = (byte)'\n';
        _used += at;
    }

    /// <param name="bound">The bucket's upper bound, as text.</param>
    public void Bucket(ReadOnlySpan<byte> name, ReadOnlySpan<byte> labels, ReadOnlySpan<byte> bound, long count, Exemplar? exemplar)
    {
        Write(name);
        Write("_bucket{"u8);
        Write(labels);
        Write(labels.Length > 0 ? ",le=\""u8 : "le=\""u8);
        Write(bound);
        Write("\"} "u8);
        Write(new Number(count, IsWhole: true));
        if (exemplar is not null)
        {
            Write(" # {"u8);
            Write(exemplar.Labels);
            Write("} "u8);
            Write(new Number(BitConverter.DoubleToInt64Bits(exemplar.Value), IsWhole: false));
            Write(" "u8);
            Write(new Number(BitConverter.DoubleToInt64Bits(exemplar.At.ToUnixTimeMilliseconds() / 1000.0), IsWhole: false));
        }

        Write("\n"u8);
    }

    /// <summary>A sample whose every byte but the number is known: <paramref name="head"/>, <paramref name="tail"/>, number, line break.</summary>
    public void Line(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail, double value)
    {
        var room = Room(head.Length + tail.Length + LongestNumber);
        var at = Copy(head, room, 0);
        at = Copy(tail, room, at);
        at += Format(value, room[at..]);
        room[at++] = (byte)'\n';
        _used += at;
    }

    private void Write(Number value)
    {
        // Not in one expression with +=: asking for room may begin a new piece.
        var written = Format(value, Room(LongestNumber));
        _used += written;
    }

    private static int Format(Number value, Span<byte> room)
    {
        if (!value.IsWhole)
            return Format(value.AsDouble, room);
        Utf8Formatter.TryFormat(value.Bits, room, out var written);
        return written;
    }

    private static int Format(double value, Span<byte> room)
    {
        // The ends of a share are the most frequent numbers here.
        if (value is 0 or 1)
        {
            room[0] = value is 0 ? (byte)'0' : (byte)'1';
            return 1;
        }

        if (double.IsFinite(value))
        {
            value.TryFormat(room, out var written, default, CultureInfo.InvariantCulture);
            return written;
        }

        return Copy(double.IsNaN(value) ? "NaN"u8 : value > 0 ? "+Inf"u8 : "-Inf"u8, room, 0);
    }

    private static int Copy(ReadOnlySpan<byte> text, Span<byte> room, int at)
    {
        text.CopyTo(room[at..]);
        return at + text.Length;
    }

    private void Hand()
    {
        // Not all pipes let one advance by nothing before anything was asked for.
        if (_used > 0)
            pipe.Advance(_used);
        _unsent += _used;
        _used = 0;
    }

    private Span<byte> Take(int length)
    {
        var room = Room(length)[..length];
        _used += length;
        return room;
    }

    private Span<byte> Room(int length)
    {
        if (_room.Length - _used < length)
        {
            Hand();
            _room = pipe.GetMemory(length);
        }

        return _room.Span[_used..];
    }
}
