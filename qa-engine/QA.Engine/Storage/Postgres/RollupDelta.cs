using System;

namespace QA.Engine.Storage.Postgres;

/// <summary>
/// The criteria of a roll-up row in few bytes: for each that is not nothing, its place and its six counts, as zigzag variable-length
/// numbers. A usual row takes a tenth of what arrays would; one is written with every batch, and a page reads thousands.
/// </summary>
internal static class RollupDelta
{
    private const int NumbersEach = 7;
    private const int MostBytesEach = 10;

    /// <param name="buffer">Grows where it must.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Write(CriterionCounts[] criteria, ref byte[] buffer)
    {
        if (buffer.Length < criteria.Length * NumbersEach * MostBytesEach)
            buffer = new byte[criteria.Length * NumbersEach * MostBytesEach];
        var at = 0;
        for (var i = 0; i < criteria.Length; i++)
        {
            var counts = criteria[i];
            if (counts == default)
                continue;
            Put(buffer, ref at, i);
            Put(buffer, ref at, counts.Pass);
            Put(buffer, ref at, counts.Partial);
            Put(buffer, ref at, counts.Fail);
            Put(buffer, ref at, counts.Unsure);
            Put(buffer, ref at, counts.Value);
            Put(buffer, ref at, counts.Lost);
        }

        return at;
    }

    /// <summary>Adds what was written to a row.</summary>
    public static void AddTo(Span<CriterionCounts> criteria, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var place = (int)Get(ref bytes);
            criteria[place] = criteria[place].Plus(new CriterionCounts(
                Get(ref bytes), Get(ref bytes), Get(ref bytes), Get(ref bytes), Get(ref bytes), Get(ref bytes)));
        }
    }

    /// <summary>Moods in the same way; no bytes where none is known.</summary>
    /// <param name="buffer">Grows where it must.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Write(MoodCounts moods, ref byte[] buffer)
    {
        if (buffer.Length < MoodCounts.Values * MostBytesEach)
            buffer = new byte[MoodCounts.Values * MostBytesEach];
        var at = 0;
        foreach (var value in moods.ToStore())
            Put(buffer, ref at, value);
        return at;
    }

    /// <summary>Reads what was written of moods.</summary>
    public static MoodCounts Moods(ReadOnlySpan<byte> bytes)
    {
        Span<long> kept = stackalloc long[MoodCounts.Values];
        var count = 0;
        while (!bytes.IsEmpty && count < kept.Length)
            kept[count++] = Get(ref bytes);
        return MoodCounts.FromStore(kept[..count]);
    }

    private static void Put(byte[] buffer, ref int at, long value)
    {
        var rest = (ulong)((value << 1) ^ (value >> 63));
        while (rest >= 0x80)
        {
            buffer[at++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        buffer[at++] = (byte)rest;
    }

    private static long Get(ref ReadOnlySpan<byte> bytes)
    {
        var (value, shift) = (0UL, 0);
        byte part;
        do
        {
            part = bytes[0];
            bytes = bytes[1..];
            value |= (ulong)(part & 0x7F) << shift;
            shift += 7;
        }
        while (part >= 0x80);
        return (long)(value >> 1) ^ -(long)(value & 1);
    }
}
