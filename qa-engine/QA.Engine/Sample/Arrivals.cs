using System;

namespace QA.Engine.Sample;

/// <summary>
/// When conversations begin: in order, without sorting or keeping any. The span is cut into as many equal
/// shares of expected traffic as there are conversations, and each conversation falls at random into its own.
/// </summary>
internal sealed class Arrivals
{
    // Shape of a day, by hour: quiet nights, a morning peak, the long evening. Our own guess at a shop's day.
    private static readonly int[] ByHour = [9, 5, 3, 2, 2, 2, 3, 8, 24, 50, 62, 58, 44, 48, 60, 58, 54, 48, 46, 60, 74, 76, 58, 28];

    private readonly long[] _upTo = new long[SampleShop.Days * 24];

    public Arrivals(DateOnly firstDay)
    {
        long sum = 0;
        for (var day = 0; day < SampleShop.Days; day++)
        {
            var date = firstDay.AddDays(day);
            var weight = date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 13 : 10;
            // 8 March is the spring sale of every Chinese platform.
            if (date is { Month: 3, Day: >= 6 and <= 8 })
                weight *= 2;
            for (var hour = 0; hour < 24; hour++)
            {
                // The last evening stays empty, so that no chat runs past the last day.
                if (day < SampleShop.Days - 1 || hour < 21)
                    sum += weight * ByHour[hour];
                _upTo[(day * 24) + hour] = sum;
            }
        }
    }

    /// <summary>Seconds since the first day began; never less than for a smaller <paramref name="index"/>.</summary>
    public int At(int index, int count, ref SplitMix random)
    {
        const int Fine = 1 << 16;
        var total = (UInt128)_upTo[^1];
        var position = (long)(((((UInt128)(uint)index * Fine) + (uint)random.Below(Fine)) * total * 3600) / ((UInt128)(uint)count * Fine));
        var share = position / 3600;
        var hour = Array.BinarySearch(_upTo, share);
        // Found exactly: the share that begins where this hour ended belongs to the next hour that has any.
        hour = hour < 0 ? ~hour : hour + 1;
        while (_upTo[hour] <= share)
            hour++;
        var before = hour == 0 ? 0 : _upTo[hour - 1];
        return (hour * 3600) + (int)((position - (before * 3600)) / (_upTo[hour] - before));
    }
}
