using System;
using System.Collections.Generic;

namespace QA.Rubrics;

/// <summary>A text and what to call it when something is wrong with it.</summary>
/// <param name="Path">Shown in problems; its file name, without extension, is the name of a lexicon.</param>
public sealed record SourceText(string Path, string Text)
{
    /// <summary>The last part of the path, up to its last dot.</summary>
    internal string Name
    {
        get
        {
            var name = Path.AsSpan(Path.AsSpan().LastIndexOfAny('/', '\\') + 1);
            var dot = name.LastIndexOf('.');
            return (dot > 0 ? name[..dot] : name).ToString();
        }
    }
}

/// <summary>Everything a rubric's author wrote.</summary>
/// <param name="Rubric">The YAML that names the rubric and lists its parts.</param>
/// <param name="Lexicons">One text a lexicon, in any order.</param>
public sealed record RubricText(SourceText Rubric, IReadOnlyList<SourceText> Lexicons)
{
    /// <summary>Further YAML with rules and sections, in any order; the rubric says in which they are read.</summary>
    public IReadOnlyList<SourceText> Parts { get; init; } = [];

    /// <summary>Trained models, in any order.</summary>
    public IReadOnlyList<SourceText> Models { get; init; } = [];

    /// <summary>The sentences they were trained on, in any order; where there are any, the models must come from these.</summary>
    public IReadOnlyList<SourceText> Sentences { get; init; } = [];

    /// <summary>Pages of chats it must score as stated, in the order they are run.</summary>
    public IReadOnlyList<SourceText> Examples { get; init; } = [];
}
