using System;
using System.Collections.Generic;
using System.Linq;
using QA.Engine.Json;
using QA.Scoring;

namespace QA.Engine.Cli;

/// <summary>
/// Scores of one rubric as JSON Lines, one object for each conversation, session and agent. What a rubric says again and again is
/// encoded once. Immutable: shared by all threads.
/// </summary>
internal sealed class ScoreJson : IScoreFormat
{
    private readonly byte[] _rubric;
    private readonly byte[][] _criteria;
    private readonly byte[][] _sections;
    private readonly byte[][] _rules;
    private readonly byte[][] _titles;
    private readonly byte[][] _verdicts;
    private readonly Dictionary<Wording, byte[]> _wordings = new(ReferenceEqualityComparer.Instance);
    private readonly (CriterionScore Result, byte[] Bytes)[][] _notApplicable;

    // The words of a criterion's levels, beside the levels: a look-up for each would cost more than the few comparisons.
    private readonly (Level Level, byte[] Reason, byte[]? Fix)[][] _levels;
    private readonly Dictionary<Band, byte[]> _bands = new(ReferenceEqualityComparer.Instance);

    public ScoreJson(Rubric rubric)
    {
        var output = new Utf8Output();
        _rubric = Bytes(() =>
        {
            output.Raw(",\"rubric\":{\"id\":"u8);
            output.JsonText(rubric.Id);
            output.Raw(",\"version\":"u8);
            output.JsonText(rubric.Version);
            output.Raw(",\"hash\":"u8);
            output.JsonText(rubric.Hash);
            output.Raw(",\"language\":"u8);
            output.JsonText(rubric.Language);
            output.Raw("},\"session\":"u8);
        });
        _verdicts = [.. VerdictNames.All.Select(name => Bytes(() =>
        {
            output.Raw(",\"verdict\":"u8);
            output.JsonText(name);
            output.Raw(",\"weight\":"u8);
        }))];
        _criteria = Named(rubric.Criteria, criterion => criterion.Id);
        _sections = Named(rubric.Sections, section => section.Id);
        _rules = new byte[rubric.Rules.Count][];
        _titles = new byte[rubric.Rules.Count][];
        for (var i = 0; i < rubric.Rules.Count; i++)
        {
            var rule = rubric.Rules[i];
            _rules[i] = Bytes(() => output.JsonText(rule.Name));
            _titles[i] = Bytes(() => Write(rule.Title, output));
        }

        foreach (var criterion in rubric.Criteria)
        {
            foreach (var gate in criterion.Gates)
                Prepare(gate.Reason);
        }

        _levels = [.. rubric.Criteria.Select(criterion => criterion.Levels.Select(level => (
            level,
            Bytes(() => Write(level.Reason, output)),
            level.Fix is { } fix ? Bytes(() => Open(fix, output)) : null)).ToArray())];

        // What does not apply needs nothing of the score it stands in.
        _notApplicable = new (CriterionScore, byte[])[rubric.Criteria.Count][];
        for (var i = 0; i < _notApplicable.Length; i++)
            _notApplicable[i] = [.. rubric.NotApplicable(i).Select(result => (result, Bytes(() => Whole(null!, result, i, output))))];

        foreach (var adjustment in rubric.Adjustments)
            Prepare(adjustment.Reason);
        foreach (var critical in rubric.CriticalFindings)
            Prepare(critical.Reason);
        foreach (var band in rubric.Bands)
            _bands[band] = Bytes(() => output.JsonText(band.Title.In(string.Equals(rubric.Language, "zh", StringComparison.Ordinal))));

        byte[] Bytes(Action write)
        {
            output.Clear();
            write();
            return output.Written.ToArray();
        }

        byte[][] Named<T>(IReadOnlyList<T> parts, Func<T, string> name)
        {
            var bytes = new byte[parts.Count][];
            for (var i = 0; i < bytes.Length; i++)
            {
                bytes[i] = Bytes(() =>
                {
                    output.Raw("{\"id\":"u8);
                    output.JsonText(name(parts[i]));
                });
            }

            return bytes;
        }

        void Prepare(Wording wording)
        {
            if (!_wordings.ContainsKey(wording))
                _wordings.Add(wording, Bytes(() => Write(wording, output)));
        }
    }

    public void Begin(Utf8Output output)
    {
        // JSON Lines have no head.
    }

    public void Add(Score score, string receipt, Utf8Output output)
    {
        output.Raw("{\"conversation\":"u8);
        output.JsonText(score.Conversation.Id);
        output.Raw(",\"agent\":"u8);
        output.JsonText(score.Agent);
        output.Raw(",\"team\":"u8);
        output.JsonText(score.Team);
        output.Raw(_rubric);
        output.Number(score.Session + 1);
        output.Raw(",\"sessions\":"u8);
        output.Number(score.Sessions);
        output.Raw(",\"score\":"u8);
        Points(score.Total, output);
        output.Raw(",\"base\":"u8);
        Points(score.Base, output);
        output.Raw(",\"uncapped\":"u8);
        Points(score.Uncapped, output);
        output.Raw(",\"standing\":"u8);
        output.JsonText(StandingNames.Of(score.Standing));
        output.Raw(",\"band\":"u8);
        output.Raw(score.Band is { } band ? _bands[band] : "null"u8);
        output.Raw(",\"scenario\":"u8);
        output.JsonText(score.Scenario?.Id);
        Sections(score, output);
        output.Raw(",\"criteria\":["u8);
        for (var i = 0; i < score.Criteria.Count; i++)
        {
            if (i > 0)
                output.Raw((byte)',');
            Criterion(score, score.Criteria[i], i, output);
        }

        output.Raw("],\"critical\":["u8);
        for (var i = 0; i < score.Suspicions.Count; i++)
        {
            var (critical, evidence) = score.Suspicions[i];
            output.Raw(i > 0 ? ",{\"id\":"u8 : "{\"id\":"u8);
            output.JsonText(critical.Id);
            output.Raw(",\"state\":\"suspected\",\"cap\":"u8);
            output.Number(critical.Cap, 2);
            Because(score, critical.Reason, evidence, output);
        }

        output.Raw("],\"adjustments\":["u8);
        for (var i = 0; i < score.Adjustments.Count; i++)
        {
            var (adjustment, evidence) = score.Adjustments[i];
            output.Raw(i > 0 ? ",{\"id\":"u8 : "{\"id\":"u8);
            output.JsonText(adjustment.Id);
            output.Raw(",\"points\":"u8);
            output.Number(adjustment.Points, 2);
            Because(score, adjustment.Reason, evidence, output);
        }

        output.Raw((byte)']');
        Stages(score, output);
        output.Raw(",\"receipt\":"u8);
        output.JsonText(receipt);
        output.Raw("}\n"u8);
    }

    public void End(ScoreTotals totals, Utf8Output output)
    {
        // And no foot.
    }

    private static void Points(int? points, Utf8Output output)
    {
        if (points is { } known)
            output.Number(known, 2);
        else
            output.Raw("null"u8);
    }

    private void Sections(Score score, Utf8Output output)
    {
        output.Raw(",\"sections\":["u8);
        var next = 0;
        for (var i = 0; i < _sections.Length; i++)
        {
            if (i > 0)
                output.Raw((byte)',');
            output.Raw(_sections[i]);
            output.Raw(",\"score\":"u8);
            var count = score.Rubric.Sections[i].Criteria.Count;
            Points(SectionScore.Of(score, next, count), output);
            output.Raw((byte)'}');
            next += count;
        }

        output.Raw((byte)']');
    }

    private void Stages(Score score, Utf8Output output)
    {
        if (score.Rubric.Stages.Count == 0)
        {
            output.Raw(",\"stages\":null"u8);
            return;
        }

        output.Raw(",\"stages\":{\"reached\":["u8);
        for (var i = 0; i < score.Stages.Count; i++)
        {
            var (stage, first, before) = score.Stages[i];
            output.Raw(i > 0 ? ",{\"id\":"u8 : "{\"id\":"u8);
            output.JsonText(stage.Id);
            output.Raw(",\"first\":"u8);
            Place(score, first, output);
            output.Raw(",\"rule\":"u8);
            output.Raw(_rules[first.Rule]);
            output.Raw("},\"before\":"u8);
            output.JsonText(before?.Id);
            output.Raw((byte)'}');
        }

        output.Raw("],\"leftAt\":"u8);
        output.JsonText(score.LeftAt?.Id);
        output.Raw((byte)'}');
    }

    private void Criterion(Score score, CriterionScore part, int index, Utf8Output output)
    {
        // Most criteria of most chats do not apply, and then there is little to say.
        if (part.Verdict == Verdict.NotApplicable)
        {
            foreach (ref readonly var known in _notApplicable[index].AsSpan())
            {
                if (!ReferenceEquals(known.Result, part))
                    continue;
                output.Raw(known.Bytes);
                return;
            }
        }

        Whole(score, part, index, output);
    }

    private void Whole(Score score, CriterionScore part, int index, Utf8Output output)
    {
        output.Raw(_criteria[index]);
        output.Raw(_verdicts[(int)part.Verdict]);
        output.Number(part.Weight, 6);
        output.Raw(",\"value\":"u8);

        // What does not apply or needs a person has no value; 0 would read as a failure.
        if (part.Verdict is Verdict.NotApplicable or Verdict.Unsure)
            output.Raw("null"u8);
        else
            output.Number(part.Value, 6);
        output.Raw(",\"earned\":"u8);
        output.Number(part.Earned, 2);
        output.Raw(",\"lost\":"u8);
        output.Number(part.Lost, 2);
        Evidence(score, part.Evidence, output);
        output.Raw(",\"absence\":"u8);
        Absence(score, part.Absences, output);
        output.Raw(",\"fix\":"u8);
        var (reason, fix) = WordsOf(part.Level, index);
        if (fix is not null)
        {
            output.Raw(fix);
            output.Raw(",\"points\":"u8);
            output.Number(part.Lost, 2);
            output.Raw((byte)'}');
        }
        else
        {
            output.Raw("null"u8);
        }

        output.Raw(",\"reason\":"u8);
        if (reason is not null)
            output.Raw(reason);
        else
            Words(part.Reason, output);
        output.Raw((byte)'}');
    }

    /// <summary>The prepared words of a level: its reason, and its fix but for the closing brace, null where it has none. None at all without a level.</summary>
    private (byte[]? Reason, byte[]? Fix) WordsOf(Level? level, int criterion)
    {
        if (level is null)
            return (null, null);
        foreach (ref readonly var known in _levels[criterion].AsSpan())
        {
            if (ReferenceEquals(known.Level, level))
                return (known.Reason, known.Fix);
        }

        throw new InvalidOperationException($"the score is of another rubric than the one that is written: '{level.Reason.En}' is no level of its criterion");
    }

    /// <summary>Ends a critical finding or an adjustment by why it was made.</summary>
    private void Because(Score score, Wording reason, IReadOnlyList<Finding> evidence, Utf8Output output)
    {
        output.Raw(",\"reason\":"u8);
        Words(reason, output);
        Evidence(score, evidence, output);
        output.Raw((byte)'}');
    }

    private void Evidence(Score score, IReadOnlyList<Finding> evidence, Utf8Output output)
    {
        output.Raw(",\"evidence\":["u8);
        for (var i = 0; i < evidence.Count; i++)
        {
            var finding = evidence[i];
            if (i > 0)
                output.Raw((byte)',');
            Place(score, finding, output);
            output.Raw(",\"rule\":"u8);
            output.Raw(finding.Rule >= 0 ? _rules[finding.Rule] : "null"u8);
            output.Raw((byte)'}');
        }

        output.Raw((byte)']');
    }

    private static void Place(Score score, in Finding finding, Utf8Output output)
    {
        output.Raw("{\"message\":"u8);
        output.Number(finding.Message);
        output.Raw(",\"start\":"u8);
        output.Number(finding.Start);
        output.Raw(",\"length\":"u8);
        output.Number(finding.Length);
        output.Raw(",\"text\":"u8);
        output.JsonText(score.Conversation.Messages[finding.Message].Text.AsSpan(finding.Start, finding.Length));
    }

    private void Absence(Score score, IReadOnlyList<Absence> absences, Utf8Output output)
    {
        if (absences.Count == 0)
        {
            output.Raw("null"u8);
            return;
        }

        output.Raw("{\"lookedFor\":["u8);
        var nearest = absences[0];
        var (from, to) = (-1, -1);
        for (var i = 0; i < absences.Count; i++)
        {
            var absence = absences[i];
            output.Raw(i > 0 ? ",{\"rule\":"u8 : "{\"rule\":"u8);
            output.Raw(_rules[absence.Rule.Index]);
            output.Raw(",\"title\":"u8);
            output.Raw(_titles[absence.Rule.Index]);
            output.Raw((byte)'}');

            // The higher the reason, the closer it came.
            if (absence.NearestMiss is not null && (nearest.NearestMiss is null || absence.Why > nearest.Why))
                nearest = absence;
            if (absence.From >= 0)
                (from, to) = (from < 0 ? absence.From : Math.Min(from, absence.From), Math.Max(to, absence.To));
        }

        output.Raw("],\"messages\":"u8);
        if (from < 0)
        {
            output.Raw("null"u8);
        }
        else
        {
            output.Raw((byte)'[');
            output.Number(from);
            output.Raw((byte)',');
            output.Number(to);
            output.Raw((byte)']');
        }

        output.Raw(",\"nearest\":"u8);
        if (nearest.NearestMiss is { } miss)
        {
            Place(score, miss, output);
            output.Raw(",\"rule\":"u8);
            output.Raw(_rules[nearest.Rule.Index]);
            output.Raw(",\"reason\":"u8);
            Write(Explanation.Of(nearest.Why, nearest.Distance), output);
            output.Raw((byte)'}');
        }
        else
        {
            output.Raw("null"u8);
        }

        output.Raw((byte)'}');
    }

    private void Words(Wording wording, Utf8Output output)
    {
        if (_wordings.TryGetValue(wording, out var bytes))
            output.Raw(bytes);
        else
            Write(wording, output);
    }

    private static void Write(Wording wording, Utf8Output output)
    {
        Open(wording, output);
        output.Raw((byte)'}');
    }

    private static void Open(Wording wording, Utf8Output output)
    {
        output.Raw("{\"zh\":"u8);
        output.JsonText(wording.Zh);
        output.Raw(",\"en\":"u8);
        output.JsonText(wording.En);
    }
}
