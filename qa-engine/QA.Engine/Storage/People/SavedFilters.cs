using System.Collections.Generic;
using System.Linq;
using Dapper;

namespace QA.Engine.Storage.People;

/// <summary>A filter of the list of conversations that somebody keeps.</summary>
/// <param name="Query">As in the page's address, without the question mark.</param>
public sealed record SavedFilter(long Number, string Name, string Query);

/// <summary>Each account's own; nobody sees another's.</summary>
internal sealed class SavedFilters(IPeopleDatabase database)
{
    /// <summary>Filters an account keeps at most: more would be a list to search through.</summary>
    public const int Most = 30;

    /// <summary>By name.</summary>
    public IReadOnlyList<SavedFilter> Of(long account) => database.Read(connection => connection.Query<Row>(
        "SELECT number AS Number, name AS Name, query AS Query FROM saved_filters WHERE account = @account ORDER BY name, number", new { account }))
        .Select(row => new SavedFilter(row.Number, database.Original(row.Name), database.Original(row.Query))).ToList();

    /// <summary>Keeps one; one of the same name gives way.</summary>
    /// <returns>False: there are <see cref="Most"/> already.</returns>
    public bool Save(long account, string name, string query) => database.Write(connection => connection.Execute(
        """
        INSERT INTO saved_filters (account, name, query)
        SELECT @account, @name, @query
        WHERE (SELECT COUNT(*) FROM saved_filters WHERE account = @account AND name <> @name) < @most
        ON CONFLICT (account, name) DO UPDATE SET query = excluded.query
        """,
        new { account, name = database.Text(name), query = database.Text(query), most = (long)Most })) == 1;

    /// <summary>Does nothing where it is another's.</summary>
    public void Delete(long account, long number) => database.Write(connection => connection.Execute(
        "DELETE FROM saved_filters WHERE account = @account AND number = @number", new { account, number }));

    private sealed class Row
    {
        public long Number { get; init; }

        public string Name { get; init; } = "";

        public string Query { get; init; } = "";
    }
}
