using System;
using System.Collections.Generic;
using QA.Scoring.Text;

namespace QA.Scoring;

/// <summary>The rubrics in use: one for each language of conversations, or one for all.</summary>
/// <remarks>
/// A conversation that states its <c>language</c> is taken at its word. Otherwise the letters that customer and agent write decide,
/// and where they do not, the default rubric judges.
/// </remarks>
public sealed class RubricSet
{
    private readonly Rubric[] _rubrics;
    private readonly bool _forAll;

    /// <summary>One rubric, whatever the language.</summary>
    public RubricSet(Rubric forAll)
    {
        _rubrics = [forAll];
        _forAll = true;
    }

    /// <param name="rubrics">The default first; each judges the language it names.</param>
    /// <exception cref="ArgumentException">There is none, or two judge one language.</exception>
    public RubricSet(IReadOnlyList<Rubric> rubrics)
    {
        if (rubrics.Count == 0)
            throw new ArgumentException("a set of rubrics needs at least one", nameof(rubrics));
        _rubrics = [.. rubrics];
        for (var i = 0; i < _rubrics.Length; i++)
        {
            if (Of(_rubrics[i].Language) != i)
                throw new ArgumentException($"two rubrics judge '{_rubrics[i].Language}': {_rubrics[Of(_rubrics[i].Language)].Id} and {_rubrics[i].Id}", nameof(rubrics));
        }
    }

    /// <summary>The default first.</summary>
    public IReadOnlyList<Rubric> All => _rubrics;

    /// <summary>The rubric for conversations whose language is not known.</summary>
    public Rubric Default => _rubrics[0];

    /// <summary>The rubric that judges a conversation; null where it states a language that no rubric judges.</summary>
    public Rubric? For(Conversation conversation)
    {
        if (_forAll)
            return _rubrics[0];
        if (ChatLanguage.Stated(conversation) is { } stated)
            return Of(stated) is var index and >= 0 ? _rubrics[index] : null;
        return _rubrics.Length > 1 && ChatLanguage.Detect(conversation) is { } detected && Of(detected) is var at and >= 0 ? _rubrics[at] : Default;
    }

    /// <summary>What is wrong where <see cref="For"/> gives none, and what would be right.</summary>
    public string NoRubric(Conversation conversation)
    {
        var languages = string.Join(", ", Array.ConvertAll(_rubrics, rubric => rubric.Language));
        return $"conversation '{conversation.Id}' says its language is '{conversation.Attribute(ChatLanguage.Field)?.Value}', which no rubric judges (there are: {languages}); "
            + "remove its 'language', add a rubric to the setting Rubrics, or name one for all";
    }

    private int Of(string language) => Array.FindIndex(_rubrics, rubric => string.Equals(rubric.Language, language, StringComparison.Ordinal));
}
