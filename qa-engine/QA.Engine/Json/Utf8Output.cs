using System;
using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace QA.Engine.Json;

/// <summary>
/// A growing buffer of UTF-8 that is used again and again. <c>Utf8JsonWriter</c> checks the grammar at each token; here most
/// bytes are prepared once a rubric, and copying them is the whole work.
/// </summary>
internal sealed class Utf8Output
{
    // What JSON wants escaped. Everything else stays readable, Chinese above all; DEL and C1 controls are escaped for terminals.
    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        "\"\\\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000B\f\r\u000E\u000F\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F\u007F"
        + "\u0080\u0081\u0082\u0083\u0084\u0085\u0086\u0087\u0088\u0089\u008A\u008B\u008C\u008D\u008E\u008F\u0090\u0091\u0092\u0093\u0094\u0095\u0096\u0097\u0098\u0099\u009A\u009B\u009C\u009D\u009E\u009F");

    private const int FirstRoom = 16 * 1024;

    // One huge chat must not hold its memory for good.
    private const int MostKept = 4 * 1024 * 1024;
    private byte[] _bytes = new byte[FirstRoom];
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>The same; void once more is written or it is cleared.</summary>
    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, _length);

    public void Clear()
    {
        _length = 0;
        if (_bytes.Length > MostKept)
            _bytes = new byte[FirstRoom];
    }

    public void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    public void Raw(byte one)
    {
        Room(1)[0] = one;
        _length++;
    }

    /// <summary>Text as it is.</summary>
    public void Plain(ReadOnlySpan<char> text) =>
        _length += Encoding.UTF8.GetBytes(text, Room(Encoding.UTF8.GetMaxByteCount(text.Length)));

    /// <summary>A JSON text with its quotes, or null.</summary>
    public void JsonText(string? text)
    {
        if (text is null)
            Raw("null"u8);
        else
            JsonText(text.AsSpan());
    }

    /// <summary>A JSON text with its quotes.</summary>
    public void JsonText(ReadOnlySpan<char> text)
    {
        Raw((byte)'"');
        while (true)
        {
            var at = text.IndexOfAny(Escaped);
            if (at < 0)
                break;
            Plain(text[..at]);
            Escape(text[at]);
            text = text[(at + 1)..];
        }

        Plain(text);
        Raw((byte)'"');
    }

    public void Number(long value)
    {
        Utf8Formatter.TryFormat(value, Room(20), out var written);
        _length += written;
    }

    /// <summary>A number in fixed point, without trailing zeros.</summary>
    /// <param name="value">In units of 10^-<paramref name="decimals"/>.</param>
    public void Number(long value, int decimals)
    {
        if (value < 0)
            Raw((byte)'-');
        var rest = (ulong)Math.Abs(value);
        while (decimals > 0 && rest % 10 == 0)
        {
            rest /= 10;
            decimals--;
        }

        var unit = 1UL;
        for (var i = 0; i < decimals; i++)
            unit *= 10;
        Number((long)(rest / unit));
        if (decimals == 0)
            return;
        Raw((byte)'.');
        rest %= unit;
        for (unit /= 10; unit > 0; unit /= 10)
            Raw((byte)('0' + (rest / unit % 10)));
    }

    private void Escape(char c)
    {
        switch (c)
        {
            case '"':
                Raw("\\\""u8);
                break;
            case '\\':
                Raw("\\\\"u8);
                break;
            case '\n':
                Raw("\\n"u8);
                break;
            case '\r':
                Raw("\\r"u8);
                break;
            case '\t':
                Raw("\\t"u8);
                break;
            default:
                Raw("\\u00"u8);
                Raw((byte)"0123456789abcdef"[c >> 4]);
                Raw((byte)"0123456789abcdef"[c & 15]);
                break;
        }
    }

    private Span<byte> Room(int bytes)
    {
        if (_bytes.Length - _length < bytes)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + bytes));
        return _bytes.AsSpan(_length);
    }
}
