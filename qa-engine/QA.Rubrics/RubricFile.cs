using System;
using System.Collections.Generic;
using System.Linq;
using QA.Rubrics.Checks;
using QA.Rubrics.Examples;
using QA.Rubrics.Lexicons;
using QA.Rubrics.Models;
using QA.Rubrics.Reading;
using QA.Rubrics.Yaml;
using QA.Scoring;
using QA.Scoring.Settings;
using QA.Scoring.Text;

namespace QA.Rubrics;

/// <summary>What became of a rubric's text.</summary>
/// <param name="Rubric">The rubric, or null where there is any problem.</param>
/// <param name="Examples">The examples that came with it; empty where there is any problem.</param>
/// <param name="Places">Where its lexicons and rules stand; empty where there is any problem.</param>
/// <param name="Problems">Everything that is wrong, by path, line and column.</param>
public sealed record RubricResult(Rubric? Rubric, IReadOnlyList<Example> Examples, RubricPlaces Places, IReadOnlyList<Problem> Problems);

/// <summary>Where the parts of a rubric are written.</summary>
/// <param name="Lexicons">For each lexicon of the rubric, its file; its entries know their lines.</param>
/// <param name="Rules">For each rule of the rubric, its file and its name's place in it.</param>
public sealed record RubricPlaces(IReadOnlyList<string> Lexicons, IReadOnlyList<(string Path, Position At)> Rules)
{
    /// <summary>Nothing is anywhere.</summary>
    public static RubricPlaces None { get; } = new([], []);
}

/// <summary>The way in: text to a compiled rubric, or to everything that is wrong with it.</summary>
public static class RubricFile
{
    /// <summary>Reads a rubric with its lexicons and, where there are any, its examples. Never throws at its author.</summary>
    public static RubricResult Parse(RubricText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var problems = new ProblemList();
        var classes = new WordClasses(text.Lexicons);
        var vocabulary = new Vocabulary(classes);
        ReadLexicons(text.Lexicons, classes, vocabulary, problems);
        var models = ReadModels(text, vocabulary, problems);

        Func<string, IReadOnlyList<Lexicon>, IReadOnlyList<SentenceModels>, Rubric>? make = null;
        ExampleNames? names = null;
        var places = RubricPlaces.None;
        var path = text.Rubric.Path;
        var report = problems.For(path);
        if (YamlText.Read(text.Rubric.Text, report) is { } map)
        {
            var settings = new SettingReader(map, vocabulary.In(path, report));
            var reader = new RubricReader();
            make = reader.Read(settings, path);
            settings.Finish("a rubric");

            // What a missing part holds is unknown, not wrong: nobody is helped by a hundred names that nothing defines.
            if (ReadParts(text, reader, vocabulary, problems))
            {
                reader.CheckWhole(settings);
                CheckRules(reader, vocabulary, problems);
                CheckLexiconUse(text.Lexicons, vocabulary, problems);
                CheckModelUse(text.Models, vocabulary, problems);
                places = new RubricPlaces(vocabulary.Paths, [.. reader.Rules.Select(rule => (rule.Path, rule.At))]);
                names = new ExampleNames(Set(reader.Criteria.Known), Set(reader.Scenarios.Known), Set(reader.CriticalFindings.Known), Set(reader.Stages.Known), Set(reader.Rules.Select(rule => rule.Name)));
            }
        }

        var examples = new List<Example>();
        foreach (var page in text.Examples)
            examples.AddRange(ExampleFile.Read(page, names, problems.For(page.Path)));
        var rubric = problems.Count == 0 ? make?.Invoke(ContentHash.Of(text), vocabulary.Lexicons, models) : null;
        return new RubricResult(rubric, rubric is null ? [] : examples, rubric is null ? RubricPlaces.None : places, problems.Sorted());
    }

    /// <summary>Reads the parts in the order in which the rubric lists them, so that the order of a folder does not count.</summary>
    /// <returns>Whether every part that is listed is there and is YAML.</returns>
    private static bool ReadParts(RubricText text, RubricReader reader, Vocabulary vocabulary, ProblemList problems)
    {
        var report = problems.For(text.Rubric.Path);
        var parts = text.Parts.OrderBy(part => part.Path, StringComparer.Ordinal).ToLookup(part => part.Name, StringComparer.Ordinal);
        var listed = new HashSet<string>(StringComparer.Ordinal);
        var whole = true;
        foreach (var item in reader.Parts)
        {
            var name = item.Value;
            if (!Names.IsWellFormed(name))
                report(item.At, $"'{name}' cannot name a part", "write the name of a file in 'parts' without folder and '.yaml': lower-case letters, digits and single '-'");
            else if (!listed.Add(name))
                report(item.At, $"the part '{name}' is listed twice", "keep one of them");
            else if (!parts[name].Any())
                report(item.At, $"there is no part '{name}'", Suggestion.Or(name, [.. parts.Select(part => part.Key)], $"add the file parts/{name}.yaml"));
            else
                whole &= parts[name].All(part => ReadPart(part, reader, vocabulary, problems));
        }

        whole &= reader.Parts.All(item => parts[item.Value].Any());
        foreach (var part in parts.Where(part => !listed.Contains(part.Key)).SelectMany(part => part))
            problems.Add(part.Path, new Position(1, 1), $"the rubric does not list the part '{part.Name}', so nothing in it counts", $"add '{part.Name}' to 'parts' in the rubric, or remove the file");
        return whole;
    }

    private static bool ReadPart(SourceText part, RubricReader reader, Vocabulary vocabulary, ProblemList problems)
    {
        var report = problems.For(part.Path);
        if (YamlText.Read(part.Text, report) is not { } map)
            return false;
        var settings = new SettingReader(map, vocabulary.In(part.Path, report));
        reader.ReadPart(settings, part.Path);
        settings.Finish("a part of a rubric");
        return true;
    }

    private static HashSet<string> Set(IEnumerable<string> names) => new(names, StringComparer.Ordinal);

    private static void ReadLexicons(IReadOnlyList<SourceText> texts, WordClasses classes, Vocabulary vocabulary, ProblemList problems)
    {
        // By name, so that indices do not depend on the order in which a folder is listed.
        foreach (var text in texts.OrderBy(text => text.Name, StringComparer.Ordinal).ThenBy(text => text.Path, StringComparer.Ordinal))
        {
            var report = problems.For(text.Path);
            if (!Names.IsWellFormed(text.Name))
                report(new Position(1, 1), $"'{text.Name}' cannot name a lexicon", "call the file by lower-case letters, digits and single '-', such as greetings.txt");
            if (!vocabulary.TryAdd(LexiconText.Read(text.Name, text.Text, report, classes), text.Path))
                report(new Position(1, 1), $"there are two lexicons '{text.Name}'", "give one of the files another name");
        }
    }

    /// <summary>Reads the trained models; those that know the same speaker make a set.</summary>
    private static IReadOnlyList<SentenceModels> ReadModels(RubricText text, Vocabulary vocabulary, ProblemList problems)
    {
        var sentences = text.Sentences.Count > 0 ? WeightsFile.HashOf(text.Sentences) : null;
        var sets = new SortedDictionary<string, List<SentenceModel>>(StringComparer.Ordinal);
        foreach (var file in text.Models.OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            if (WeightsFile.Read(file.Name, file.Text, problems.For(file.Path)) is not { } read)
                continue;
            if (sentences is not null && read.Sentences != sentences)
                problems.Add(file.Path, new Position(2, 1), $"the model '{file.Name}' was trained on other sentences than those in its folder", "run 'train' on the rubric's folder");
            if (!sets.TryGetValue(read.Of, out var set))
                sets.Add(read.Of, set = []);
            set.Add(read.Model);
        }

        foreach (var (set, index) in sets.Values.Select((set, index) => (set, index)))
        {
            for (var i = 0; i < set.Count; i++)
                vocabulary.Add(set[i].Name, new ModelReference(index, i));
        }

        return [.. sets.Values.Select(set => new SentenceModels(set))];
    }

    private static void CheckModelUse(IReadOnlyList<SourceText> texts, Vocabulary vocabulary, ProblemList problems)
    {
        foreach (var text in texts.Where(text => !vocabulary.UsesModel(text.Name)))
            problems.Add(text.Path, new Position(1, 1), $"nothing uses the model '{text.Name}'", "name it in a rule, or remove the file");
    }

    private static void CheckRules(RubricReader reader, Vocabulary vocabulary, ProblemList problems)
    {
        var graph = new RuleGraph(reader.Rules);
        graph.Bind(vocabulary.References, problems);
        graph.CheckCircles(problems);
        var fromRules = reader.Rules.SelectMany(named => named.Rule?.Inputs ?? []).ToHashSet();
        graph.CheckUse(vocabulary.References.Select(named => named.Reference).Where(reference => !fromRules.Contains(reference)), problems);
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
