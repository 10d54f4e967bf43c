using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace QA.Engine.Storage.Postgres;

/// <summary>
/// What PostgreSQL cannot hold or index as it is, in a form it can: U+0000, texts that are no whole UTF-16, and texts too long for an index.
/// </summary>
internal static class PostgresText
{
    // An index takes 2,704 bytes; below this, a key is readable.
    private const int LongestKey = 512;

    // U+0001 is the sign of an escape; nobody writes it in a chat.
    private const char Escape = '\u0001';

    // No text is kept so: an escape is followed by 0 or 1.
    public const string DigestMark = "\u0001#";

    private static readonly SearchValues<char> Escaped = SearchValues.Create("\u0000\u0001");

    /// <summary>Whether a text may be sent as it is, apart from lone surrogates, which UTF-8 turns into U+FFFD.</summary>
    public static bool IsPlain(ReadOnlySpan<char> text) => !text.ContainsAny(Escaped);

    /// <summary>As it is kept.</summary>
    public static string In(string text)
    {
        if (!IsPlain(text))
            text = text.Replace("\u0001", "\u00011", StringComparison.Ordinal).Replace("\u0000", "\u00010", StringComparison.Ordinal);

        // A driver refuses what UTF-8 cannot say; better a mark in the text than a chat that cannot be kept.
        return text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;
    }

    public static string? InOrNull(string? text) => text is null ? null : In(text);

    /// <summary>As it was.</summary>
    public static string Out(string text) => text.Contains(Escape, StringComparison.Ordinal)
        ? text.Replace("\u00010", "\u0000", StringComparison.Ordinal).Replace("\u00011", "\u0001", StringComparison.Ordinal)
        : text;

    /// <summary>The text that a key was made of; null: it is a digest, and only what it belongs to knows the text.</summary>
    public static string? OfKey(string key) => key.StartsWith(DigestMark, StringComparison.Ordinal) ? null : Out(key);

    /// <summary>A text for an index: itself, or its digest where it is long.</summary>
    public static string Key(string text)
    {
        var kept = In(text);
        return kept.Length * 3 <= LongestKey || Encoding.UTF8.GetByteCount(kept) <= LongestKey ? kept : DigestMark + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(kept)));
    }

    /// <summary>The first 16 bytes of SHA-256 over some texts, so that no two lists of texts share their bytes.</summary>
    public static Guid Digest(params ReadOnlySpan<string> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var text in texts)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return new Guid(digest[..16], bigEndian: true);
    }
}
