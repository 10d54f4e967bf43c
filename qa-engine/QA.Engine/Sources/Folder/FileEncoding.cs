using System;
using System.Buffers;
using System.Globalization;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Threading;

namespace QA.Engine.Sources.Folder;

/// <summary>
/// Which encoding a text file has. A byte order mark says so; else it is UTF-8 where it reads as UTF-8, but for a broken character here
/// and there; else GB18030, which holds GBK and GB 2312, where it reads as that; else nobody knows.
/// </summary>
internal static class FileEncoding
{
    public const string Auto = "auto";

    private const int BlockBytes = 64 * 1024;

    /// <summary>Text in GBK hardly ever looks like UTF-8, not even for a few characters; a file in UTF-8 may have been cut or patched.</summary>
    private const int WholePerBroken = 200;

    static FileEncoding() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static bool IsKnown(string name) => name.Equals(Auto, StringComparison.OrdinalIgnoreCase) || Named(name) is not null;

    /// <summary>SHA-256 over what decides how the file is read and over the file, from its beginning.</summary>
    public static byte[] Hash(Stream file, ReadOnlySpan<byte> signature, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(signature);
        var buffer = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            while (file.Read(buffer) is > 0 and var read)
            {
                cancellation.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return hash.GetHashAndReset();
    }

    /// <param name="file">Can be sought; read from its beginning, as a whole.</param>
    /// <param name="name">The setting.</param>
    /// <param name="problem">Why it cannot be read, and what would be right.</param>
    /// <returns>Null where there is a problem.</returns>
    public static Encoding? Of(Stream file, string name, out string? problem)
    {
        problem = null;
        Span<byte> head = stackalloc byte[8];
        file.Position = 0;
        head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        if (head.StartsWith("PK\u0003\u0004"u8) || (head is [0xD0, 0xCF, 0x11, 0xE0, ..]))
        {
            problem = "it is an Excel file or an archive, not text; save it as CSV UTF-8";
            return null;
        }

        // The mark wins over the setting: it was written together with the text.
        if (Marked(head) is { } marked)
            return marked;
        if (!name.Equals(Auto, StringComparison.OrdinalIgnoreCase))
        {
            var named = Named(name)!;
            if (Broken(file, named) is not { } at)
                return named;
            problem = string.Create(CultureInfo.InvariantCulture, $"it is not {name}: it breaks near byte {at + 1}; set Encoding to what it is, or to auto");
            return null;
        }

        var (whole, broken, nul, firstBroken) = CountUtf8(file);
        if (nul is { } zero)
        {
            problem = string.Create(CultureInfo.InvariantCulture, $"it is no text: byte {zero + 1} is 0; save it as text in UTF-8");
            return null;
        }

        if (broken == 0 || whole >= broken * WholePerBroken)
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var gb18030 = Named("gb18030")!;
        if (Broken(file, gb18030) is null)
            return gb18030;
        problem = string.Create(CultureInfo.InvariantCulture, $"it is neither UTF-8 (byte {firstBroken + 1} is not) nor GB18030; save it as UTF-8, or set Encoding");
        return null;
    }

    private static Encoding? Marked(ReadOnlySpan<byte> head) => head switch
    {
        [0xEF, 0xBB, 0xBF, ..] => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
        [0xFF, 0xFE, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: true),
        [0xFE, 0xFF, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: true),
        _ => null,
    };

    private static Encoding? Named(string name)
    {
        try
        {
            // GBK is a part of GB18030, and exports that call themselves GBK hold more than GBK.
            return name.ToUpperInvariant() switch
            {
                "GBK" or "GB2312" or "GB18030" or "CP936" => Encoding.GetEncoding("gb18030"),
                _ => Encoding.GetEncoding(name),
            };
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>About where the file cannot be decoded; null: it can.</summary>
    private static long? Broken(Stream file, Encoding encoding)
    {
        var strict = Encoding.GetEncoding(encoding.CodePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback).GetDecoder();
        file.Position = 0;
        var bytes = ArrayPool<byte>.Shared.Rent(BlockBytes);
        var chars = ArrayPool<char>.Shared.Rent(encoding.GetMaxCharCount(bytes.Length));
        long at = 0;
        try
        {
            while (true)
            {
                var read = file.Read(bytes);
                strict.GetChars(bytes.AsSpan(0, read), chars, flush: read == 0);
                if (read == 0)
                    return null;
                at += read;
            }
        }
        catch (DecoderFallbackException e)
        {
            return at + Math.Max(0, e.Index);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<char>.Shared.Return(chars);
        }
    }

    /// <summary>Characters beyond ASCII that are whole and that are broken, and where the first NUL and the first broken one stand.</summary>
    private static (long Whole, long Broken, long? Nul, long FirstBroken) CountUtf8(Stream file)
    {
        long whole = 0;
        long broken = 0;
        long? nul = null;
        long firstBroken = 0;
        long start = 0;
        file.Position = 0;
        var buffer = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            var carried = 0;
            while (true)
            {
                var read = file.Read(buffer, carried, BlockBytes - carried);
                var rest = buffer.AsSpan(0, carried + read);
                if (rest.IsEmpty)
                    break;
                var at = 0;
                carried = 0;
                while (at < rest.Length)
                {
                    if (rest[at] < 0x80)
                    {
                        if (rest[at] == 0)
                            nul ??= start + at;
                        at++;
                        continue;
                    }

                    var status = Rune.DecodeFromUtf8(rest[at..], out _, out var length);
                    if (status == OperationStatus.NeedMoreData && read > 0)
                    {
                        carried = rest.Length - at;
                        break;
                    }

                    if (status == OperationStatus.Done)
                        whole++;
                    else if (broken++ == 0)
                        firstBroken = start + at;
                    at += length;
                }

                rest[at..].CopyTo(buffer);
                start += at;
                if (read == 0)
                    break;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return (whole, broken, nul, firstBroken);
    }
}
