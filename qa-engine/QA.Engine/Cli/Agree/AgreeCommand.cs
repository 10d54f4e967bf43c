using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using QA.Calibration;
using QA.Engine.Language;
using QA.Engine.Sources;
using QA.Scoring;
using QA.Scoring.Settings;

namespace QA.Engine.Cli.Agree;

/// <summary>What is asked of <c>agree</c>.</summary>
/// <param name="Labels">A labels file, or a folder with chats.jsonl and gold.jsonl.</param>
/// <param name="Chats">The chats; null: chats.jsonl beside the labels.</param>
/// <param name="Against">Another reader's labels; null: the engine is the other rater.</param>
/// <param name="Output">Where to write; null: standard output.</param>
/// <param name="Criteria">Ids; empty: all that are labelled.</param>
internal sealed record AgreeRequest(string Labels, string? Chats, string? Against, string? Output, IReadOnlyList<string> Criteria, int Resamples);

/// <summary><c>agree</c>: how far the engine agrees with careful readers, or two readers with each other.</summary>
internal sealed class AgreeCommand(Terminal terminal, Rubric rubric, IAgreeFormat format, ReadLimits limits, ChatMoods moods, bool chinese)
{
    private const string ChatsFile = "chats.jsonl";
    private const string GoldFile = "gold.jsonl";
    private const string ReaderA = "reader-a.jsonl";
    private const string ReaderB = "reader-b.jsonl";
    private readonly List<string> _setAside = [];

    /// <returns>An <see cref="ExitStatus"/>.</returns>
    public int Run(AgreeRequest request)
    {
        if (UnknownCriterion(request.Criteria) is { } unknown)
        {
            terminal.Error.WriteLine(unknown);
            return ExitStatus.NothingDone;
        }

        if (Compare(request) is not { } report)
            return ExitStatus.NothingDone;
        var status = Print(report, format.Write(report), request.Output);
        return status == ExitStatus.Good && _setAside.Count > 0 ? ExitStatus.SomethingWrong : status;
    }

    private AgreeReport? Compare(AgreeRequest request)
    {
        var files = new LineFiles(limits, SetAside);
        var folder = Directory.Exists(request.Labels);
        var labelsPath = folder ? Path.Combine(request.Labels, GoldFile) : request.Labels;
        var beside = Path.Combine(Path.GetDirectoryName(labelsPath) ?? "", ChatsFile);
        var chatsPath = request.Chats ?? (folder || request.Against is null || File.Exists(beside) ? beside : null);
        if (request.Chats is null && chatsPath is not null && !File.Exists(chatsPath))
        {
            terminal.Error.WriteLine($"{chatsPath}: there is no such file; name the chats the labels are about with --chats FILE");
            return null;
        }

        var chats = chatsPath is null ? null : files.Chats(chatsPath);
        var labels = files.Labels(labelsPath);
        var against = request.Against is { } other ? files.Labels(other) : null;
        if (labels is null || (chats is null && chatsPath is not null) || (against is null && request.Against is not null))
            return null;

        var criteria = Compared(request.Criteria, labels, against);
        var one = new Reader(labels, Known(labels), chats, SetAside);
        var other_ = against is null ? null : new Reader(against, Known(against), chats, SetAside);
        if (chats is not null)
            ReportUnlabelled(chats, labels);
        var pairs = other_ is null ? WithEngine(one, chats!, criteria) : WithReader(one, other_, criteria);
        if (pairs.Count == 0)
        {
            terminal.Error.WriteLine($"{labelsPath}: no conversation is left to compare; label conversations that stand in {chatsPath ?? "both files"}");
            return null;
        }

        var reportFiles = new List<ReportFile>();
        if (chats is not null)
            reportFiles.Add(new ReportFile(FileRole.Chats, chats.Name, chats.Hash, chats.ById.Count));
        reportFiles.Add(Described(labels));
        if (against is not null)
            reportFiles.Add(Described(against));
        var resampling = Resampling.Default with { Resamples = request.Resamples };
        var ceiling = folder && against is null ? Ceiling(request.Labels, files, chats!, criteria, resampling, reportFiles) : null;
        return new AgreeReport(
            rubric,
            against is null,
            criteria,
            reportFiles,
            resampling,
            new Comparison(NameOf(labels, against), against is null ? new Wording("引擎", "engine") : NameOf(against, labels), AgreementOf(pairs, criteria, resampling)),
            ceiling,
            Disagreements(pairs, criteria),
            _setAside);
    }

    private Comparison? Ceiling(string folder, LineFiles files, LineFile<Conversation> chats, List<Criterion> criteria, Resampling resampling, List<ReportFile> reportFiles)
    {
        var (a, b) = (Path.Combine(folder, ReaderA), Path.Combine(folder, ReaderB));
        if (!File.Exists(a) || !File.Exists(b) || files.Labels(a) is not { } first || files.Labels(b) is not { } second)
            return null;
        reportFiles.Add(Described(first));
        reportFiles.Add(Described(second));
        var pairs = WithReader(new Reader(first, Known(first), chats, SetAside), new Reader(second, Known(second), chats, SetAside), criteria);
        return new Comparison(NameOf(first, second), NameOf(second, first), AgreementOf(pairs, criteria, resampling));
    }

    private static ReportFile Described(LineFile<LabelledChat> labels) => new(FileRole.Labels, labels.Name, labels.Hash, labels.ById.Count);

    /// <summary>A file's name; with its folder where two are called the same.</summary>
    private static Wording NameOf(LineFile<LabelledChat> file, LineFile<LabelledChat>? beside)
    {
        var name = file.Name;
        if (beside is not null && beside.Name == name && Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file.Path))) is { Length: > 0 } folder)
            name = $"{folder}/{name}";
        return new Wording(name, name);
    }

    private List<Pair> WithEngine(Reader reader, LineFile<Conversation> chats, List<Criterion> criteria)
    {
        var places = criteria.ConvertAll(criterion => rubric.Criteria.Index().First(one => ReferenceEquals(one.Item, criterion)).Index);
        var pairs = new List<Pair>();
        foreach (var id in reader.Ids)
        {
            var (chat, line) = chats.ById[id];
            IReadOnlyList<Score> scores;
            try
            {
                scores = Scorer.Score(moods.Read(chat), rubric);
            }
            catch (RuleFailedException e)
            {
                SetAside($"{chats.Path}:{line}: {e.Message}; mend the rule");
                continue;
            }

            var end = scores.Where(score => score.Session == 0).Select(score => score.Messages.To).DefaultIfEmpty(chat.Messages.Count).Max();
            pairs.Add(new Pair(id, chat, end, [.. criteria.Select((criterion, i) =>
                reader.Word(id, criterion.Id) is { } word ? (word, RaterWord.Of(scores, places[i])) : ((RaterWord, RaterWord)?)null)]));
        }

        return pairs;
    }

    private List<Pair> WithReader(Reader one, Reader other, List<Criterion> criteria)
    {
        one.ReportMissingIn(other);
        other.ReportMissingIn(one);
        return [.. one.Ids.Where(other.Has).Select(id => new Pair(id, one.Chat(id), one.Chat(id)?.Messages.Count ?? 0, [.. criteria.Select(criterion =>
            one.Word(id, criterion.Id) is { } word && other.Word(id, criterion.Id) is { } against ? (word, against) : ((RaterWord, RaterWord)?)null)]))];
    }

    private static Agreement AgreementOf(List<Pair> pairs, List<Criterion> criteria, Resampling resampling) =>
        Agreement.Of(
            [.. pairs.Select(pair => new JudgedConversation(
                pair.Id,
                [.. pair.Words.Select(words => words is var (one, other) ? new JudgementPair(one.Judgement, other.Judgement) : null)],
                pair.Chat is { } chat ? Turns.Of(chat) : null))],
            [.. criteria.Select(criterion => criterion.Id)],
            resampling);

    private static List<Disagreement> Disagreements(List<Pair> pairs, List<Criterion> criteria)
    {
        var disagreements = new List<Disagreement>();
        for (var i = 0; i < criteria.Count; i++)
        {
            foreach (var pair in pairs.OrderBy(pair => pair.Id, StringComparer.Ordinal))
            {
                if (pair.Words[i] is var (one, other) && one.Judgement.Verdict != other.Judgement.Verdict)
                    disagreements.Add(new Disagreement(criteria[i], pair.Id, one, other, pair.Chat, pair.End));
            }
        }

        return disagreements;
    }

    private string? UnknownCriterion(IReadOnlyList<string> asked)
    {
        foreach (var id in asked)
        {
            if (!rubric.Criteria.Any(criterion => criterion.Id == id))
                return $"--criterion {id}: {NoSuchCriterion(id)}";
        }

        return null;
    }

    private string NoSuchCriterion(string id)
    {
        var ids = rubric.Criteria.Select(criterion => criterion.Id).ToList();
        return $"the rubric {rubric.Id} has no criterion '{id}'; {Suggestion.Or(id, ids, $"it has {string.Join(", ", ids)}")}";
    }

    /// <summary>The criteria to compare, in the order of the rubric.</summary>
    private List<Criterion> Compared(IReadOnlyList<string> asked, LineFile<LabelledChat> labels, LineFile<LabelledChat>? against)
    {
        var labelled = new HashSet<string>(labels.ById.Values.Concat(against?.ById.Values ?? []).SelectMany(line => line.Value.Labels).Select(label => label.Key), StringComparer.Ordinal);
        return [.. rubric.Criteria.Where(criterion => asked.Count > 0 ? asked.Contains(criterion.Id, StringComparer.Ordinal) : labelled.Contains(criterion.Id))];
    }

    /// <summary>The labels for criteria the rubric has; one line for each that it does not, however many conversations carry it.</summary>
    private HashSet<string> Known(LineFile<LabelledChat> labels)
    {
        var known = rubric.Criteria.Select(criterion => criterion.Id).ToHashSet(StringComparer.Ordinal);
        var unknown = labels.ById.Values.SelectMany(line => line.Value.Labels.Select(label => (label.Key, line.Line))).Where(label => !known.Contains(label.Key)).GroupBy(label => label.Key, StringComparer.Ordinal);
        foreach (var criterion in unknown.OrderBy(criterion => criterion.Min(label => label.Line)).ThenBy(criterion => criterion.Key, StringComparer.Ordinal))
            SetAside($"{labels.Path}:{criterion.Min(label => label.Line)}: labels.{criterion.Key}: {NoSuchCriterion(criterion.Key)} ({criterion.Count()} of its labels set aside)");
        return known;
    }

    private void ReportUnlabelled(LineFile<Conversation> chats, LineFile<LabelledChat> labels)
    {
        foreach (var (id, (_, line)) in chats.ById.Where(chat => !labels.ById.ContainsKey(chat.Key)).OrderBy(chat => chat.Value.Line))
            SetAside($"{chats.Path}:{line}: '{id}' has no label in {labels.Path}; label it, or leave it out of the chats");
    }

    private void SetAside(string problem)
    {
        _setAside.Add(problem);
        terminal.Error.WriteLine(problem);
    }

    private int Print(AgreeReport report, string text, string? path)
    {
        try
        {
            if (path is null)
            {
                terminal.Output.Write(Encoding.UTF8.GetBytes(text));
                terminal.Output.Flush();
                return ExitStatus.Good;
            }

            File.WriteAllText(path, text, new UTF8Encoding(false));
            var kappa = AgreeWords.Of(report.Compared.Agreement.MeanKappa.Figure).In(chinese);
            terminal.Out.WriteLine(chinese
                ? $"{path}：已写入；平均 κ {kappa}，{report.Disagreements.Count} 处分歧"
                : $"{path}: written; mean κ {kappa}, {report.Disagreements.Count} disagreements");
            return ExitStatus.Good;
        }
        catch (IOException e) when (path is null && ScoreFiles.IsClosedPipe(e))
        {
            // Whoever read the output has seen enough (agree … | head).
            return ExitStatus.Good;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"{path ?? "the output"}: cannot be written: {e.Message}; name another place with --output FILE");
            return ExitStatus.NothingDone;
        }
    }

    /// <param name="Words">What both raters say, for each criterion; null where one of them did not judge it.</param>
    private sealed record Pair(string Id, Conversation? Chat, int End, IReadOnlyList<(RaterWord One, RaterWord Other)?> Words);
}
