using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using QA.Engine.Settings;

namespace QA.Engine.Sources.Http;

/// <summary>Who may bring conversations, and how much at once.</summary>
internal sealed record HttpIntakeOptions
{
    private const string HashPrefix = "sha256:";
    private const int ShortestKey = 16;

    /// <summary>None: nobody may.</summary>
    public IReadOnlyList<ApiKey> Keys { get; init; } = [];

    /// <summary>Of a request's body, unpacked.</summary>
    public long MaxBodyBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Reads the section <c>Api</c>: <c>Keys:NAME</c> is a key, or <c>sha256:</c> and the hash of one; <c>MaxBodyBytes</c>.</summary>
    public static HttpIntakeOptions Read(SettingReader settings)
    {
        var keys = new List<ApiKey>();
        foreach (var (name, value) in settings.Map("Keys"))
        {
            // The value is not repeated: most likely it is nearly a key.
            if (value.StartsWith(HashPrefix, StringComparison.OrdinalIgnoreCase))
            {
                if (Hash(value[HashPrefix.Length..]) is { } hash)
                    keys.Add(new ApiKey(name, hash));
                else
                    settings.Problem($"Keys:{name}", "must be sha256: and 64 hexadecimal digits; `printf %s KEY | sha256sum` prints them");
            }
            else if (value.Length >= ShortestKey)
            {
                keys.Add(new ApiKey(name, SHA256.HashData(Encoding.UTF8.GetBytes(value))));
            }
            else
            {
                settings.Problem($"Keys:{name}", $"must be a key of at least {ShortestKey} characters, or sha256: and the hash of one; `openssl rand -hex 24` makes a good key");
            }
        }

        return new HttpIntakeOptions { Keys = keys, MaxBodyBytes = settings.Number("MaxBodyBytes", 64 * 1024 * 1024, 1, int.MaxValue) };
    }

    private static byte[]? Hash(string hex) =>
        hex.Length == 2 * SHA256.HashSizeInBytes && hex.All(char.IsAsciiHexDigit) ? Convert.FromHexString(hex) : null;
}

/// <summary>What a caller proves who it is with.</summary>
/// <param name="Name">Its name in the settings.</param>
/// <param name="Hash">SHA-256 of the key in UTF-8. The key itself is not kept.</param>
internal sealed record ApiKey(string Name, byte[] Hash)
{
    /// <summary>What conversations are said to come from; no source can be called so, because settings part their names with colons.</summary>
    public string Origin => "api:" + Name;

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
}
