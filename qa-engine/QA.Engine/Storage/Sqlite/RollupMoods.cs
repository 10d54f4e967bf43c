using System;
using System.Text.Json;

namespace QA.Engine.Storage.Sqlite;

/// <summary>The moods of a roll-up row as a JSON list.</summary>
internal static class RollupMoods
{
    public static string Text(MoodCounts moods) => $"[{string.Join(',', moods.ToStore())}]";

    /// <exception cref="StoreException">They are broken.</exception>
    public static MoodCounts Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return MoodCounts.FromStore(JsonSerializer.Deserialize<long[]>(json) ?? []);
        }
        catch (JsonException e)
        {
            throw new StoreException($"the moods of a roll-up are broken: {e.Message}; restore the store from a backup", e);
        }
    }
}
