using System;
using System.Buffers;
using System.Globalization;
using System.Text;

namespace QA.Engine.Sources;

/// <summary>
/// JSON's text to .NET's, for bytes already known to be UTF-8. <c>Utf8JsonReader.GetString</c> throws at half a surrogate pair;
/// exports cut at a fixed length hold them, and one broken emoji is no reason to lose a chat.
/// </summary>
internal static class JsonText
{
    private const char Replacement = '\uFFFD';

    /// <param name="value">Between the quotes, as it stands in the file.</param>
    /// <param name="escaped">Whether there is a backslash in it.</param>
    public static string Read(ReadOnlySpan<byte> value, bool escaped)
    {
        if (value.IsEmpty)
            return "";
        var rented = ArrayPool<char>.Shared.Rent(value.Length);
        try
        {
            // GetString would count the characters first: Chinese text twice through the decoder. Decoding once and copying is faster.
            if (!escaped)
                return new string(rented, 0, Encoding.UTF8.GetChars(value, rented));
            var length = Unescape(value, rented, out var surrogates);
            if (surrogates)
                MendSurrogates(rented.AsSpan(0, length));
            return new string(rented, 0, length);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    private static int Unescape(ReadOnlySpan<byte> value, Span<char> into, out bool surrogates)
    {
        surrogates = false;
        var written = 0;
        while (true)
        {
            var slash = value.IndexOf((byte)'\\');
            if (slash < 0)
                return written + Encoding.UTF8.GetChars(value, into[written..]);
            written += Encoding.UTF8.GetChars(value[..slash], into[written..]);
            var used = 2;
            var c = (char)value[slash + 1];
            into[written] = c switch
            {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                'b' => '\b',
                'f' => '\f',
                _ => c,
            };
            if (c == 'u')
            {
                // The reader has checked the four digits.
                into[written] = (char)ushort.Parse(value.Slice(slash + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                surrogates |= char.IsSurrogate(into[written]);
                used = 6;
            }

            written++;
            value = value[(slash + used)..];
        }
    }

    private static void MendSurrogates(Span<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                i++;
            else
                text[i] = Replacement;
        }
    }
}
