using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Web.Layout;
using QA.Scoring;

namespace QA.Engine.Web.Audit;

/// <summary>Puts a score, the chat it is about and what people said of it together for the page.</summary>
internal sealed class AuditSheet
{
    private const int Half = 500_000;
    private const int MostQuoted = 60;
    private readonly Visit _visit;
    private readonly WebOptions _options;
    private readonly RubricShelf _shelf;
    private readonly Conversation _chat;
    private readonly StoredScore _score;
    private readonly ReviewHistory _history;
    private readonly IReadOnlyList<Dispute> _disputes;
    private readonly AuditAddress _address;
    private readonly Rubric? _rubric;
    private readonly Rubric _like;
    private readonly Dictionary<int, List<Mark>> _marks = [];

    /// <param name="disputes">All rounds about the score.</param>
    /// <param name="from">Index of a message that is to be shown; null: where the score's own messages begin.</param>
    public AuditSheet(
        Visit visit, WebOptions options, RubricShelf shelf, Conversation chat, StoredScore score, ReviewHistory history, IReadOnlyList<Dispute> disputes, int? from)
    {
        _visit = visit;
        _options = options;
        _shelf = shelf;
        _chat = chat;
        _score = score;
        _history = history;
        _disputes = disputes;
        _address = new AuditAddress(chat.Id, score.Number, chat.Messages.Count, from ?? score.MessageFrom);
        _rubric = shelf.Exactly(score.RubricHash);
        _like = shelf.Like(score.RubricHash, score.RubricId);
    }

    /// <summary>Millionths that a partial verdict may earn: what the rubric states, else a half.</summary>
    /// <param name="criterion">Of the version that made the score; null: it is no longer in use.</param>
    public static IReadOnlyList<int> Fractions(StoredVerdict machine, Criterion? criterion)
    {
        var fractions = new SortedSet<int>(criterion?.Levels.Where(static level => level.Verdict == Verdict.Partial).Select(static level => level.Value) ?? []);
        if (machine.Verdict == Verdict.Partial)
            fractions.Add(machine.Value);
        return fractions.Count == 0 ? [Half] : [.. fractions];
    }

    /// <param name="all">Every score of the conversation that the visitor may see.</param>
    /// <param name="chosen">The criterion that the address names.</param>
    public AuditModel Of(IReadOnlyList<StoredScore> all, string? chosen)
    {
        var sections = Sections();
        var suspicions = _score.Suspicions.Select(Suspicion).ToList();
        var adjustments = _score.Adjustments.Select(Adjustment).ToList();
        var band = _rubric is not null && _score.ShownPoints is { } points ? _rubric.BandOf(points)?.Title : _score.ShownPoints == _score.Total ? _score.Band : null;
        return new AuditModel(
            _chat, _score, [.. all.Select(other => Tab(other, all))], Transcript(all), _rubric, band, sections, suspicions, adjustments,
            [.. _score.Stages.Select(Stage)], Fall(sections, adjustments, suspicions), _history, chosen) { Moods = Moods() };
    }

    private List<(string Title, Quote Quote)> Moods()
    {
        var quotes = new List<(string, Quote)>();
        if (_score.Mood is not { } mood)
            return quotes;
        var moments = MoodMoments.Of(_chat, mood, _score.MessageFrom, _score.MessageTo);
        if (moments.Came is { } came)
            quotes.Add((_visit.Say("来时", "on coming"), Whole(came)));
        if (moments.Left is { } left)
            quotes.Add((_visit.Say("离开时", "on leaving"), Whole(left)));
        return quotes;

        Quote Whole(int message) => Quote(new StoredFinding(null, message, 0, _chat.Messages[message].Text.Length, null), MessagePath(message));
    }

    private ScoreTab Tab(StoredScore score, IReadOnlyList<StoredScore> all)
    {
        var notes = new List<string>();
        if (score.Sessions > 1)
            notes.Add(_visit.Say($"第 {score.Session + 1}/{score.Sessions} 次会话", $"session {score.Session + 1} of {score.Sessions}"));
        if (all.Any(other => other.RubricHash != score.RubricHash))
            notes.Add($"{score.RubricId} {score.RubricVersion}" + (score.Official ? "" : _visit.Say("（不计入）", " (does not count)")));
        return new ScoreTab(
            Links.Conversation(score.Conversation, score.Number), score.Agent.Length == 0 ? _visit.Say("未署名客服", "unnamed agent") : score.Agent,
            string.Join(_visit.Say("，", ", "), notes), score.ShownPoints, score.Number == _score.Number);
    }

    private List<AuditSection> Sections()
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < _score.Criteria.Count; i++)
            places[_score.Criteria[i].Criterion] = i;
        var groups = _like.Sections
            .Select(section => (section.Title, Places: section.Criteria.Where(one => places.ContainsKey(one.Id)).Select(one => places[one.Id]).ToList())).ToList();

        // Criteria of a version that is gone.
        var grouped = groups.SelectMany(static group => group.Places).ToHashSet();
        groups.Add((new Wording("其他", "Other"), [.. Enumerable.Range(0, _score.Criteria.Count).Where(place => !grouped.Contains(place))]));

        var sections = new List<AuditSection>();
        var number = 0;
        foreach (var (title, members) in groups.Where(static group => group.Places.Count > 0))
        {
            var mean = default(WeightedMean);
            var judged = new List<int>();
            var left = new List<int>();
            foreach (var place in members)
            {
                var official = _score.OfficialCriteria[place];
                if (official.Verdict is not (Verdict.NotApplicable or Verdict.Unsure))
                    mean.Add(official.Weight, official.Value);
                var plain = official.Verdict == Verdict.NotApplicable && _history.Standing(official.Criterion) is null;
                (plain ? left : judged).Add(place);
            }

            sections.Add(new AuditSection(
                title, mean.Points,
                [.. judged.OrderByDescending(Urgency).Select(place => Criterion(place, (++number).ToString(CultureInfo.InvariantCulture)))],
                [.. left.Select(place => Criterion(place, ""))]));
        }

        return sections;
    }

    /// <summary>What cost points first, the most costly on top; then what waits for a person.</summary>
    private int Urgency(int place)
    {
        var official = _score.OfficialCriteria[place];
        return official.Lost > 0 ? official.Lost + 1 : official.Verdict == Verdict.Unsure ? 1 : 0;
    }

    private AuditCriterion Criterion(int place, string label)
    {
        var (machine, official) = (_score.Criteria[place], _score.OfficialCriteria[place]);
        var id = machine.Criterion;
        var title = _shelf.CriterionTitle(id);
        var known = _rubric is null ? null : _rubric.Criteria[place];
        var kind = machine.Verdict is Verdict.Pass ? MarkKind.Good : MarkKind.Bad;
        return new AuditCriterion(
            id, label, title, known?.Guidance, machine, official, _history.Standing(id),
            [.. _history.Corrections.Where(one => one.Criterion == id && one != _history.Standing(id)).Reverse()],
            [.. machine.Evidence.Select((finding, i) => Quoted(finding, id, label, title, kind, i))],
            [.. machine.Absences.Select((absence, i) => Absence(absence, id, label, title, machine.Evidence.Count + i))],
            Fractions(machine, known), Disputes(id, critical: false));
    }

    private AuditAbsence Absence(StoredAbsence absence, string id, string label, Wording title, int number) => new(
        absence.Title, absence.From < 0 ? null : absence.From + 1, absence.From < 0 ? null : absence.To + 1, absence.From < 0 ? "" : MessagePath(absence.From),
        absence.NearestMiss is { } miss ? Quoted(miss, id, label, title, MarkKind.Miss, number) : null, Explanation.Of(absence.Why, absence.Distance));

    private AuditSuspicion Suspicion(StoredSuspicion suspicion)
    {
        var id = suspicion.Critical;
        var title = _shelf.CriticalTitle(id);
        var decisions = _history.Decisions.Where(one => one.Critical == id).Reverse().ToList();
        var kind = suspicion.State == StoredSuspicion.Dismissed ? MarkKind.Miss : MarkKind.Critical;
        return new AuditSuspicion(
            id, "!", title, suspicion, _rubric?.CriticalFindings.FirstOrDefault(one => one.Id == id)?.FalseAlarm,
            [.. suspicion.Evidence.Select((finding, i) => Quoted(finding, id, "!", title, kind, i))], decisions, _history.LastDecision(id),
            Disputes(id, critical: true));
    }

    private List<Dispute> Disputes(string id, bool critical) => [.. _disputes.Where(one => one.Objection.IsCritical == critical && one.Objection.Criterion == id)];

    private AuditAdjustment Adjustment(StoredAdjustment adjustment)
    {
        var title = _rubric?.Adjustments.FirstOrDefault(one => one.Id == adjustment.Id)?.Title ?? adjustment.Reason;
        var label = adjustment.Points < 0 ? "−" : "+";
        var kind = adjustment.Points < 0 ? MarkKind.Bad : MarkKind.Good;
        return new AuditAdjustment(
            adjustment.Id, label, title, adjustment.Points, adjustment.Reason, [.. adjustment.Evidence.Select((finding, i) => Quoted(finding, adjustment.Id, label, title, kind, i))]);
    }

    private AuditStage Stage(StoredStage stage)
    {
        var title = Title(stage.Id);
        return new AuditStage(title, Quote(stage.First, MessagePath(stage.First.Message)), stage.Before is { } before ? Title(before) : null, stage.Id == _score.LeftAt);

        Wording Title(string id) => _like.Stages.FirstOrDefault(one => one.Id == id)?.Title ?? new Wording(id, id);
    }

    /// <summary>A quote whose words are marked in the chat.</summary>
    private Quote Quoted(StoredFinding finding, string of, string label, Wording title, MarkKind kind, int number)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"e-{of}-{number}");
        if (_address.Shows(finding.Message))
        {
            if (!_marks.TryGetValue(finding.Message, out var marks))
                _marks.Add(finding.Message, marks = []);
            marks.Add(new Mark(id, of, label, _visit.Say(title), kind, finding.Start, finding.Length));
        }

        return Quote(finding, _address.Of(finding.Message, id));
    }

    private Quote Quote(StoredFinding finding, string path)
    {
        // A newer state of the chat may have come between reading it and reading its scores.
        var text = finding.Message < _chat.Messages.Count ? _chat.Messages[finding.Message].Text : "";
        var start = Math.Min(finding.Start, text.Length);
        var words = text.Substring(start, Math.Min(finding.Length, text.Length - start));
        if (words.Length > MostQuoted)
            words = words[..(char.IsHighSurrogate(words[MostQuoted - 1]) ? MostQuoted - 1 : MostQuoted)] + "…";
        return new Quote(finding.Message + 1, words, path);
    }

    private string MessagePath(int message) => _address.Of(message, string.Create(CultureInfo.InvariantCulture, $"m{message + 1}"));

    private Transcript Transcript(IReadOnlyList<StoredScore> all)
    {
        var bubbles = new List<Bubble>();
        var (session, sessions) = (1, 1);
        DateTimeOffset? before = null;
        DateOnly? day = null;
        var takesOver = all.Where(other => other.RubricHash == _score.RubricHash).Select(static other => (other.MessageFrom, other.Agent)).ToList();
        var several = takesOver.Select(static one => one.Agent).Distinct(StringComparer.Ordinal).Count() > 1;
        var masks = _chat.Masked.ToLookup(static piece => piece.Message);
        for (var i = 0; i < _chat.Messages.Count; i++)
        {
            var message = _chat.Messages[i];
            var gap = message.SentAt - before;
            var begins = gap?.TotalSeconds >= _like.SessionGap;
            if (begins)
                session = ++sessions;
            var local = message.SentAt is { } sent ? TimeZoneInfo.ConvertTime(sent, _options.Zone) : (DateTimeOffset?)null;
            var today = local is { } time ? DateOnly.FromDateTime(time.DateTime) : day;
            if (_address.Shows(i))
            {
                bubbles.Add(new Bubble(
                    i + 1, message, local?.ToString("HH:mm:ss", CultureInfo.InvariantCulture), today != day || bubbles.Count == 0 ? today?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
                    begins ? session : null, several ? takesOver.Where(one => one.MessageFrom == i).Select(static one => one.Agent).FirstOrDefault() : null,
                    gap is { TotalSeconds: >= 60 } ? gap : null, i >= _score.MessageFrom && i < _score.MessageTo, _marks.GetValueOrDefault(i) ?? (IReadOnlyList<Mark>)[],
                    [.. masks[i].Select(piece => new Mask(piece.Start, piece.Length, MaskWords.Of(piece.Kind, _visit)))]));
            }

            day = today;
            before = message.SentAt ?? before;
        }

        return new Transcript(bubbles, _address.From, _address.To, _chat.Messages.Count, _address.Earlier, _address.Later);
    }

    private List<FallStep> Fall(List<AuditSection> sections, List<AuditAdjustment> adjustments, List<AuditSuspicion> suspicions)
    {
        var weighted = _score.Reviewed is { } reviewed ? reviewed.Base : _score.Base;
        if (weighted is not { } whole || _score.ShownPoints is not { } shown)
            return [];
        const int all = 10_000;
        var steps = new List<FallStep> { new(FallKind.Sum, _visit.Say("满分", "All points"), 0, all, null) };
        var at = all;
        foreach (var criterion in sections.SelectMany(static section => section.Judged).Where(static one => one.Official.Lost > 0).OrderByDescending(static one => one.Official.Lost))
            Step(FallKind.Loss, _visit.Say(criterion.Title), at - criterion.Official.Lost, criterion.Id);
        if (adjustments.Count > 0 || at != shown)
            steps.Add(new FallStep(FallKind.Sum, _visit.Say("加权得分", "Weighted sum"), 0, whole, null));
        foreach (var adjustment in adjustments)
            Step(adjustment.Points < 0 ? FallKind.Loss : FallKind.Gain, _visit.Say(adjustment.Title), at + adjustment.Points, adjustment.Id);
        if (at is < 0 or > all)
            Step(at < 0 ? FallKind.Gain : FallKind.Loss, _visit.Say("分数限于 0–100", "Scores end at 0 and 100"), Math.Clamp(at, 0, all), null);
        foreach (var suspicion in suspicions.Where(static one => one.Suspicion.State != StoredSuspicion.Dismissed).OrderByDescending(static one => one.Suspicion.Cap))
        {
            if (suspicion.Suspicion.Cap < at)
                Step(FallKind.Cap, _visit.Say($"封顶：{suspicion.Title.Zh}", $"Cap: {suspicion.Title.En}"), suspicion.Suspicion.Cap, suspicion.Id);
        }

        steps.Add(new FallStep(FallKind.Total, _visit.Say("得分", "Score"), 0, shown, null));
        return steps;

        void Step(FallKind kind, string title, int to, string? of)
        {
            steps.Add(new FallStep(kind, title, at, to, of is null ? null : "#" + Uri.EscapeDataString(of)));
            at = to;
        }
    }
}
