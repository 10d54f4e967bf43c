using System.Collections.Generic;
using System.Linq;
using Dapper;

namespace QA.Engine.Storage.People;

/// <summary>Lists of values as parameters <c>@name0</c>, <c>@name1</c> …: Dapper spreads a list out for SQLite, and hands PostgreSQL an array that IN does not take.</summary>
internal static class NumberedNames
{
    /// <param name="count">None: nothing is in the list.</param>
    public static string In(string column, string name, int count) =>
        count == 0 ? "1 = 0" : $"{column} IN ({string.Join(", ", Enumerable.Range(0, count).Select(number => $"@{name}{number}"))})";

    public static void AddNumbered<T>(this DynamicParameters parameters, string name, IEnumerable<T> values)
    {
        var number = 0;
        foreach (var value in values)
            parameters.Add($"{name}{number++}", value);
    }
}
