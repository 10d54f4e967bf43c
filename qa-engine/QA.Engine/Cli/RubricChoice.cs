using System;
using System.Collections.Generic;
using System.IO;
using QA.Engine.Rubrics;
using QA.Rubrics;
using QA.Rubrics.Examples;
using QA.Scoring;

namespace QA.Engine.Cli;

/// <summary>A rubric that is free of mistakes, what its author wrote, the chats that came with it, and where everything stands.</summary>
internal sealed record LoadedRubric(Rubric Rubric, RubricText Text, IReadOnlyList<Example> Examples, RubricPlaces Places);

/// <summary>The rubrics that judge, and what their authors wrote.</summary>
/// <param name="Loaded">In the order of the set: the default first.</param>
internal sealed record LoadedRubrics(RubricSet Set, IReadOnlyList<LoadedRubric> Loaded);

/// <summary>Which rubric judges conversations of a language; a setting.</summary>
internal readonly record struct LanguageRubric(string Language, string Path);

/// <summary>Finds rubrics by path or by the name of one that is shipped, and those that the settings name.</summary>
/// <param name="forAll">The rubric for every conversation; empty: one for each language.</param>
/// <param name="byLanguage">Asked where none is named and there is none for all.</param>
/// <param name="defaultLanguage">The language of conversations that do not show theirs.</param>
/// <param name="programFolder">Where the shipped rubrics are.</param>
internal sealed class RubricChoice(string forAll, IReadOnlyList<LanguageRubric> byLanguage, string defaultLanguage, string programFolder)
{
    private const string Shipped = "rubrics";

    /// <summary>The rubrics in use, by their names in the settings; the default first.</summary>
    public IReadOnlyList<string> InUse
    {
        get
        {
            if (forAll.Length > 0)
                return [forAll];
            var paths = new List<string>();
            foreach (var rubric in byLanguage)
                paths.Insert(rubric.Language == defaultLanguage ? 0 : paths.Count, rubric.Path);
            return paths;
        }
    }

    /// <summary>Where the rubric of that path or name is; the words themselves where there is none.</summary>
    public string Locate(string named)
    {
        if (Exists(named))
            return named;
        foreach (var candidate in (ReadOnlySpan<string>)[Path.Combine(programFolder, named), Path.Combine(programFolder, Shipped, named)])
        {
            if (Exists(candidate))
                return candidate;
        }

        return named;
    }

    /// <summary>Reads and compiles; all that is wrong goes to standard error.</summary>
    /// <returns>Null where anything is wrong.</returns>
    public LoadedRubric? Load(string named, TextWriter error)
    {
        var path = Locate(named);
        var (text, problem) = RubricFolder.Read(path);
        if (text is null)
        {
            error.WriteLine(problem);
            return null;
        }

        var result = RubricFile.Parse(text);
        foreach (var wrong in result.Problems)
            error.WriteLine(wrong);
        return result.Rubric is { } rubric ? new LoadedRubric(rubric, text, result.Examples, result.Places) : null;
    }

    /// <summary>The rubric that is named, for all conversations; those of the settings where none is.</summary>
    /// <returns>Null where anything is wrong; all of it went to standard error.</returns>
    public LoadedRubrics? LoadAll(string? named, TextWriter error)
    {
        if (!string.IsNullOrEmpty(named) || forAll.Length > 0)
            return Load(string.IsNullOrEmpty(named) ? forAll : named, error) is { } one ? new LoadedRubrics(new RubricSet(one.Rubric), [one]) : null;
        if (!NamesADefault(error))
            return null;
        var loaded = new List<LoadedRubric>();
        foreach (var (language, path) in byLanguage)
        {
            if (Load(path, error) is not { } rubric)
                continue;
            if (rubric.Rubric.Language == language)
                loaded.Insert(language == defaultLanguage ? 0 : loaded.Count, rubric);
            else
                error.WriteLine($"{Locate(path)}: judges conversations in '{rubric.Rubric.Language}', but the setting Rubrics names it for '{language}'; name one whose 'language' is {language}");
        }

        return loaded.Count == byLanguage.Count ? new LoadedRubrics(new RubricSet([.. loaded.ConvertAll(one => one.Rubric)]), loaded) : null;
    }

    public static bool Exists(string path) => File.Exists(path) || File.Exists(Path.Combine(path, RubricFolder.FileName));

    private bool NamesADefault(TextWriter error)
    {
        var languages = new List<string>();
        foreach (var rubric in byLanguage)
            languages.Add(rubric.Language);
        if (languages.Contains(defaultLanguage))
            return true;
        error.WriteLine(languages.Count == 0
            ? "the settings name no rubric; set Rubric (one for all), or Rubrics (one for each language)"
            : $"the setting DefaultLanguage is '{defaultLanguage}', for which the setting Rubrics names no rubric; it names some for {string.Join(", ", languages)}");
        return false;
    }
}
