using System.Collections.Generic;

namespace QA.Scoring.Settings;

/// <summary>The names a rubric's author may use, and where complaints about them go. Implemented by whoever reads the rubric.</summary>
public interface IVocabulary
{
    /// <summary>Keeps a problem: where, what is wrong, what would be right (both without a full stop).</summary>
    void Report(Position at, string wrong, string right);

    /// <summary>The index of a lexicon by name; an unknown name is reported and answered with -1.</summary>
    int Lexicon(string name, Position at);

    /// <summary>The index of a nameless lexicon made of phrases written inside a rule.</summary>
    int InlinePhrases(IReadOnlyList<ScalarNode> phrases);

    /// <summary>A trained model by name; an unknown name is reported and answered with null.</summary>
    ModelReference? Model(string name, Position at);

    /// <summary>A reference to a rule, bound once all rules are known; an unknown name is reported then.</summary>
    RuleReference Rule(string name, Position at);
}

/// <summary>A trained model: which of the rubric's sets it is in, and which of the set.</summary>
public sealed record ModelReference(int Set, int Index);

/// <summary>A rule named by another rule, a gate or a level.</summary>
public sealed class RuleReference(string name, Position at)
{
    public string Name { get; } = name;

    public Position At { get; } = at;

    /// <summary>The rule's place in the rubric's list; -1 until bound.</summary>
    public int Index { get; private set; } = -1;

    public void Bind(int index) => Index = index;
}
