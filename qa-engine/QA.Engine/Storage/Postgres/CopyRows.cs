using System;
using System.Buffers.Binary;
using System.Text;
using Npgsql;

namespace QA.Engine.Storage.Postgres;

/// <summary>
/// Rows in PostgreSQL's binary COPY format, gathered in one reused buffer and sent at once: no object for a row or a field, and the
/// transaction that sends them waits for nothing. One instance for each thread.
/// </summary>
internal sealed class CopyRows
{
    private static readonly DateOnly FirstDay = new(2000, 1, 1);
    private static readonly DateTimeOffset FirstMoment = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private const int MostKept = 16 * 1024 * 1024;
    private byte[] _buffer = new byte[64 * 1024];
    private int _length;

    public CopyRows() => Clear();

    public int Rows { get; private set; }

    /// <summary>Bytes so far.</summary>
    public int Length => _length;

    public void Clear()
    {
        // Buffers grow with the largest batch; beyond this they are not worth keeping.
        if (_buffer.Length > MostKept)
            _buffer = new byte[64 * 1024];

        // The signature is "PGCOPY\n\377\r\n\0", then flags and the length of what may follow, both 0.
        "PGCOPY\n"u8.CopyTo(_buffer);
        _buffer[7] = 0xFF;
        "\r\n\0"u8.CopyTo(_buffer.AsSpan(8));
        _buffer.AsSpan(11, 8).Clear();
        _length = 19;
        Rows = 0;
    }

    public CopyRows Row(short fields)
    {
        BinaryPrimitives.WriteInt16BigEndian(Take(sizeof(short)), fields);
        Rows++;
        return this;
    }

    public CopyRows Int(int value)
    {
        var field = Field(sizeof(int));
        BinaryPrimitives.WriteInt32BigEndian(field, value);
        return this;
    }

    public CopyRows Int(int? value) => value is { } known ? Int(known) : Null();

    public CopyRows Long(long value)
    {
        var field = Field(sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(field, value);
        return this;
    }

    public CopyRows Long(long? value) => value is { } known ? Long(known) : Null();

    public CopyRows Bool(bool value)
    {
        Field(1)[0] = value ? (byte)1 : (byte)0;
        return this;
    }

    public CopyRows Bool(bool? value) => value is { } known ? Bool(known) : Null();

    /// <summary>The first day of all is kept as -infinity, as the driver does.</summary>
    public CopyRows Day(DateOnly value) => Int(value == DateOnly.MinValue ? int.MinValue : value.DayNumber - FirstDay.DayNumber);

    public CopyRows Moment(DateTimeOffset value) => Long((value.UtcTicks - FirstMoment.UtcTicks) / TimeSpan.TicksPerMicrosecond);

    public CopyRows Moment(DateTimeOffset? value) => value is { } known ? Moment(known) : Null();

    public CopyRows Bytes(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Field(value.Length));
        return this;
    }

    public CopyRows Text(string? value)
    {
        if (value is null)
            return Null();
        if (!PostgresText.IsPlain(value))
            value = PostgresText.In(value);
        var at = _length;
        var bytes = Encoding.UTF8.GetBytes(value, Take(sizeof(int) + Encoding.UTF8.GetMaxByteCount(value.Length))[sizeof(int)..]);
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(at), bytes);
        _length = at + sizeof(int) + bytes;
        return this;
    }

    public CopyRows Guid(Guid value)
    {
        value.TryWriteBytes(Field(16), bigEndian: true, out _);
        return this;
    }

    public CopyRows Ints(ReadOnlySpan<int> values)
    {
        const int int4 = 23;
        var field = Array(values.Length, int4, sizeof(int) + sizeof(int));
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(field, sizeof(int));
            BinaryPrimitives.WriteInt32BigEndian(field[sizeof(int)..], values[i]);
            field = field[(2 * sizeof(int))..];
        }

        return this;
    }

    public CopyRows Null()
    {
        BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), -1);
        return this;
    }

    /// <summary>Sends the rows. Does nothing where there are none.</summary>
    /// <param name="copy"><c>COPY table (columns) FROM STDIN (FORMAT BINARY)</c>.</param>
    public void SendTo(NpgsqlConnection connection, string copy)
    {
        if (Rows == 0)
            return;
        using var stream = connection.BeginRawBinaryCopy(copy);
        stream.Write(_buffer, 0, _length);
        stream.Write([0xFF, 0xFF]);
    }

    // One dimension from 1; without elements, none.
    private Span<byte> Array(int count, int type, int bytesEach)
    {
        var field = Field(count == 0 ? 12 : 20 + (count * bytesEach));
        BinaryPrimitives.WriteInt32BigEndian(field, count == 0 ? 0 : 1);
        BinaryPrimitives.WriteInt32BigEndian(field[4..], 0);
        BinaryPrimitives.WriteInt32BigEndian(field[8..], type);
        if (count == 0)
            return default;
        BinaryPrimitives.WriteInt32BigEndian(field[12..], count);
        BinaryPrimitives.WriteInt32BigEndian(field[16..], 1);
        return field[20..];
    }

    private Span<byte> Field(int length)
    {
        var span = Take(sizeof(int) + length);
        BinaryPrimitives.WriteInt32BigEndian(span, length);
        return span[sizeof(int)..];
    }

    private Span<byte> Take(int length)
    {
        if (_buffer.Length - _length < length)
            System.Array.Resize(ref _buffer, checked((int)Math.Min(System.Array.MaxLength, Math.Max((long)_length + length, _buffer.Length * 2L))));
        var span = _buffer.AsSpan(_length, length);
        _length += length;
        return span;
    }
}
