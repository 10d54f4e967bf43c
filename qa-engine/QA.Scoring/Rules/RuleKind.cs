using System;
using System.Collections.Generic;
using QA.Scoring.Settings;

namespace QA.Scoring.Rules;

/// <summary>A kind of rule: its name in rubrics, its one-sentence description, and how it reads its settings.</summary>
public sealed class RuleKind(string name, string description, Func<SettingReader, Rule> read)
{
    private static readonly string[] Scopes = ["segment", "session"];

    public string Name { get; } = name;

    public string Description { get; } = description;

    /// <summary>The settings it asks for, the common ones included; for the schema and the reference.</summary>
    public IReadOnlyList<SettingShape> Shape => SettingReader.Record(settings => Read("", settings));

    /// <summary>Reads a rule of this kind; problems go to the settings' vocabulary.</summary>
    /// <param name="ruleName">The rule's name in its rubric.</param>
    /// <param name="settings">Everything below the name, <c>kind</c> included.</param>
    public Rule Read(string ruleName, SettingReader settings)
    {
        settings.Choice("kind", "What kind of rule this is.", [Name], Name);
        var title = settings.Wording("title", "What the rule looks for, in words people understand.");
        var scope = settings.Choice("scope", "segment: what the judged agent answered; session: the whole session, where every human agent counts as agent.", Scopes, "segment");
        var inputs = new InputRecorder(settings.Vocabulary);
        var rule = read(settings.With(inputs));
        rule.Name = ruleName;
        rule.KindName = Name;
        rule.At = settings.At;
        rule.Title = title ?? new Wording(ruleName, ruleName);
        rule.ReadsSession = scope == "session";
        rule.Inputs = inputs.References;
        rule.Lexicons = inputs.Lexicons;
        return rule;
    }

    /// <summary>Notes every rule and lexicon a rule refers to, so that no kind can forget to declare an input.</summary>
    private sealed class InputRecorder(IVocabulary inner) : IVocabulary
    {
        private readonly List<RuleReference> _references = [];
        private readonly List<int> _lexicons = [];

        public IReadOnlyList<RuleReference> References => _references;

        public IReadOnlyList<int> Lexicons => _lexicons;

        public void Report(Position at, string wrong, string right) => inner.Report(at, wrong, right);

        public int Lexicon(string name, Position at) => Noted(inner.Lexicon(name, at));

        public int InlinePhrases(IReadOnlyList<ScalarNode> phrases) => Noted(inner.InlinePhrases(phrases));

        public ModelReference? Model(string name, Position at) => inner.Model(name, at);

        public RuleReference Rule(string name, Position at)
        {
            var reference = inner.Rule(name, at);
            _references.Add(reference);
            return reference;
        }

        private int Noted(int lexicon)
        {
            if (lexicon >= 0 && !_lexicons.Contains(lexicon))
                _lexicons.Add(lexicon);
            return lexicon;
        }
    }
}
