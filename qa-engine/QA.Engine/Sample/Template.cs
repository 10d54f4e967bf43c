using System;
using System.Collections.Generic;

namespace QA.Engine.Sample;

/// <summary>
/// A line with slots and alternatives: <c>这款{商品}{会|洗了会}掉色吗</c>. Braces holding a bar are
/// alternatives (they nest, and one may be empty); braces without a bar name a <see cref="Slot"/>.
/// </summary>
internal sealed class Template
{
    internal readonly record struct Part(string? Literal, Slot Slot, Template[]? Choices);

    private Template(Part[] parts) => Parts = parts;

    public Part[] Parts { get; }

    /// <summary>Compiles a line.</summary>
    /// <exception cref="FormatException">A brace is open, or names a slot that does not exist.</exception>
    public static Template Parse(string text)
    {
        var position = 0;
        var template = ParseSequence(text, ref position, nested: false);
        return position == text.Length ? template : throw new FormatException($"sample script: '}}' without '{{' in: {text}");
    }

    private static Template ParseSequence(string text, ref int position, bool nested)
    {
        var parts = new List<Part>();
        var start = position;
        while (position < text.Length)
        {
            var c = text[position];
            if (nested && c is '|' or '}')
                break;
            if (c != '{')
            {
                position++;
                continue;
            }

            AddLiteral(parts, text, start, position);
            parts.Add(ParseBraces(text, ref position));
            start = position;
        }

        AddLiteral(parts, text, start, position);
        return new Template([.. parts]);
    }

    private static Part ParseBraces(string text, ref int position)
    {
        position++;
        var nameStart = position;
        var choices = new List<Template>();
        while (true)
        {
            choices.Add(ParseSequence(text, ref position, nested: true));
            if (position == text.Length)
                throw new FormatException($"sample script: '{{' is never closed in: {text}");
            if (text[position++] == '}')
                break;
        }

        if (choices.Count > 1)
            return new Part(null, default, [.. choices]);

        var name = text[nameStart..(position - 1)];
        if (!Enum.TryParse<Slot>(name, out var slot))
            throw new FormatException($"sample script: no slot is called '{name}' in: {text}");
        return new Part(null, slot, null);
    }

    private static void AddLiteral(List<Part> parts, string text, int start, int end)
    {
        if (end > start)
            parts.Add(new Part(text[start..end], default, null));
    }
}
