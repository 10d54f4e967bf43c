using System;

namespace QA.Engine.Sample;

/// <summary>All the text of one conversation, end to end, so that a million conversations need one array.</summary>
internal sealed class TextBuffer
{
    private char[] _chars = new char[8192];

    public int Length { get; private set; }

    public Span<char> this[Range range] => _chars.AsSpan(0, Length)[range];

    public void Clear() => Length = 0;

    public void Append(ReadOnlySpan<char> text)
    {
        Reserve(text.Length);
        text.CopyTo(_chars.AsSpan(Length));
        Length += text.Length;
    }

    public void Append(int number)
    {
        Reserve(11);
        number.TryFormat(_chars.AsSpan(Length), out var written);
        Length += written;
    }

    public void Truncate(int length) => Length = length;

    private void Reserve(int more)
    {
        if (Length + more > _chars.Length)
            Array.Resize(ref _chars, Math.Max(_chars.Length * 2, Length + more));
    }
}
