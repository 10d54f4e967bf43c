using System;
using System.Text.Json;

namespace QA.Engine.Storage;

/// <summary>The values of a JSON list, one after the other. What a writer leaves out at the end reads as its default.</summary>
internal ref struct JsonFields(JsonElement list)
{
    private JsonElement.ArrayEnumerator _values = list.EnumerateArray();

    /// <summary>The next value; undefined behind the last.</summary>
    public JsonElement Next() => _values.MoveNext() ? _values.Current : default;

    /// <summary>Whether there is one more value.</summary>
    public bool Next(out JsonElement value)
    {
        value = Next();
        return value.ValueKind != JsonValueKind.Undefined;
    }

    public int Int() => Next().GetInt32();

    public int Int(int missing) => Next(out var value) ? value.GetInt32() : missing;

    public long Long(long missing) => Next(out var value) ? value.GetInt64() : missing;

    /// <summary>A number with up to six decimals, in millionths.</summary>
    public long Millionths() => InMillionths(Next());

    /// <summary>The same; null where it stands as null or was left out.</summary>
    public long? MillionthsOrNull() => Next(out var value) && value.ValueKind != JsonValueKind.Null ? InMillionths(value) : null;

    /// <summary>Null where it stands as null or was left out.</summary>
    public string? Text() => Next(out var value) ? value.GetString() : null;

    private static long InMillionths(JsonElement value) => checked((long)decimal.Round(value.GetDecimal() * 1_000_000, MidpointRounding.AwayFromZero));
}
