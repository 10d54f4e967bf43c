using System.Collections.Generic;
using System.Globalization;

namespace QA.Engine.Storage.Postgres;

/// <summary>The values of a statement that is put together; each gets its place.</summary>
internal sealed class ListStatement
{
    public List<object?> Values { get; } = [];

    /// <returns><c>$1</c>, <c>$2</c> …</returns>
    public string Value(object value)
    {
        Values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"${Values.Count}");
    }
}
