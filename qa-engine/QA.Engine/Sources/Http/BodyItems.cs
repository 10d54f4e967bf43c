using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace QA.Engine.Sources.Http;

/// <summary>A request's body is longer than allowed.</summary>
internal sealed class BodyTooLongException : Exception
{
    public BodyTooLongException()
    {
    }

    public BodyTooLongException(string message)
        : base(message)
    {
    }

    public BodyTooLongException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>One item of a body.</summary>
/// <param name="Index">Counts from 0.</param>
/// <param name="Bytes">Valid until the next portion is asked for.</param>
/// <param name="Problem">Why it cannot be read at all; null where somebody should try.</param>
internal readonly record struct BodyItem(long Index, ReadOnlyMemory<byte> Bytes, string? Problem);

/// <summary>
/// Gives the items of a body in portions. Memory is bounded by a portion, or by the longest item allowed; a longer one is passed over and
/// told, and reading goes on behind it.
/// </summary>
/// <param name="body">Read forward only; stays open.</param>
/// <param name="maxBytes">Of the whole body.</param>
internal sealed class BodyItems(Stream body, IItemCutter cutter, ReadLimits limits, long maxBytes) : IDisposable
{
    public const int ItemsAtOnce = 500;
    public const int BytesAtOnce = 1024 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _start;
    private int _end;
    private long _read;
    private long _dropped;
    private long _index;
    private bool _ended;
    private bool _broken;

    /// <summary>The next items; empty at the end.</summary>
    /// <exception cref="BodyTooLongException">More came than is allowed; what was given before was good.</exception>
    public async ValueTask<IReadOnlyList<BodyItem>> Next(CancellationToken cancellation)
    {
        var items = new List<BodyItem>();
        while (!_broken && items.Count < ItemsAtOnce)
        {
            var cut = cutter.Next(_buffer.AsSpan(_start, _end - _start), _ended);
            if (cut.Kind == CutKind.Unfinished)
            {
                // Items point into the buffer: it is moved only while none of them is out.
                if (items.Count > 0 && _end == _buffer.Length)
                    break;
                await Fill(cancellation);
                continue;
            }

            // What is left of an item whose beginning was too long to keep may look like nothing.
            if (cut.Kind == CutKind.Item || _dropped > 0)
                items.Add(Item(cut.Length));
            _start += cut.Length;
            if (cut.Kind == CutKind.End)
                break;
            if (cut.Kind == CutKind.Broken)
            {
                _broken = true;
                items.Add(new BodyItem(_index++, default, cut.Problem));
            }
        }

        return items;
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private BodyItem Item(int length)
    {
        var whole = _dropped + length;
        _dropped = 0;
        var bytes = _buffer.AsMemory(_start, length);
        if (whole > limits.MaxLineBytes)
            return new BodyItem(_index++, default, $"the conversation is {whole} bytes long; the limit is {limits.MaxLineBytes} (setting Read:MaxLineBytes)");
        return new BodyItem(_index++, bytes, null);
    }

    private async ValueTask Fill(CancellationToken cancellation)
    {
        if (_end == _buffer.Length)
            MakeRoom();
        var read = await body.ReadAsync(_buffer.AsMemory(_end), cancellation);
        _ended = read == 0;
        _end += read;
        _read += read;
        if (_read > maxBytes)
            throw new BodyTooLongException($"the body is longer than {maxBytes} bytes (setting Api:MaxBodyBytes); send it in parts");
    }

    private void MakeRoom()
    {
        var rest = _end - _start;
        if (_dropped > 0 || rest > limits.MaxLineBytes)
        {
            // Too long already: it is counted, not kept.
            cutter.Dropped(rest);
            _dropped += rest;
            (_start, _end) = (0, 0);
            return;
        }

        if (_buffer.Length >= BytesAtOnce && _start > 0 && rest < _buffer.Length / 2)
        {
            _buffer.AsSpan(_start, rest).CopyTo(_buffer);
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(BytesAtOnce, (int)Math.Min(_buffer.Length * 2L, limits.MaxLineBytes + (long)BytesAtOnce)));
            _buffer.AsSpan(_start, rest).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        (_start, _end) = (0, rest);
    }
}
