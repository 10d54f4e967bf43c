using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace QA.Engine.ApiKeys;

/// <summary>What a caller proves who it is with.</summary>
/// <param name="Name">Its name in the settings.</param>
/// <param name="Hash">SHA-256 of the key in UTF-8. The key itself is not kept.</param>
internal sealed record ApiKey(string Name, byte[] Hash)
{
    /// <summary>A key that the settings give alone brings conversations and reads nothing.</summary>
    public IReadOnlyList<ApiScope> Scopes { get; init; } = [ApiScope.Ingest];

    /// <summary>Whose chats and figures it reads; empty: of every team.</summary>
    public IReadOnlyList<string> Teams { get; init; } = [];

    /// <summary>What conversations are said to come from; no source can be called so, because settings part their names with colons.</summary>
    public string Origin => "api:" + Name;

    public bool May(ApiScope scope) => Scopes.Contains(scope);

    /// <summary>Takes as long for a key that is nearly right as for any other.</summary>
    public static ApiKey? Find(IReadOnlyList<ApiKey> keys, string given)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(given));
        ApiKey? found = null;
        foreach (var key in keys)
        {
            if (CryptographicOperations.FixedTimeEquals(key.Hash, hash))
                found = key;
        }

        return found;
    }

    /// <summary>The key that a request came with, as <c>X-Api-Key: KEY</c> or <c>Authorization: Bearer KEY</c>; null: none, or none of these.</summary>
    /// <param name="tried">Whether it came with any.</param>
    public static ApiKey? Of(HttpRequest request, IReadOnlyList<ApiKey> keys, out bool tried)
    {
        const string bearer = "Bearer ";
        var given = request.Headers["X-Api-Key"].ToString();
        var authorization = request.Headers.Authorization.ToString();
        if (given.Length == 0 && authorization.StartsWith(bearer, StringComparison.OrdinalIgnoreCase))
            given = authorization[bearer.Length..].Trim();
        tried = given.Length > 0;
        return tried ? Find(keys, given) : null;
    }
}
