using System.Linq;

namespace QA.Calibration.Tests;

/// <summary>Tables of counts, written as their rows.</summary>
internal static class Tables
{
    public static Confusion Of(params long[][] rows)
    {
        var counts = new Confusion(rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = 0; j < rows.Length; j++)
            {
                for (var k = 0; k < rows[i][j]; k++)
                    counts.Add(i, j);
            }
        }

        return counts;
    }

    public static long[][] Transposed(long[][] rows) => [.. rows.Select((_, i) => rows.Select(row => row[i]).ToArray())];

    /// <summary>The table with category i renamed to <paramref name="names"/>[i].</summary>
    public static long[][] Renamed(long[][] rows, int[] names)
    {
        var renamed = rows.Select(row => new long[row.Length]).ToArray();
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = 0; j < rows.Length; j++)
                renamed[names[i]][names[j]] = rows[i][j];
        }

        return renamed;
    }
}
