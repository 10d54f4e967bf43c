using System;
using System.IO;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace QA.Engine.Sources.Folder;

/// <summary>
/// Tells a file that has grown from one that was replaced, and knows it again under another name. Inode numbers would do on one
/// file system, but not after a copy, a restore or on Windows; the bytes do everywhere.
/// </summary>
internal static class FileFingerprint
{
    private const int Window = 1024;

    /// <summary>SHA-256 over the first and the last KiB before <paramref name="offset"/>.</summary>
    /// <param name="file">Open for reading.</param>
    /// <param name="offset">Bytes read so far; the file is at least as long.</param>
    public static byte[] Of(SafeFileHandle file, long offset)
    {
        Span<byte> bytes = stackalloc byte[2 * Window];
        var head = (int)Math.Min(offset, Window);
        var length = ReadFully(file, bytes[..head], 0);
        length += ReadFully(file, bytes.Slice(length, head), offset - head);
        return SHA256.HashData(bytes[..length]);
    }

    /// <summary>Whether the file still begins with what was read at that position.</summary>
    public static bool Matches(SafeFileHandle file, FilePosition position) =>
        RandomAccess.GetLength(file) >= position.Offset && Of(file, position.Offset).AsSpan().SequenceEqual(position.Fingerprint);

    private static int ReadFully(SafeFileHandle file, Span<byte> into, long at)
    {
        var read = 0;
        while (read < into.Length)
        {
            var more = RandomAccess.Read(file, into[read..], at + read);
            if (more == 0)
                break;
            read += more;
        }

        return read;
    }
}
