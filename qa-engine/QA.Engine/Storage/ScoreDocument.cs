using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;
using QA.Engine.Json;
using QA.Scoring;
using QA.Scoring.Rules;

namespace QA.Engine.Storage;

/// <summary>What a score says beside its columns.</summary>
internal sealed record ScoreParts(
    IReadOnlyList<StoredVerdict> Criteria, IReadOnlyList<StoredAdjustment> Adjustments, IReadOnlyList<StoredSuspicion> Suspicions,
    IReadOnlyList<StoredStage> Stages, string? LeftAt, MoodChange? Mood);

/// <summary>
/// A score's verdicts with their reasons and evidence as one JSON object, so that a store keeps one row a score and not a hundred and
/// fifty. Lists instead of objects, numbers instead of names: a usual chat takes 1 to 2 kB. Version 1:
/// <code>
/// {"v":1,
///  "c":[[criterion,"P",value,weight,earned,lost,reason,fix,[finding…],[absence…]]…],   what was judged
///  "n":[reason…],                                                                      why each of the others did not apply, in their order
///  "a":[[adjustment,points,reason,[finding…]]…],
///  "s":[[critical,cap,reason,[finding…]]…],
///  "g":[[stage,finding,before]…],"l":stage,                                            stages, and where the customer left
///  "m":[start,end,turns]}                                                              the customer's mood
/// finding: [message,start,length,rule,entry]      absence: [rule,title,from,to,"TooLate",distance,finding]
/// </code>
/// Criteria, rules, entries, adjustments, criticals and stages are places in <see cref="RubricNames"/>, from 0; reason, fix and title are
/// numbers of wordings, fix 0: none. Verdicts are letters of <see cref="ScoreColumns"/>. Value and weight are in whole units (1 = all, points),
/// other points in hundredths. Keys whose list would be empty, and values at the end of a list that say nothing, are left out.
/// <para>Writing reuses a buffer: one instance for each thread.</para>
/// </summary>
internal sealed class ScoreDocument
{
    private const int Version = 1;
    private static readonly string[] MissReasons = Enum.GetNames<MissReason>();
    private readonly Utf8Output _json = new();
    private long[] _reasons = [];

    /// <param name="number">Gives the number of a wording in the store.</param>
    /// <returns>Void once this writes again.</returns>
    public ReadOnlyMemory<byte> Write(Score score, Func<Wording, long> number)
    {
        _json.Clear();
        _json.Raw("{\"v\":"u8);
        _json.Number(Version);
        WriteJudged(score, number);
        WriteNotApplicable(score.Criteria.Count);
        WriteAdjustments(score, number);
        WriteSuspicions(score, number);
        WriteStages(score);
        WriteMood(score.Mood);
        _json.Raw((byte)'}');
        return _json.Memory;
    }

    /// <param name="names">Of the rubric the score was made under.</param>
    /// <param name="wording">Gives the wording of a number.</param>
    /// <exception cref="StoreException">The document is broken, or of a newer program.</exception>
    public static ScoreParts Read(ReadOnlyMemory<byte> json, RubricNames names, Func<long, Wording> wording)
    {
        using var document = Parse(json);
        try
        {
            return Read(document.RootElement, names, wording);
        }
        catch (Exception e) when (IsBroken(e))
        {
            throw Broken(e);
        }
    }

    /// <summary>Adds a kept score's criteria up, each at its place.</summary>
    /// <param name="sign">1, or -1 to take them away.</param>
    /// <exception cref="StoreException">The document is broken, or of a newer program.</exception>
    public static void AddTo(CriterionCounts[] counts, ReadOnlyMemory<byte> json, int sign)
    {
        using var document = Parse(json);
        try
        {
            foreach (var item in List(document.RootElement, "c"u8))
            {
                var fields = new JsonFields(item);
                ref var count = ref counts[fields.Int()];
                var verdict = ScoreColumns.Verdict(fields.Text()![0]);
                var value = fields.Millionths();
                fields.Next();
                fields.Next();
                count = count.Plus(CriterionCounts.Of(verdict, value, fields.Int()), sign);
            }
        }
        catch (Exception e) when (IsBroken(e))
        {
            throw Broken(e);
        }
    }

    /// <summary>
    /// The machine's document with the verdicts that count in place of its own; reasons, evidence and whatever else it says stay, so that no word of a person
    /// ends in it.
    /// </summary>
    /// <param name="machine">Of a version this program writes.</param>
    /// <param name="counted">One for each criterion.</param>
    /// <exception cref="StoreException">The document is broken, or of a newer program.</exception>
    public static byte[] With(ReadOnlyMemory<byte> machine, IReadOnlyList<CountedPart> counted)
    {
        using var document = Parse(machine);
        try
        {
            var json = new Utf8Output();
            json.Raw("{\"v\":"u8);
            json.Number(Version);
            WriteCounted(json, document.RootElement, counted);
            foreach (var key in (string[])["a", "s", "g", "l"])
            {
                if (!document.RootElement.TryGetProperty(key, out var value))
                    continue;
                json.Plain($",\"{key}\":");
                json.Plain(value.GetRawText());
            }

            json.Raw((byte)'}');
            return json.Written.ToArray();
        }
        catch (Exception e) when (IsBroken(e))
        {
            throw Broken(e);
        }
    }

    private static void WriteCounted(Utf8Output json, JsonElement machine, IReadOnlyList<CountedPart> counted)
    {
        // Behind the points: reason, fix, findings, absences.
        var rests = new string?[counted.Count];
        foreach (var item in List(machine, "c"u8))
        {
            var fields = new JsonFields(item);
            var place = fields.Int();
            for (var i = 0; i < 5; i++)
                fields.Next();
            rests[place] = "";
            while (fields.Next(out var rest))
                rests[place] += "," + rest.GetRawText();
        }

        var reasons = List(machine, "n"u8);
        var notApplicable = new List<long>();
        json.Raw(",\"c\":["u8);
        var first = true;
        for (var i = 0; i < rests.Length; i++)
        {
            var part = counted[i];
            if (rests[i] is not { } rest)
            {
                if (!reasons.MoveNext())
                    throw new FormatException("it says nothing of some criterion");
                var reason = reasons.Current.GetInt64();
                if (part.Verdict == Verdict.NotApplicable)
                {
                    notApplicable.Add(reason);
                    continue;
                }

                rest = string.Create(CultureInfo.InvariantCulture, $",{reason}");
            }

            json.Plain(string.Create(CultureInfo.InvariantCulture, $"{(first ? "" : ",")}[{i},\"{ScoreColumns.Letter(part.Verdict)}\","));
            first = false;
            json.Number(part.Value, decimals: 6);
            json.Raw((byte)',');
            json.Number(part.Weight, decimals: 6);
            json.Plain(string.Create(CultureInfo.InvariantCulture, $",{part.Earned},{part.Lost}{rest}]"));
        }

        json.Raw((byte)']');
        if (notApplicable.Count > 0)
            json.Plain($",\"n\":[{string.Join(',', notApplicable)}]");
    }

    private void WriteJudged(Score score, Func<Wording, long> number)
    {
        if (_reasons.Length < score.Criteria.Count)
            _reasons = new long[score.Criteria.Count];
        var first = true;
        for (var i = 0; i < score.Criteria.Count; i++)
        {
            var part = score.Criteria[i];
            var reason = number(part.Reason);
            _reasons[i] = SaysOnlyWhy(part) ? reason : 0;
            if (_reasons[i] != 0)
                continue;
            _json.Raw(first ? ",\"c\":[["u8 : ",["u8);
            first = false;
            _json.Number(i);
            _json.Raw(",\""u8);
            _json.Raw((byte)ScoreColumns.Letter(part.Verdict));
            _json.Raw("\","u8);
            _json.Number(part.Value, decimals: 6);
            _json.Raw((byte)',');
            _json.Number(part.Weight, decimals: 6);
            Next(part.Earned);
            Next(part.Lost);
            Next(reason);
            var fix = part.Level?.Fix is { } wording ? number(wording) : 0;
            if (fix != 0 || part.Evidence.Count > 0 || part.Absences.Count > 0)
                Next(fix);
            if (part.Evidence.Count > 0 || part.Absences.Count > 0)
                WriteFindings(part.Evidence);
            if (part.Absences.Count > 0)
                WriteAbsences(part.Absences, number);
            _json.Raw((byte)']');
        }

        if (!first)
            _json.Raw((byte)']');
    }

    /// <summary>What does not apply has a reason and nothing else, and is most of a rubric: a number is all it takes.</summary>
    private static bool SaysOnlyWhy(CriterionScore part) =>
        part is { Verdict: Verdict.NotApplicable, Level: null, Weight: 0, Value: 0, Earned: 0, Lost: 0, Evidence.Count: 0, Absences.Count: 0 };

    private void WriteNotApplicable(int criteria)
    {
        var first = true;
        for (var i = 0; i < criteria; i++)
        {
            if (_reasons[i] == 0)
                continue;
            _json.Raw(first ? ",\"n\":["u8 : ","u8);
            first = false;
            _json.Number(_reasons[i]);
        }

        if (!first)
            _json.Raw((byte)']');
    }

    private void WriteAdjustments(Score score, Func<Wording, long> number)
    {
        for (var i = 0; i < score.Adjustments.Count; i++)
        {
            var (adjustment, evidence) = score.Adjustments[i];
            WriteEffect(i == 0 ? ",\"a\":[["u8 : ",["u8, PlaceOf(score.Rubric.Adjustments, adjustment), adjustment.Points, number(adjustment.Reason), evidence);
        }

        if (score.Adjustments.Count > 0)
            _json.Raw((byte)']');
    }

    private void WriteSuspicions(Score score, Func<Wording, long> number)
    {
        for (var i = 0; i < score.Suspicions.Count; i++)
        {
            var (critical, evidence) = score.Suspicions[i];
            WriteEffect(i == 0 ? ",\"s\":[["u8 : ",["u8, PlaceOf(score.Rubric.CriticalFindings, critical), critical.Cap, number(critical.Reason), evidence);
        }

        if (score.Suspicions.Count > 0)
            _json.Raw((byte)']');
    }

    /// <summary>An item of a list whose end is left open: what it is, the points, why, and the words behind it.</summary>
    private void WriteEffect(ReadOnlySpan<byte> opening, int place, long points, long reason, IReadOnlyList<Finding> evidence)
    {
        _json.Raw(opening);
        _json.Number(place);
        Next(points);
        Next(reason);
        WriteFindings(evidence);
        _json.Raw((byte)']');
    }

    private void WriteStages(Score score)
    {
        for (var i = 0; i < score.Stages.Count; i++)
        {
            var (stage, finding, before) = score.Stages[i];
            _json.Raw(i == 0 ? ",\"g\":[["u8 : ",["u8);
            _json.Number(PlaceOf(score.Rubric.Stages, stage));
            _json.Raw((byte)',');
            WriteFinding(finding);
            if (before is not null)
                Next(PlaceOf(score.Rubric.Stages, before));
            _json.Raw((byte)']');
        }

        if (score.Stages.Count > 0)
            _json.Raw((byte)']');
        if (score.LeftAt is not { } left)
            return;
        _json.Raw(",\"l\":"u8);
        _json.Number(PlaceOf(score.Rubric.Stages, left));
    }

    private void WriteMood(MoodChange? mood)
    {
        if (mood is not { } moved)
            return;
        _json.Raw(",\"m\":["u8);
        _json.Number(moved.Start);
        Next(moved.End);
        Next(moved.Turns);
        _json.Raw((byte)']');
    }

    private void WriteFindings(IReadOnlyList<Finding> findings)
    {
        _json.Raw(",["u8);
        for (var i = 0; i < findings.Count; i++)
        {
            if (i > 0)
                _json.Raw((byte)',');
            WriteFinding(findings[i]);
        }

        _json.Raw((byte)']');
    }

    private void WriteFinding(Finding finding)
    {
        _json.Raw((byte)'[');
        _json.Number(finding.Message);
        Next(finding.Start);
        Next(finding.Length);
        if (finding.Rule >= 0 || finding.Entry >= 0)
            Next(finding.Rule);
        if (finding.Entry >= 0)
            Next(finding.Entry);
        _json.Raw((byte)']');
    }

    private void WriteAbsences(IReadOnlyList<Absence> absences, Func<Wording, long> number)
    {
        _json.Raw(",["u8);
        for (var i = 0; i < absences.Count; i++)
        {
            var absence = absences[i];
            _json.Raw(i == 0 ? "["u8 : ",["u8);
            _json.Number(absence.Rule.Index);
            Next(number(absence.Rule.Title));
            Next(absence.From);
            Next(absence.To);
            _json.Raw((byte)',');
            _json.JsonText(MissReasons[(int)absence.Why]);
            Next(absence.Distance);
            if (absence.NearestMiss is { } miss)
            {
                _json.Raw((byte)',');
                WriteFinding(miss);
            }

            _json.Raw((byte)']');
        }

        _json.Raw((byte)']');
    }

    private void Next(long value)
    {
        _json.Raw((byte)',');
        _json.Number(value);
    }

    private static int PlaceOf<T>(IReadOnlyList<T> parts, T part)
        where T : class
    {
        for (var i = 0; i < parts.Count; i++)
        {
            if (ReferenceEquals(parts[i], part))
                return i;
        }

        throw new InvalidOperationException("a score names a part that its rubric does not have");
    }

    private static ScoreParts Read(JsonElement root, RubricNames names, Func<long, Wording> wording)
    {
        var criteria = new StoredVerdict[names.Criteria.Count];
        foreach (var item in List(root, "c"u8))
        {
            var fields = new JsonFields(item);
            var place = fields.Int();
            criteria[place] = new StoredVerdict(
                names.Criteria[place],
                ScoreColumns.Verdict(fields.Text()![0]),
                (int)fields.Millionths(),
                fields.Millionths(),
                fields.Int(),
                fields.Int(),
                wording(fields.Long(0)),
                fields.Long(0) is var fix and not 0 ? wording(fix) : null,
                Findings(fields.Next(), names),
                Absences(fields.Next(), names, wording));
        }

        var next = 0;
        foreach (var reason in List(root, "n"u8))
        {
            while (criteria[next] is not null)
                next++;
            criteria[next] = new StoredVerdict(names.Criteria[next], Verdict.NotApplicable, 0, 0, 0, 0, wording(reason.GetInt64()), null, [], []);
        }

        if (Array.IndexOf(criteria, null) is var missing and >= 0)
            throw new FormatException($"it says nothing of criterion '{names.Criteria[missing]}'");
        var adjustments = new List<StoredAdjustment>();
        foreach (var item in List(root, "a"u8))
        {
            var fields = new JsonFields(item);
            adjustments.Add(new StoredAdjustment(names.Adjustments[fields.Int()], fields.Int(), wording(fields.Long(0)), Findings(fields.Next(), names)));
        }

        var suspicions = new List<StoredSuspicion>();
        foreach (var item in List(root, "s"u8))
        {
            var fields = new JsonFields(item);
            suspicions.Add(new StoredSuspicion(names.Criticals[fields.Int()], fields.Int(), wording(fields.Long(0)), StoredSuspicion.Suspected, Findings(fields.Next(), names)));
        }

        var stages = new List<StoredStage>();
        foreach (var item in List(root, "g"u8))
        {
            var fields = new JsonFields(item);
            stages.Add(new StoredStage(names.Stages[fields.Int()], Finding(fields.Next(), names), RubricNames.At(names.Stages, fields.Int(missing: -1))));
        }

        return new ScoreParts(criteria, adjustments, suspicions, stages, root.TryGetProperty("l"u8, out var left) ? names.Stages[left.GetInt32()] : null, Mood(root));
    }

    private static MoodChange? Mood(JsonElement root)
    {
        if (!root.TryGetProperty("m"u8, out var list))
            return null;
        var fields = new JsonFields(list);
        return new MoodChange(fields.Int(), fields.Int(), fields.Int());
    }

    private static StoredFinding[] Findings(JsonElement list, RubricNames names)
    {
        if (list.ValueKind == JsonValueKind.Undefined)
            return [];
        var findings = new StoredFinding[list.GetArrayLength()];
        var at = 0;
        foreach (var item in list.EnumerateArray())
            findings[at++] = Finding(item, names);
        return findings;
    }

    private static StoredFinding Finding(JsonElement item, RubricNames names)
    {
        var fields = new JsonFields(item);
        var (message, start, length) = (fields.Int(), fields.Int(), fields.Int());
        return new StoredFinding(RubricNames.At(names.Rules, fields.Int(missing: -1)), message, start, length, RubricNames.At(names.Entries, fields.Int(missing: -1)));
    }

    private static StoredAbsence[] Absences(JsonElement list, RubricNames names, Func<long, Wording> wording)
    {
        if (list.ValueKind == JsonValueKind.Undefined)
            return [];
        var absences = new StoredAbsence[list.GetArrayLength()];
        var at = 0;
        foreach (var item in list.EnumerateArray())
        {
            var fields = new JsonFields(item);
            absences[at++] = new StoredAbsence(
                names.Rules[fields.Int()],
                wording(fields.Long(0)),
                fields.Int(),
                fields.Int(),
                Enum.Parse<MissReason>(fields.Text()!),
                fields.Int(),
                fields.Next(out var miss) ? Finding(miss, names) : null);
        }

        return absences;
    }

    private static JsonElement.ArrayEnumerator List(JsonElement root, ReadOnlySpan<byte> key) =>
        root.TryGetProperty(key, out var list) ? list.EnumerateArray() : default;

    private static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        JsonDocument? document = null;
        try
        {
            document = JsonDocument.Parse(json);
            var version = document.RootElement.GetProperty("v"u8);
            return version.GetInt32() == Version
                ? document
                : throw new StoreException($"a score is kept in version {version}, and this program knows {Version}; use the program that wrote it");
        }
        catch (Exception e) when (IsBroken(e))
        {
            document?.Dispose();
            throw Broken(e);
        }
    }

    private static bool IsBroken(Exception e) =>
        e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException or IndexOutOfRangeException or OverflowException;

    private static StoreException Broken(Exception e) => new($"a score's document is broken: {e.Message}; score the conversation again, or restore the store from a backup", e);
}
