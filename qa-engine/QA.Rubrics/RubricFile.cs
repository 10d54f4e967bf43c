using System;
using System.Collections.Generic;
using System.Linq;
using QA.Rubrics.Checks;
using QA.Rubrics.Examples;
using QA.Rubrics.Lexicons;
using QA.Rubrics.Reading;
using QA.Rubrics.Yaml;
using QA.Scoring;
using QA.Scoring.Settings;

namespace QA.Rubrics;

/// <summary>What became of a rubric's text.</summary>
/// <param name="Rubric">The rubric, or null where there is any problem.</param>
/// <param name="Examples">The examples that came with it; empty where there is any problem.</param>
/// <param name="Problems">Everything that is wrong, by path, line and column.</param>
public sealed record RubricResult(Rubric? Rubric, ExampleSet Examples, IReadOnlyList<Problem> Problems);

/// <summary>The way in: text to a compiled rubric, or to everything that is wrong with it.</summary>
public static class RubricFile
{
    /// <summary>Reads a rubric with its lexicons and, where there are any, its examples. Never throws at its author.</summary>
    public static RubricResult Parse(RubricText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var problems = new ProblemList();
        var report = problems.For(text.Rubric.Path);
        var vocabulary = new Vocabulary(report);
        ReadLexicons(text.Lexicons, vocabulary, problems);

        Func<string, IReadOnlyList<Lexicon>, Rubric>? make = null;
        ExampleNames? names = null;
        if (YamlText.Read(text.Rubric.Text, report) is { } map)
        {
            var settings = new SettingReader(map, vocabulary);
            var reader = new RubricReader();
            make = reader.Read(settings);
            settings.Finish("a rubric");
            CheckRules(reader, vocabulary, report);
            CheckLexiconUse(text.Lexicons, vocabulary, problems);
            names = new ExampleNames(Set(reader.Criteria.Known), Set(reader.Scenarios.Known), Set(reader.CriticalFindings.Known), Set(reader.Rules.Select(rule => rule.Name)));
        }

        var examples = text.Examples is { } page ? ExampleFile.Read(page, names, problems.For(page.Path)) : [];
        var rubric = problems.Count == 0 ? make?.Invoke(ContentHash.Of(text), vocabulary.Lexicons) : null;
        return new RubricResult(rubric, new ExampleSet(text.Examples?.Path ?? "", rubric is null ? [] : examples, []), problems.Sorted());
    }

    private static HashSet<string> Set(IEnumerable<string> names) => new(names, StringComparer.Ordinal);

    private static void ReadLexicons(IReadOnlyList<SourceText> texts, Vocabulary vocabulary, ProblemList problems)
    {
        // By name, so that indices do not depend on the order in which a folder is listed.
        foreach (var text in texts.OrderBy(text => text.Name, StringComparer.Ordinal).ThenBy(text => text.Path, StringComparer.Ordinal))
        {
            var report = problems.For(text.Path);
            if (!Names.IsWellFormed(text.Name))
                report(new Position(1, 1), $"'{text.Name}' cannot name a lexicon", "call the file by lower-case letters, digits and single '-', such as greetings.txt");
            if (!vocabulary.TryAdd(LexiconText.Read(text.Name, text.Text, report)))
                report(new Position(1, 1), $"there are two lexicons '{text.Name}'", "give one of the files another name");
        }
    }

    private static void CheckRules(RubricReader reader, Vocabulary vocabulary, Report report)
    {
        var graph = new RuleGraph(reader.Rules);
        graph.Bind(vocabulary.References, report);
        graph.CheckCircles(report);
        var fromRules = reader.Rules.SelectMany(named => named.Rule?.Inputs ?? []).ToHashSet();
        graph.CheckUse(vocabulary.References.Where(reference => !fromRules.Contains(reference)), report);
    }

    private static void CheckLexiconUse(IReadOnlyList<SourceText> texts, Vocabulary vocabulary, ProblemList problems)
    {
        foreach (var text in texts)
        {
            if (!vocabulary.Uses(text.Name))
                problems.Add(text.Path, new Position(1, 1), $"nothing uses the lexicon '{text.Name}'", "name it in a rule, or remove the file");
        }
    }
}
