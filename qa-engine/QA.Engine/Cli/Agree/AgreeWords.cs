using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using QA.Calibration;
using QA.Scoring;

namespace QA.Engine.Cli.Agree;

/// <summary>What the reports say in both languages, and how they write figures.</summary>
internal static class AgreeWords
{
    /// <summary>What a person or the engine can say, in the order of the tables.</summary>
    public static IReadOnlyList<Verdict> Verdicts { get; } = [Verdict.Pass, Verdict.Partial, Verdict.Fail, Verdict.NotApplicable, Verdict.Unsure];

    public static Wording Of(Verdict verdict) => verdict switch
    {
        Verdict.Pass => new("通过", "pass"),
        Verdict.Partial => new("部分", "partial"),
        Verdict.Fail => new("未通过", "fail"),
        Verdict.NotApplicable => new("不适用", "n/a"),
        _ => new("需人工", "unsure"),
    };

    /// <summary>Three decimals; or a dash and why there is no figure.</summary>
    public static Wording Of(Figure figure)
    {
        if (figure.Value is { } value)
        {
            var number = Number(value);
            return new(number, number);
        }

        var why = Of(figure.Why);
        return new($"–（{why.Zh}）", $"– ({why.En})");
    }

    /// <summary>Why a figure cannot be given, in a few words.</summary>
    public static Wording Of(Undefined why) => why switch
    {
        Undefined.NoCases => new("没有可比的会话", "no cases"),
        Undefined.OneCategory => new("双方自始至终只用了同一个值", "both used one value only"),
        Undefined.NeverGiven => new("该值从未出现", "never given"),
        Undefined.NothingToAverage => new("没有可平均的 κ", "no κ to average"),
        _ => Wording.None,
    };

    /// <summary>"0.912–0.987", or a dash where there is no interval.</summary>
    public static string Of(Interval? interval) => interval is var (low, high) ? $"{Number(low)}–{Number(high)}" : "–";

    public static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    public static string Signed(double value) => value.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);

    /// <summary>"12/14".</summary>
    public static string Share(long part, long whole) => whole == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{part}/{whole}");

    /// <summary>How much less (or more) two raters agree than the readers do with each other; null where one has no κ.</summary>
    public static double? AgainstCeiling(Estimate kappa, Estimate? ceiling) => kappa.Value - ceiling?.Value;

    /// <summary>The ceiling of a criterion; null where no two readers are at hand.</summary>
    public static CriterionAgreement? CeilingOf(AgreeReport report, int criterion) => report.Ceiling?.Agreement.Criteria[criterion];

    public static Wording Speaker(Speaker speaker) => speaker switch
    {
        Scoring.Speaker.Customer => new("顾客", "customer"),
        Scoring.Speaker.Agent => new("客服", "agent"),
        Scoring.Speaker.Bot => new("自动", "bot"),
        _ => new("系统", "system"),
    };

    public static Wording Kind(MessageKind kind) => kind switch
    {
        MessageKind.Text => Wording.None,
        MessageKind.Image => new("（图片）", "(image) "),
        MessageKind.Voice => new("（语音）", "(voice) "),
        MessageKind.Video => new("（视频）", "(video) "),
        MessageKind.Card => new("（卡片）", "(card) "),
        MessageKind.File => new("（文件）", "(file) "),
        MessageKind.Recalled => new("（已撤回）", "(recalled) "),
        _ => new("（其他）", "(other) "),
    };

    /// <summary>Where the two point, in a sentence; what is not known is left out.</summary>
    public static Wording Of(EvidenceAgreement evidence)
    {
        if (evidence.Labelled == 0)
            return new("没有可比的依据", "no place to compare");
        var zh = new List<string>();
        var en = new List<string>();
        if (evidence.Pointed > 0)
        {
            zh.Add($"双方都指出消息的 {evidence.Pointed} 例中，{evidence.Among} 例包含同一条消息（{evidence.First} 例首条就是）" + (evidence.SameTurn is { } turn ? $"，{turn} 例在同一轮" : ""));
            en.Add($"of {evidence.Pointed} where both point at a message, {evidence.Among} share it ({evidence.First} as the first)" + (evidence.SameTurn is { } same ? $", {same} are in the same turn" : ""));
        }

        if (evidence.Labelled > evidence.Pointed)
        {
            zh.Add($"因缺失而判的 {evidence.Labelled - evidence.Pointed} 例中，{evidence.LookedIn} 例查找范围包含标注的位置");
            en.Add($"of {evidence.Labelled - evidence.Pointed} decided by something missing, {evidence.LookedIn} were looked for where the reader says it was due");
        }

        return new(string.Join("；", zh), string.Join("; ", en));
    }

    /// <summary>What the engine gives as its reasons, a line each: sentence, words with their rules, what was looked for in vain.</summary>
    public static IEnumerable<EngineReason> Reasons(RaterWord word)
    {
        foreach (var (score, part) in word.Scores)
        {
            yield return new EngineReason(word.Scores.Count > 1 ? score.Agent : null, part.Reason, [.. part.Evidence.Select(finding => new EngineQuote(
                finding.Message,
                score.Conversation.Messages[finding.Message].Text.Substring(finding.Start, finding.Length),
                finding.Rule >= 0 ? score.Rubric.Rules[finding.Rule].Name : null))], [.. part.Absences.Select(Explanation.Of)]);
        }
    }
}

/// <param name="Agent">Named only where several agents decided.</param>
/// <param name="Absent">What was looked for in vain, with the nearest miss.</param>
internal sealed record EngineReason(string? Agent, Wording Reason, IReadOnlyList<EngineQuote> Quotes, IReadOnlyList<Wording> Absent);

/// <summary>Words of the chat behind a verdict.</summary>
internal sealed record EngineQuote(int Message, string Words, string? Rule);
