using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using QA.Rubrics.Checks;
using QA.Scoring;
using QA.Scoring.Rules;
using QA.Scoring.Settings;
using QA.Scoring.Text;

namespace QA.Rubrics.Reading;

/// <summary>Reads the settings of a whole rubric.</summary>
internal sealed partial class RubricReader
{
    private readonly Names _ruleNames = RuleReader.Names();
    private readonly Names _sectionNames = new("section");
    private readonly Names _adjustmentNames = new("adjustment");
    private readonly List<NamedRule> _rules = [];
    private readonly List<Section> _sections = [];
    private readonly List<Adjustment> _adjustments = [];
    private readonly List<CriticalFinding> _critical = [];
    private IReadOnlyList<Scenario> _scenarios = [];

    /// <summary>The words of examples' expectations cannot be criteria.</summary>
    public Names Criteria { get; } = new("criterion", "agent", "session", "score", "scenario", "critical", "band", "passed", "standing", "stages", "disordered", "left-at");

    public Names Scenarios { get; } = new("scenario", "none");

    public Names Stages { get; } = new("stage", "none");

    public Names CriticalFindings { get; } = new("critical finding", "none");

    /// <summary>The rules as they were named; some may not have been readable.</summary>
    public IReadOnlyList<NamedRule> Rules => _rules;

    /// <summary>The parts the rubric lists, in its order.</summary>
    public IReadOnlyList<ScalarNode> Parts { get; private set; } = [];

    /// <summary>Reads the rubric's own file; its parts come after it.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Makes the rubric once every problem is known to be absent; its arguments are the hash and the lexicons.</returns>
    public Func<string, IReadOnlyList<Lexicon>, IReadOnlyList<SentenceModels>, Rubric> Read(SettingReader settings, string path)
    {
        var report = new Report(settings.Vocabulary.Report);
        var id = settings.Text("id", "A short name for the rubric, the same as its folder.");
        new Names("rubric").Add(id, path, settings.PlaceOf("id"), report);
        var version = settings.Text("version", "Its version, three numbers: 1.0.0; a published version never changes.");
        if (version.Length > 0 && !Version().IsMatch(version))
            settings.Report("version", $"'version' must be three numbers with dots, not \"{version}\"", "write version: 1.0.0");
        var language = settings.Choice("language", "The language of the conversations it judges.", ["zh", "en"]);
        var title = settings.Wording("title", "The rubric's name for people.", required: true);
        var passMark = Points(settings, "pass-mark", "Points from which a conversation passes.", null, 0, 100);
        var insufficient = settings.Number("insufficient-below", "Weight below which a score is shown but not ranked.", 30);
        var gap = settings.Duration("session-gap", "An idle gap this long begins a new session.", 6 * 3600) ?? 0;
        if (settings.Has("session-gap") && gap == 0)
            settings.Report("session-gap", "'session-gap' cannot be zero", "write session-gap: 6h");
        var negators = settings.Lexicons("negators", "Lexicons of words that negate what follows them: 不, 没有, 别.");
        var bands = settings.Maps("bands", "Names for scores, the highest first, the last from 0.", band => (Band: Band(band), At: band.PlaceOf("from")));
        CheckBands(bands, report);

        var ladder = new List<(Position, Position?)>();
        _scenarios = settings.Maps("scenarios", "Kinds of conversation; the first whose condition holds is the one. They decide weights and reports.", scenario => Scenario(scenario, path, ladder));
        Ladder.Check(ladder, "scenario", report);

        var stages = settings.Maps("stages", "Steps that a conversation goes through, in their order; which were reached is reported and never worth points.", stage => Stage(stage, path));
        Parts = settings.Texts("parts", "Files parts/<name>.yaml beside this one, with further rules, sections, adjustments and critical findings; read in this order.");

        // With parts, either may stand in a part; the schema says so on its own.
        ReadContents(settings, path, required: !settings.IsRecording && !settings.Has("parts"));
        return (hash, lexicons, models) => new Rubric([.. Rules.Select(named => named.Rule!)], lexicons, _sections)
        {
            Id = id,
            Version = version,
            Language = language,
            Title = title!,
            Hash = hash,
            PassMark = passMark,
            InsufficientBelow = Fixed.Millionths(insufficient),
            SessionGap = gap,
            Bands = [.. bands.Select(band => band.Band)],
            Scenarios = _scenarios,
            Stages = stages,
            Adjustments = _adjustments,
            CriticalFindings = _critical,
            Negators = negators,
            ModelSets = models,
        };
    }

    /// <summary>Reads a part; the rubric's own file comes first, for its scenarios.</summary>
    /// <param name="path">The part's file.</param>
    public void ReadPart(SettingReader settings, string path) => ReadContents(settings, path, required: false);

    /// <summary>What only all files together can lack.</summary>
    /// <param name="settings">Those of the rubric's own file.</param>
    public void CheckWhole(SettingReader settings)
    {
        var criteria = _sections.SelectMany(section => section.Criteria).ToList();
        if (_sections.Count == 0 && settings.Has("parts"))
            settings.Report("parts", "neither the rubric nor its parts have sections", "add 'sections' with a criterion to one of them");
        else if (criteria.Count > 0 && _sections.TrueForAll(section => section.Weight == 0 || section.Criteria.All(criterion => criterion.Weight == 0)))
            settings.Report("sections", "no criterion has any weight, so there could be no score", "give at least one criterion a weight above 0");
    }

    private void ReadContents(SettingReader settings, string path, bool required)
    {
        _rules.AddRange(RuleReader.Read(settings, path, required, _ruleNames));
        var criteria = new CriterionReader(path, Criteria, _scenarios);
        _sections.AddRange(settings.Maps("sections", "Groups of criteria, in the order people read them.", section => Section(section, path, criteria), required));
        _adjustments.AddRange(settings.Maps("adjustments", "Bonuses and penalties in points, outside the weighted sum.", adjustment => Adjustment(adjustment, path)));
        _critical.AddRange(settings.Maps("critical", "Findings so grave that they cap the score until a person decides.", critical => Critical(critical, path)));
    }

    [GeneratedRegex(@"^(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})(-[0-9A-Za-z]+([.-][0-9A-Za-z]+)*)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();

    private Section Section(SettingReader settings, string path, CriterionReader criteria)
    {
        var id = settings.Text("id", "A short name, unique among sections.");
        _sectionNames.Add(id, path, settings.PlaceOf("id"), settings.Vocabulary.Report);
        var title = settings.Wording("title", "The section's heading.", required: true);
        var weight = settings.OptionalNumber("weight", "Points of weight of the whole section, shared out among those of its criteria that apply and are sure, by their weights; where it is left out, the criteria's weights count as they are.", atMost: 10_000);
        var multipliers = ScenarioWeights.Read(settings, "section", _scenarios);
        if (weight is null && settings.Has("weights"))
            settings.Report("weights", "'weights' multiply the section's own weight, and it has none", "add 'weight' to the section, or move 'weights' to its criteria");
        var read = settings.Maps("criteria", "What is expected.", criterion => criteria.Read(criterion, multipliers), required: true);
        if (weight is > 0 && read.Count > 0 && read.All(criterion => criterion.Weight == 0))
            settings.Report("weight", "no criterion of the section has a share in its weight", "give at least one of them a weight above 0");
        return new Section(id, title ?? Wording.None, read)
        {
            Weight = weight is { } own ? Fixed.Millionths(own) : null,
            WeightByScenario = weight is { } each ? [.. multipliers.Select(multiplier => Fixed.Millionths(each * (multiplier ?? 0)))] : [],
        };
    }

    private Scenario Scenario(SettingReader settings, string path, List<(Position, Position?)> ladder)
    {
        var id = settings.Text("id", "A short name, unique among scenarios.");
        Scenarios.Add(id, path, settings.PlaceOf("id"), settings.Vocabulary.Report);
        var title = settings.Wording("title", "Its name for people.", required: true);
        var when = settings.Expression("when", "When a conversation is of this kind; the last scenario has none.");
        ladder.Add((settings.At, settings.Has("when") ? settings.PlaceOf("when") : null));
        return new Scenario(id, title ?? Wording.None, when);
    }

    private Stage Stage(SettingReader settings, string path)
    {
        var id = settings.Text("id", "A short name, unique among stages.");
        Stages.Add(id, path, settings.PlaceOf("id"), settings.Vocabulary.Report);
        var title = settings.Wording("title", "Its name for people.", required: true);
        var rule = settings.Rule("rule", "What shows that it is reached; the first finding is where.", required: true);
        return new Stage(id, title ?? Wording.None, rule ?? new RuleReference("", settings.At));
    }

    private static Band Band(SettingReader settings)
        => new(Points(settings, "from", "The lowest score of the band.", null, 0, 100), settings.Wording("title", "Its name for people.", required: true) ?? Wording.None);

    private Adjustment Adjustment(SettingReader settings, string path)
    {
        var id = settings.Text("id", "A short name, unique among adjustments.");
        _adjustmentNames.Add(id, path, settings.PlaceOf("id"), settings.Vocabulary.Report);
        var title = settings.Wording("title", "What it is for.", required: true) ?? Wording.None;
        var points = Points(settings, "points", "How many points it adds; a penalty has a minus sign.", null, -100, 100);
        if (points == 0 && settings.Has("points"))
            settings.Report("points", "0 points change nothing", "write a number such as 2 or -5, or remove the adjustment");
        var when = settings.Expression("when", "When it applies.", required: true);
        return new Adjustment(id, title, points, when ?? Expression.Never, settings.Wording("reason", "Why, for people; the title where it is left out.") ?? title);
    }

    private CriticalFinding Critical(SettingReader settings, string path)
    {
        var id = settings.Text("id", "A short name, unique among critical findings.");
        CriticalFindings.Add(id, path, settings.PlaceOf("id"), settings.Vocabulary.Report);
        var title = settings.Wording("title", "What is suspected.", required: true) ?? Wording.None;
        var when = settings.Expression("when", "When it is suspected.", required: true);
        var cap = Points(settings, "cap", "The most a conversation can score with it; 0 is an auto-fail.", 40, 0, 100);
        var reason = settings.Wording("reason", "Why it is suspected, for people; the title where it is left out.") ?? title;
        return new CriticalFinding(id, title, when ?? Expression.Never, cap, reason, settings.Wording("false-alarm", "What it typically is when it is harmless, for the person who decides."));
    }

    /// <summary>Points with up to two decimals, as hundredths.</summary>
    private static int Points(SettingReader settings, string name, string description, decimal? fallback, decimal atLeast, decimal atMost)
    {
        var points = settings.Number(name, description, fallback, atLeast, atMost);
        if (Fixed.Hundredths(points) is { } hundredths)
            return hundredths;
        settings.Report(name, $"'{name}' has more than two decimals", $"write {name}: {decimal.Round(points, 2)}");
        return 0;
    }

    private static void CheckBands(IReadOnlyList<(Band Band, Position At)> bands, Report report)
    {
        for (var i = 1; i < bands.Count; i++)
        {
            if (bands[i].Band.From >= bands[i - 1].Band.From)
                report(bands[i].At, "a band must begin below the one before", "list the highest first: from: 90, from: 60, from: 0");
        }

        if (bands.Count > 0 && bands[^1].Band.From > 0)
            report(bands[^1].At, "no band covers the lowest scores", "add a last band with 'from: 0'");
    }
}
