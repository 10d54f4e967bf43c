using System;
using System.Data.Common;

namespace QA.Engine.Storage.People;

/// <summary>
/// What people decide is kept by the same statements in both stores (Dapper, parameters by name, the SQL both speak): it is little, and two copies
/// would drift apart. For any thread.
/// </summary>
/// <exception cref="StoreUnavailableException">Any member: the store cannot be reached or written for now.</exception>
internal interface IPeopleDatabase
{
    /// <summary>Some queries.</summary>
    T Read<T>(Func<DbConnection, T> work);

    /// <summary>Some statements, all or none. May be called again from the start, so it changes nothing but the store.</summary>
    T Write<T>(Func<DbConnection, T> work);

    /// <summary>The condition that a column holds one of a list of values: the one thing of which the stores have no common spelling.</summary>
    /// <param name="list">The parameter's name; its value is a list.</param>
    string IsOneOf(string column, string list);

    /// <summary>A text in the form in which the store holds it; for names that come from chats, which may hold anything.</summary>
    string Text(string text);

    /// <summary>A text of the store as it was.</summary>
    string Original(string text);
}
