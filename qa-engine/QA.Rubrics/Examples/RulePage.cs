using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using QA.Rubrics.Checks;
using QA.Rubrics.Lexicons;
using QA.Rubrics.Reading;
using QA.Rubrics.Yaml;
using QA.Rubrics.Models;
using QA.Scoring;
using QA.Scoring.Text;
using QA.Scoring.Rules;
using QA.Scoring.Settings;

namespace QA.Rubrics.Examples;

/// <summary>What became of a page about a rule kind.</summary>
/// <param name="Page">The page, or null where there is any problem.</param>
public sealed record RulePageResult(RulePage? Page, IReadOnlyList<Problem> Problems);

/// <summary>
/// A page that documents a rule kind and tests it: prose, <c>yaml</c> blocks with <c>rules:</c> (and <c>lexicons: {name: [phrases]}</c>),
/// and below each the <c>chat</c> blocks in which exactly the marked words must be found.
/// </summary>
public sealed class RulePage
{
    private readonly string _path;
    private readonly IReadOnlyList<Lesson> _lessons;

    private RulePage(string path, IReadOnlyList<Lesson> lessons)
    {
        _path = path;
        _lessons = lessons;
    }

    /// <summary>The kinds of rules with marked words, in ordinal order: what the page is about.</summary>
    public IReadOnlyList<string> Kinds => [.. _lessons.SelectMany(lesson => lesson.Shown).Select(rule => rule.KindName).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Whether some chat shows words, or lacks any, that a marked rule must pass over.</summary>
    public bool HasNearMiss => _lessons.Any(lesson => lesson.Chats.Any(chat => chat.Marks.Any(mark => mark.Kind == MarkKind.Not) || lesson.Shown.Any(rule => chat.Marks.All(mark => mark.Name != rule.Name))));

    /// <summary>Reads a page. Never throws at its author.</summary>
    /// <param name="path">What to call it when something is wrong with it.</param>
    public static RulePageResult Parse(string text, string path)
    {
        ArgumentNullException.ThrowIfNull(text);
        var problems = new ProblemList();
        var report = problems.For(path);
        var lessons = new List<Lesson>();
        LessonText? current = null;
        foreach (var part in Markdown.Read(text, report))
        {
            switch (part)
            {
                case FencedBlock { Language: "yaml" } block:
                    current?.Finish(lessons);
                    current = LessonText.Read(block, path, problems, report);
                    break;
                case FencedBlock { Language: "chat" } block when current is null:
                    report(block.At, "there are no rules above this chat", "add a block of 'yaml' with 'rules:' above it");
                    break;
                case FencedBlock { Language: "chat" } block:
                    current!.Add(block);
                    break;
            }
        }

        current?.Finish(lessons);
        if (problems.Count == 0 && lessons.Count == 0)
            report(new Position(1, 1), "the page has no rules", "add a block of 'yaml' with 'rules:' and blocks of 'chat' below it");
        return new RulePageResult(problems.Count == 0 ? new RulePage(path, lessons) : null, problems.Sorted());
    }

    /// <summary>Everything marked that is not found, and found that is not marked; empty: the page is true.</summary>
    public IReadOnlyList<Mismatch> Run() => Run(RuleProbe.Find);

    internal IReadOnlyList<Mismatch> Run(Func<Conversation, Rubric, string, IReadOnlyList<Finding>> probe)
    {
        var mismatches = new List<Mismatch>();
        foreach (var lesson in _lessons)
        {
            foreach (var chat in lesson.Chats)
            {
                foreach (var rule in lesson.Shown)
                    Compare(rule.Name, chat, probe(chat.Conversation, lesson.Rubric, rule.Name), mismatches);
            }
        }

        return mismatches;
    }

    private void Compare(string rule, Chat chat, IReadOnlyList<Finding> found, List<Mismatch> mismatches)
    {
        var marks = chat.Marks.Where(mark => mark.Name == rule).ToList();
        foreach (var mark in marks)
        {
            if (FoundWords.Check(mark, found, chat.Conversation) is { } mismatch)
                mismatches.Add(new Mismatch(_path, mark.At, mismatch.Kind, mismatch.Text));
        }

        foreach (var finding in found)
        {
            if (!marks.Exists(mark => FoundWords.Touches(mark, finding)))
                mismatches.Add(new Mismatch(_path, chat.MessagesAt[finding.Message], MismatchKind.Noisy, $"{rule}: noisy: found {FoundWords.Words([finding], chat.Conversation)}, which is not marked"));
        }
    }

    /// <summary>Rules and the chats that show what they find.</summary>
    /// <param name="Shown">The rules with marks; the others only serve them.</param>
    private sealed record Lesson(Rubric Rubric, IReadOnlyList<Rule> Shown, IReadOnlyList<Chat> Chats);

    /// <summary>A lesson while it is read.</summary>
    private sealed class LessonText(Position at, IReadOnlyList<NamedRule> rules, Rubric? rubric, Report report)
    {
        private readonly List<Chat> _chats = [];

        /// <summary>Reads the rules of a block and puts the least of a rubric around them.</summary>
        public static LessonText Read(FencedBlock block, string path, ProblemList problems, Report report)
        {
            var before = problems.Count;
            IReadOnlyList<NamedRule> rules = [];
            Rubric? rubric = null;
            if (YamlText.Read(string.Join('\n', block.Lines), report, block.At.Line) is { } map)
            {
                var classes = new WordClasses([]);
                var vocabulary = new Vocabulary(classes);
                var settings = new SettingReader(map, vocabulary.In(path, report));
                ReadLexicons(settings, classes, vocabulary, path, report);
                var models = ReadModels(settings, vocabulary);
                var negators = settings.Lexicons("negators", "Lexicons of words that negate what follows them.");
                var gap = settings.Duration("session-gap", "An idle gap this long begins a new session.", 6 * 3600) ?? 0;
                rules = RuleReader.Read(settings, path, required: true, RuleReader.Names());
                settings.Finish("a rule page");
                var graph = new RuleGraph(rules);
                graph.Bind(vocabulary.References, problems);
                graph.CheckCircles(problems);
                if (problems.Count == before)
                    rubric = Around([.. rules.Select(named => named.Rule!)], vocabulary.Lexicons, models, negators, gap);
            }

            return new LessonText(block.At, rules, rubric, report);
        }

        public void Add(FencedBlock block)
        {
            if (ChatText.Read(block, "line-" + block.At.Line.ToString(CultureInfo.InvariantCulture), report) is not { } chat)
                return;
            _chats.Add(chat);
            var names = rules.Select(rule => rule.Name).ToList();
            foreach (var mark in chat.Marks)
            {
                if (rubric is not null && !names.Contains(mark.Name))
                    report(mark.At, $"unknown rule '{mark.Name}'", Suggestion.Or(mark.Name, names, "use one of " + string.Join(", ", names)));
            }
        }

        public void Finish(List<Lesson> lessons)
        {
            if (_chats.Count == 0)
                report(at, "no chat shows what these rules find", "add blocks of 'chat' below them");
            if (rubric is null)
                return;
            var marked = _chats.SelectMany(chat => chat.Marks).Select(mark => mark.Name).ToHashSet(StringComparer.Ordinal);
            var inputs = rubric.Rules.SelectMany(rule => rule.Inputs).Select(input => input.Index).ToHashSet();
            for (var i = 0; i < rules.Count; i++)
            {
                if (!marked.Contains(rules[i].Name) && !inputs.Contains(i))
                    report(rules[i].At, $"no chat marks words for the rule '{rules[i].Name}'", "mark the words it must find, or remove it");
            }

            lessons.Add(new Lesson(rubric, [.. rubric.Rules.Where(rule => marked.Contains(rule.Name))], _chats));
        }

        private static void ReadLexicons(SettingReader settings, WordClasses classes, Vocabulary vocabulary, string path, Report report)
        {
            switch (settings.Node("lexicons", SettingType.Map, "Names and their phrases."))
            {
                case null:
                    return;
                case MapNode map:
                    foreach (var (name, phrases) in map.Entries)
                    {
                        if (phrases is ListNode list && list.Items.All(item => item is ScalarNode))
                            vocabulary.TryAdd(LexiconText.Read(name.Value, [.. list.Items.Cast<ScalarNode>()], report, classes), path);
                        else
                            report(phrases.At, $"the lexicon '{name.Value}' must be a list of phrases", "write [one, another]");
                    }

                    break;
                default:
                    settings.Report("lexicons", "'lexicons' must be names with phrases", "write {greetings: [您好, 你好]}");
                    break;
            }
        }

        /// <summary>Models small enough to be trained while the page is read.</summary>
        private static IReadOnlyList<SentenceModels> ReadModels(SettingReader settings, Vocabulary vocabulary)
        {
            var models = settings.Maps("models", "Names, speakers and sentences.", model => (
                Name: model.Text("name", "Its name."),
                Of: model.Choice("of", "Whose sentences these are.", ["customer", "agent"]),
                Yes: model.Texts("yes", "Sentences of the kind."),
                No: model.Texts("no", "Sentences that are not.")));
            var trained = models.Select(model => ModelTrainer.Train(new SentenceFile(model.Name, model.Of, [], 10, [.. model.Yes.Select(text => text.Value)], [.. model.No.Select(text => text.Value)]))).ToList();
            for (var i = 0; i < models.Count; i++)
                vocabulary.Add(models[i].Name, new ModelReference(0, i));
            return trained.Count == 0 ? [] : [new SentenceModels(trained)];
        }

        private static Rubric Around(IReadOnlyList<Rule> rules, IReadOnlyList<Lexicon> lexicons, IReadOnlyList<SentenceModels> models, IReadOnlyList<int> negators, int gap) => new(rules, lexicons, [])
        {
            Id = "page",
            Version = "1.0.0",
            Language = "zh",
            Title = Wording.None,
            Hash = "",
            PassMark = 0,
            InsufficientBelow = 0,
            SessionGap = gap,
            Bands = [],
            Scenarios = [],
            Adjustments = [],
            CriticalFindings = [],
            Negators = negators,
            ModelSets = models,
        };
    }
}
