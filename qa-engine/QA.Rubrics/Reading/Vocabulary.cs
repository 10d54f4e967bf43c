using System;
using System.Collections.Generic;
using System.Linq;
using QA.Rubrics.Checks;
using QA.Rubrics.Lexicons;
using QA.Scoring;
using QA.Scoring.Settings;

namespace QA.Rubrics.Reading;

/// <summary>The lexicons a rubric may name, and the references that its files made.</summary>
internal sealed class Vocabulary(WordClasses classes)
{
    private WordClasses Classes => classes;

    private readonly List<Lexicon> _lexicons = [];
    private readonly List<string> _paths = [];
    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);
    private readonly HashSet<int> _used = [];
    private readonly Dictionary<string, ModelReference> _models = new(StringComparer.Ordinal);
    private readonly HashSet<string> _usedModels = new(StringComparer.Ordinal);
    private readonly List<NamedReference> _references = [];

    /// <summary>Named lexicons first, then those made of phrases inside rules.</summary>
    public IReadOnlyList<Lexicon> Lexicons => [.. _lexicons.Select((lexicon, index) => lexicon with { IsSought = lexicon.Name.Length == 0 || _used.Contains(index) })];

    /// <summary>For each lexicon, the file it stands in.</summary>
    public IReadOnlyList<string> Paths => _paths;

    /// <summary>Every rule named anywhere, in the order of reading.</summary>
    public IReadOnlyList<NamedReference> References => _references;

    /// <summary>Makes a lexicon known; false where its name is taken.</summary>
    public bool TryAdd(Lexicon lexicon, string path)
    {
        if (!_indices.TryAdd(lexicon.Name, _lexicons.Count))
            return false;
        _lexicons.Add(lexicon);
        _paths.Add(path);
        return true;
    }

    /// <summary>Whether a rule names a lexicon, or another lexicon does as a class of words.</summary>
    public bool Uses(string lexicon) => (_indices.TryGetValue(lexicon, out var index) && _used.Contains(index)) || classes.Uses(lexicon);

    public void Add(string model, ModelReference reference) => _models.Add(model, reference);

    public bool UsesModel(string model) => _usedModels.Contains(model);

    /// <summary>The same names as one file uses them; what is wrong is reported as standing in that file.</summary>
    public IVocabulary In(string path, Report report) => new OfFile(this, path, report);

    private sealed class OfFile(Vocabulary all, string path, Report report) : IVocabulary
    {
        public void Report(Position at, string wrong, string right) => report(at, wrong, right);

        public int Lexicon(string name, Position at)
        {
            if (all._indices.TryGetValue(name, out var index))
            {
                all._used.Add(index);
                return index;
            }

            report(at, $"unknown lexicon '{name}'", Suggestion.Or(name, all._indices.Keys, $"add the file lexicons/{name}.txt"));
            return -1;
        }

        public int InlinePhrases(IReadOnlyList<ScalarNode> phrases)
        {
            all._lexicons.Add(LexiconText.Read("", phrases, report, all.Classes));
            all._paths.Add(path);
            return all._lexicons.Count - 1;
        }

        public ModelReference? Model(string name, Position at)
        {
            if (all._models.TryGetValue(name, out var model))
            {
                all._usedModels.Add(name);
                return model;
            }

            report(at, $"unknown model '{name}'", Suggestion.Or(name, all._models.Keys, $"write sentences into models/{name}.txt and run 'train'"));
            return null;
        }

        public RuleReference Rule(string name, Position at)
        {
            var reference = new RuleReference(name, at);
            all._references.Add(new NamedReference(path, reference));
            return reference;
        }
    }
}
