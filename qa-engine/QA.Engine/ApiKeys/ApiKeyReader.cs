using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using QA.Engine.Settings;

namespace QA.Engine.ApiKeys;

/// <summary>
/// Reads the section <c>Api:Keys</c>. <c>NAME</c> is a key, or <c>sha256:</c> and the hash of one, and brings conversations; or <c>NAME</c> has
/// <c>Key</c>, <c>Scopes</c> and, where it is not to read every team, <c>Teams</c>.
/// </summary>
internal static class ApiKeyReader
{
    private const string HashPrefix = "sha256:";
    private const int ShortestKey = 16;
    private static readonly string ScopeWords = string.Join(", ", Enum.GetNames<ApiScope>().Select(static name => name.ToLowerInvariant()));

    /// <param name="settings">The section <c>Api</c>.</param>
    public static IReadOnlyList<ApiKey> Read(SettingReader settings)
    {
        var keys = new List<ApiKey>();
        var sections = settings.Sections("Keys").ToDictionary(static section => section.Name, static section => section.Settings, StringComparer.Ordinal);
        foreach (var (name, plain) in settings.Map("Keys"))
        {
            var own = sections[name];
            var named = plain.Length == 0 && own.HasAny;
            if (HashOf(named ? own.Text("Key") : plain, named ? own : settings, named ? "Key" : $"Keys:{name}") is not { } hash)
                continue;
            if (!named)
            {
                keys.Add(new ApiKey(name, hash));
                continue;
            }

            keys.Add(new ApiKey(name, hash) { Scopes = Scopes(own), Teams = own.List("Teams") });
            own.NoOthers();
        }

        return keys;
    }

    private static List<ApiScope> Scopes(SettingReader own)
    {
        var scopes = new List<ApiScope>();
        foreach (var word in own.List("Scopes"))
        {
            if (Enum.GetNames<ApiScope>().FirstOrDefault(name => string.Equals(name, word, StringComparison.OrdinalIgnoreCase)) is { } known)
                scopes.Add(Enum.Parse<ApiScope>(known));
            else
                own.Problem("Scopes", $"there is no scope \"{word}\"; there are: {ScopeWords}");
        }

        if (scopes.Count == 0)
            own.Problem("Scopes", $"must be a list of one or more of {ScopeWords}, such as Scopes:0=read");
        else if (scopes.Contains(ApiScope.Transcripts) && !scopes.Contains(ApiScope.Read))
            own.Problem("Scopes", "transcripts are read beside scores; give the key the scope read as well");
        return scopes;
    }

    private static byte[]? HashOf(string value, SettingReader where, string key)
    {
        // The value is not repeated: most likely it is nearly a key.
        if (value.StartsWith(HashPrefix, StringComparison.OrdinalIgnoreCase))
        {
            var hex = value[HashPrefix.Length..];
            if (hex.Length == 2 * SHA256.HashSizeInBytes && hex.All(char.IsAsciiHexDigit))
                return Convert.FromHexString(hex);
            where.Problem(key, "must be sha256: and 64 hexadecimal digits; `printf %s KEY | sha256sum` prints them");
            return null;
        }

        if (value.Length >= ShortestKey)
            return SHA256.HashData(Encoding.UTF8.GetBytes(value));
        where.Problem(key, $"must be a key of at least {ShortestKey} characters, or sha256: and the hash of one; `openssl rand -hex 24` makes a good key");
        return null;
    }
}
