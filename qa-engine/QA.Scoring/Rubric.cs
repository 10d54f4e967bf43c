using System;
using System.Collections.Generic;
using QA.Scoring.Rules;
using QA.Scoring.Settings;
using QA.Scoring.Text;

namespace QA.Scoring;

/// <summary>A name for scores from a number of points up.</summary>
/// <param name="From">Hundredths of a point.</param>
public sealed record Band(int From, Wording Title);

/// <summary>What kind of conversation it is; decides weights and reports.</summary>
/// <param name="Condition">When it is this one; null: when it is none of the earlier ones.</param>
public sealed record Scenario(string Id, Wording Title, Expression? Condition);

/// <summary>A group of criteria.</summary>
public sealed record Section(string Id, Wording Title, IReadOnlyList<Criterion> Criteria)
{
    /// <summary>
    /// Millionths of a point that the criteria share, by their weights, as far as they apply and are sure; null: their weights
    /// count as they are.
    /// </summary>
    public long? Weight { get; init; }

    /// <summary>The same by scenario index; 0 where the section does not apply. Empty where it has no weight of its own.</summary>
    public IReadOnlyList<long> WeightByScenario { get; init; } = [];
}

/// <summary>A step that conversations of a kind go through, such as greeting, answers, order, farewell. Reported, never worth points.</summary>
/// <param name="Rule">Its first finding is where the stage is reached.</param>
public sealed record Stage(string Id, Wording Title, RuleReference Rule);

/// <summary>A bonus or a penalty in points, outside the weighted sum.</summary>
/// <param name="Points">Hundredths of a point; negative: a penalty.</param>
public sealed record Adjustment(string Id, Wording Title, int Points, Expression Condition, Wording Reason);

/// <summary>A finding so grave that it caps the score once the machine suspects it; a person confirms or dismisses it.</summary>
/// <param name="Cap">Hundredths of a point; 0: an auto-fail.</param>
/// <param name="FalseAlarm">What it typically is when it is not, for the person who decides.</param>
public sealed record CriticalFinding(string Id, Wording Title, Expression Condition, int Cap, Wording Reason, Wording? FalseAlarm);

/// <summary>
/// What is expected of agents: sections of criteria over named rules and lexicons. Immutable once built, shared by all threads,
/// and free of mistakes: what could be wrong was reported by whoever read it.
/// </summary>
public sealed class Rubric
{
    private readonly Criterion[] _criteria;
    private readonly Stage[] _stages = [];
    private readonly Lazy<Prospects> _prospects;
    private readonly Lazy<Agenda> _agenda;
    private Lazy<PhraseIndex> _phrases;

    /// <param name="rules">In the order of the rubric; references are bound to places in this list, and no rule reaches itself.</param>
    /// <param name="lexicons">In the order rules know them by.</param>
    public Rubric(IReadOnlyList<Rule> rules, IReadOnlyList<Lexicon> lexicons, IReadOnlyList<Section> sections)
    {
        Rules = rules;
        Lexicons = lexicons;
        Sections = sections;
        RuleArray = [.. rules];
        for (var i = 0; i < rules.Count; i++)
            rules[i].Index = i;
        var criteria = new List<Criterion>();
        var sharing = new List<(int, Section)>();
        foreach (var section in sections)
        {
            if (section.Weight is not null)
                sharing.Add((criteria.Count, section));
            criteria.AddRange(section.Criteria);
        }

        _criteria = [.. criteria];
        SharingSections = [.. sharing];
        _phrases = new Lazy<PhraseIndex>(() => Hearing.Index(this));
        _prospects = new Lazy<Prospects>(() => new Prospects(this));
        _agenda = new Lazy<Agenda>(() => new Agenda(this));
    }

    public required string Id { get; init; }

    public required string Version { get; init; }

    /// <summary>"zh" or "en": the language of the conversations it judges.</summary>
    public required string Language { get; init; }

    public required Wording Title { get; init; }

    /// <summary>"sha256:…" over everything the author wrote: rubric text, lexicon names and texts.</summary>
    public required string Hash { get; init; }

    /// <summary>Hundredths of a point from which a conversation passes.</summary>
    public required int PassMark { get; init; }

    /// <summary>Millionths of weight below which a score is shown but not ranked.</summary>
    public required long InsufficientBelow { get; init; }

    /// <summary>An idle gap of this many seconds or more begins a new session.</summary>
    public required int SessionGap { get; init; }

    /// <summary>Highest first.</summary>
    public required IReadOnlyList<Band> Bands { get; init; }

    /// <summary>Tried in order; empty where the rubric knows no scenarios.</summary>
    public required IReadOnlyList<Scenario> Scenarios { get; init; }

    public required IReadOnlyList<Adjustment> Adjustments { get; init; }

    public required IReadOnlyList<CriticalFinding> CriticalFindings { get; init; }

    /// <summary>In the order in which a conversation should reach them; empty where the rubric knows none.</summary>
    public IReadOnlyList<Stage> Stages
    {
        get => _stages;
        init => _stages = [.. value];
    }

    /// <summary>Lexicons of words that negate what follows them.</summary>
    public required IReadOnlyList<int> Negators { get; init; }

    public IReadOnlyList<Section> Sections { get; }

    /// <summary>The criteria of all sections, in order.</summary>
    public IReadOnlyList<Criterion> Criteria => _criteria;

    public IReadOnlyList<Rule> Rules { get; private set; }

    public IReadOnlyList<Lexicon> Lexicons { get; }

    /// <summary>Trained models, those of one speaker together.</summary>
    public IReadOnlyList<SentenceModels> ModelSets { get; init; } = [];

    /// <summary>The rules again, without an interface between: they are asked for thousands of times a conversation.</summary>
    internal Rule[] RuleArray { get; private set; }

    internal PhraseIndex Phrases => _phrases.Value;

    internal Prospects Prospects => _prospects.Value;

    internal Agenda Agenda => _agenda.Value;

    internal Stage[] StageArray => _stages;

    internal Criterion[] CriteriaArray => _criteria;

    /// <summary>The sections with a weight of their own, each with the place of its first criterion.</summary>
    internal (int First, Section Section)[] SharingSections { get; }

    /// <summary>
    /// Every result of a criterion that does not apply, one for each reason. A score holds these very objects, so that what is made of
    /// them can be made once.
    /// </summary>
    /// <param name="criterion">Its place among the criteria.</param>
    public IReadOnlyList<CriterionScore> NotApplicable(int criterion) => [.. Agenda.ClosedOf(criterion)];

    /// <summary>The band of a score in hundredths of a point; null where the rubric names none that low.</summary>
    public Band? BandOf(int score)
    {
        foreach (var band in Bands)
        {
            if (score >= band.From)
                return band;
        }

        return null;
    }

    /// <summary>The same with other phrases of the same lexicons.</summary>
    internal Rubric With(PhraseIndex phrases)
    {
        var copy = (Rubric)MemberwiseClone();
        copy._phrases = new Lazy<PhraseIndex>(phrases);
        return copy;
    }

    /// <summary>The same with another rule in one place.</summary>
    internal Rubric With(int index, Rule rule)
    {
        var copy = (Rubric)MemberwiseClone();
        copy.RuleArray = [.. RuleArray];
        copy.RuleArray[index] = rule;
        copy.Rules = copy.RuleArray;
        return copy;
    }

    /// <summary>The rule of that name, or null.</summary>
    public Rule? Rule(string name)
    {
        foreach (var rule in Rules)
        {
            if (string.Equals(rule.Name, name, StringComparison.Ordinal))
                return rule;
        }

        return null;
    }
}
