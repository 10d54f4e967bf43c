using System;
using System.Text.Json;
using QA.Engine.Json;

namespace QA.Engine.Storage.Sqlite;

/// <summary>The criteria of a roll-up row as JSON: <c>[[criterion,pass,partial,fail,unsure,value,lost],…]</c>, criteria by place; those that never applied are left out.</summary>
internal static class RollupCriteria
{
    public static void Write(Utf8Output json, CriterionCounts[] counts)
    {
        json.Raw((byte)'[');
        var first = true;
        for (var i = 0; i < counts.Length; i++)
        {
            var count = counts[i];
            if (count == default)
                continue;
            json.Raw(first ? "["u8 : ",["u8);
            first = false;
            json.Number(i);
            Next(count.Pass);
            Next(count.Partial);
            Next(count.Fail);
            Next(count.Unsure);
            Next(count.Value);
            Next(count.Lost);
            json.Raw((byte)']');
        }

        json.Raw((byte)']');

        void Next(long number)
        {
            json.Raw((byte)',');
            json.Number(number);
        }
    }

    /// <summary>Adds them to what is there already.</summary>
    /// <exception cref="StoreException">They are broken.</exception>
    public static void AddTo(Span<CriterionCounts> counts, ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
            {
                ref var count = ref counts[(int)Next(ref reader)];
                count = count.Plus(new CriterionCounts(Next(ref reader), Next(ref reader), Next(ref reader), Next(ref reader), Next(ref reader), Next(ref reader)));
                reader.Read();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw new StoreException($"the criteria of a roll-up are broken: {e.Message}; restore the store from a backup", e);
        }
    }

    private static long Next(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetInt64();
    }
}
