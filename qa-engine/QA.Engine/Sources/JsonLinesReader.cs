using System;
using System.Buffers;
using System.IO;
using System.Security.Cryptography;

namespace QA.Engine.Sources;

/// <summary>
/// Cuts a stream into chunks of whole lines. Memory is bounded by the longest line allowed; a longer one is passed over and
/// reported, and reading goes on behind it.
/// </summary>
/// <param name="stream">Read forward only; stays open.</param>
/// <param name="limits">How long a line may be.</param>
/// <param name="firstLine">The number of the first line, from 1.</param>
/// <param name="offset">Where the stream stands in its file, in bytes.</param>
/// <param name="chunkBytes">How long a chunk is, where no line is longer.</param>
internal sealed class JsonLinesReader(Stream stream, ReadLimits limits, long firstLine = 1, long offset = 0, int chunkBytes = JsonLinesReader.UsualChunk) : IDisposable
{
    // 256 KiB is some hundred chats: enough for one transaction to cost little, and for every thread to have work soon.
    private const int UsualChunk = 256 * 1024;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(chunkBytes);
    private int _length;
    private long _line = firstLine;
    private long _offset = offset;
    private bool _ended;

    /// <summary>The next lines; null at the end.</summary>
    /// <param name="lastLineIsWhole">Whether a last line without a line end counts. Where it does not, it is left unread.</param>
    public LineChunk? Next(bool lastLineIsWhole)
    {
        var searched = 0;
        while (true)
        {
            // One read, not as many as fill the buffer: a pipe gives what it has, and whoever types there wants an answer.
            if (_length < _buffer.Length && !_ended)
                Fill();
            var end = _buffer.AsSpan(searched, _length - searched).LastIndexOf((byte)'\n');
            if (end >= 0)
                return Cut(searched + end + 1);
            searched = _length;
            if (_ended)
                return lastLineIsWhole && _length > 0 ? Cut(_length) : null;
            if (_length > limits.MaxLineBytes)
                return PassOver(lastLineIsWhole);
            if (_length == _buffer.Length)
                Grow(_length * 2L);
        }
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
        _ended = true;
    }

    private void Fill()
    {
        var read = stream.Read(_buffer, _length, _buffer.Length - _length);
        _length += read;
        _ended = read == 0;
    }

    private void Grow(long size)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(size, limits.MaxLineBytes + (long)chunkBytes));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private LineChunk Cut(int length)
    {
        var whole = _buffer;
        var rest = whole.AsSpan(length, _length - length);
        var lines = whole.AsSpan(0, length).Count((byte)'\n') + (whole[length - 1] == '\n' ? 0 : 1);
        _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(chunkBytes, rest.Length));
        rest.CopyTo(_buffer);
        _length = rest.Length;
        var chunk = new LineChunk(whole, length, _line, _offset, lines);
        _line += lines;
        _offset += length;
        return chunk;
    }

    private LineChunk? PassOver(bool lastLineIsWhole)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long bytes = 0;
        int end;
        while ((end = _buffer.AsSpan(0, _length).IndexOf((byte)'\n')) < 0)
        {
            hash.AppendData(_buffer, 0, _length);
            bytes += _length;
            _length = 0;
            Fill();
            if (_ended && !lastLineIsWhole)
                return null;
            if (_ended)
                break;
        }

        hash.AppendData(_buffer, 0, Math.Max(end, 0));
        var used = end + 1;
        bytes += used;
        _buffer.AsSpan(used, _length - used).CopyTo(_buffer);
        _length -= used;
        var chunk = LineChunk.OfLongLine(_line, _offset, bytes, hash.GetHashAndReset());
        _line++;
        _offset += bytes;
        return chunk;
    }
}
