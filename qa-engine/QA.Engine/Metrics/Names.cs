using System;
using System.Security.Cryptography;
using System.Text;

namespace QA.Engine.Metrics;

/// <summary>Whose work it was, as labels say it.</summary>
internal readonly record struct Person(string Shop, string Team, string Agent);

/// <summary>
/// Turns names as exports give them into values of labels. An empty value is no label at all to Prometheus, so what has no name gets a
/// word; a real name that is one of these words is told apart from it.
/// </summary>
internal sealed class Names(string? salt)
{
    /// <summary>Stands for all who have no series of their own.</summary>
    public const string Other = "other";

    public const string Unnamed = "unnamed";
    public const string None = "none";

    // 48 bits: among 10,000 agents two meet once in six million companies.
    private const int HashedBytes = 6;
    private readonly byte[]? _key = salt is null ? null : Encoding.UTF8.GetBytes(salt);

    /// <param name="shop">Null or empty: the export names none.</param>
    public Person Of(string? shop, string? team, string? agent) => new(Group(shop), Group(team), Agent(agent));

    public string Group(string? name) => Own(name, None);

    public string Agent(string? name)
    {
        if (_key is null || string.IsNullOrEmpty(name))
            return Own(name, Unnamed);
        var bytes = Encoding.UTF8.GetBytes(name);
        return Convert.ToHexStringLower(HMACSHA256.HashData(_key, bytes).AsSpan(0, HashedBytes));
    }

    private static string Own(string? name, string none)
    {
        if (string.IsNullOrEmpty(name))
            return none;
        return name is Other or Unnamed or None ? name + " (name)" : LabelText.Clean(name);
    }
}
