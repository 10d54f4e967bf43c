using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace QA.Engine.Web.Audit;

/// <summary>
/// The words of a message with evidence marked; marks may overlap, and each leads to what it is evidence of. What stands in for masked data says what was there. Written by hand, because in a message every
/// blank counts and a view would add its own.
/// </summary>
public sealed class MessageText : ComponentBase
{
    [Parameter, EditorRequired] public string Text { get; set; } = "";

    [Parameter, EditorRequired] public IReadOnlyList<Mark> Marks { get; set; } = [];

    [Parameter] public IReadOnlyList<Mask> Masks { get; set; } = [];

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        // Where the set of marks changes; between two cuts all words have the same.
        var marks = Marks.Where(static mark => mark.Length > 0).ToList();
        var cuts = new SortedSet<int> { 0, Text.Length };
        foreach (var mark in marks)
        {
            cuts.Add(Math.Clamp(mark.Start, 0, Text.Length));
            cuts.Add(Math.Clamp(mark.Start + mark.Length, 0, Text.Length));
        }

        foreach (var mask in Masks)
        {
            cuts.Add(Math.Clamp(mask.Start, 0, Text.Length));
            cuts.Add(Math.Clamp(mask.Start + mask.Length, 0, Text.Length));
        }

        var from = 0;
        foreach (var to in cuts.Skip(1))
        {
            Piece(builder, marks, from, to);
            foreach (var mark in marks.Where(mark => mark.Start + mark.Length == to).DistinctBy(static mark => (mark.Of, mark.Kind)))
                Reference(builder, mark);
            from = to;
        }
    }

    private void Piece(RenderTreeBuilder builder, List<Mark> marks, int from, int to)
    {
        var here = marks.Where(mark => mark.Start <= from && mark.Start + mark.Length >= to).ToList();
        if (here.Count == 0)
        {
            Words(builder, from, to);
            return;
        }

        builder.OpenElement(0, "mark");
        builder.AddAttribute(1, "class", "au-mark " + Class(here.Max(static mark => mark.Kind)));
        builder.AddAttribute(2, "data-of", string.Join(' ', here.Select(static mark => mark.Of).Distinct(StringComparer.Ordinal)));
        builder.AddAttribute(3, "title", string.Join(" · ", here.Select(static mark => mark.Title).Distinct(StringComparer.Ordinal)));
        foreach (var mark in here.Where(mark => mark.Start == from))
        {
            builder.OpenElement(4, "span");
            builder.AddAttribute(5, "id", mark.Id);
            builder.AddAttribute(6, "class", "au-at");
            builder.CloseElement();
        }

        Words(builder, from, to);
        builder.CloseElement();
    }

    private static void Reference(RenderTreeBuilder builder, Mark mark)
    {
        builder.OpenElement(10, "a");
        builder.AddAttribute(11, "class", "au-ref " + Class(mark.Kind));
        builder.AddAttribute(12, "href", "#" + Uri.EscapeDataString(mark.Of));
        builder.AddAttribute(13, "title", mark.Title);
        builder.AddAttribute(14, "aria-label", $"{mark.Label} {mark.Title}");
        builder.AddContent(15, mark.Label);
        builder.CloseElement();
    }

    private void Words(RenderTreeBuilder builder, int from, int to)
    {
        if (Masks.FirstOrDefault(mask => mask.Start <= from && mask.Start + mask.Length >= to && mask.Length > 0) is not { } mask)
        {
            Plain(builder, from, to);
            return;
        }

        builder.OpenElement(30, "span");
        builder.AddAttribute(31, "class", "au-masked");
        if (mask.Start == from)
        {
            builder.OpenElement(32, "span");
            builder.AddAttribute(33, "class", "au-masked-kind");
            builder.AddContent(34, mask.Title);
            builder.CloseElement();
        }

        Plain(builder, from, to);
        builder.CloseElement();
    }

    private void Plain(RenderTreeBuilder builder, int from, int to)
    {
        var plain = from;
        for (var i = from; i < to;)
        {
            if (HiddenSign.At(Text, i, out var length) is not { } name)
            {
                i++;
                continue;
            }

            builder.AddContent(20, Text[plain..i]);
            builder.OpenElement(21, "span");
            builder.AddAttribute(22, "class", "au-hidden");
            builder.AddContent(23, name);
            builder.CloseElement();
            i += length;
            plain = i;
        }

        if (plain < to)
            builder.AddContent(24, Text[plain..to]);
    }

    private static string Class(MarkKind kind) => kind switch
    {
        MarkKind.Good => "au-good",
        MarkKind.Bad => "au-bad",
        MarkKind.Miss => "au-miss",
        _ => "au-critical",
    };
}
