using System;
using System.Buffers.Binary;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace QA.Rubrics;

/// <summary>The fingerprint of everything an author wrote.</summary>
internal static class ContentHash
{
    /// <summary>
    /// "sha256:" and hexadecimal digits over the rubric's text and the name and text of each lexicon, part and trained model, by name. Every
    /// piece is preceded by its length in bytes, so that moving words from one file to another changes the hash; line ends and a
    /// byte-order mark do not count, so that a checkout on Windows has the same. Folders of lexicons mean nothing and do not count.
    /// </summary>
    public static string Of(RubricText text)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, text.Rubric.Text);
        foreach (var lexicon in text.Lexicons.OrderBy(lexicon => lexicon.Name, StringComparer.Ordinal))
        {
            Add(hash, lexicon.Name);
            Add(hash, lexicon.Text);
        }

        foreach (var part in text.Parts.OrderBy(part => part.Name, StringComparer.Ordinal))
        {
            // No lexicon can have such a name, so a lexicon is never taken for a part.
            Add(hash, "parts/" + part.Name);
            Add(hash, part.Text);
        }

        foreach (var model in text.Models.OrderBy(model => model.Name, StringComparer.Ordinal))
        {
            Add(hash, "models/" + model.Name);
            Add(hash, model.Text);
        }

        return "sha256:" + Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, string piece)
    {
        var normal = piece.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        var bytes = Encoding.UTF8.GetBytes(normal);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
