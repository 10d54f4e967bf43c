namespace QA.Scoring.Indicators;

/// <summary>
/// A profile as somebody wrote it in settings: a change of the built-in one of that id, or a new one. What is null stays as it is; in
/// a new profile it is as in an empty <see cref="ServiceProfile"/>.
/// </summary>
/// <param name="Id">Required.</param>
/// <param name="TitleZh">A new profile without titles is called by its id.</param>
/// <param name="TitleEn">As <paramref name="TitleZh"/>.</param>
/// <param name="Unit"><c>round</c>, <c>session-by-mean</c>, <c>session-by-first</c> or <c>person</c>.</param>
/// <param name="WindowFirst">The first time inside, as <c>08:00</c> or <c>08:00:00</c>; together with <paramref name="WindowLast"/>, or <c>none</c> in both.</param>
/// <param name="WindowLast">The last time inside, as <c>23:00</c>, <c>22:59:59</c> or <c>24:00</c>.</param>
/// <param name="WindowedBy"><c>question</c> or <c>session-start</c>.</param>
/// <param name="Limit">A duration such as <c>30s</c>, <c>3m</c> or <c>00:03:00</c>, or <c>none</c>.</param>
/// <param name="Zone">A distance from UTC such as <c>+08:00</c>, or a name the caller can look up such as <c>Asia/Shanghai</c>.</param>
/// <param name="SessionGap">A duration such as <c>6h</c> or <c>06:00:00</c>.</param>
/// <param name="Waits"><c>every-reply</c> or <c>first-reply</c>.</param>
/// <param name="BotsAnswer"><c>true</c> or <c>false</c>.</param>
/// <param name="SystemAsks"><c>true</c> or <c>false</c>.</param>
/// <param name="Enabled"><c>false</c> leaves the profile out.</param>
public sealed record ServiceProfileText(
    string? Id,
    string? TitleZh = null,
    string? TitleEn = null,
    string? Unit = null,
    string? WindowFirst = null,
    string? WindowLast = null,
    string? WindowedBy = null,
    string? Limit = null,
    string? Zone = null,
    string? SessionGap = null,
    string? Waits = null,
    string? BotsAnswer = null,
    string? SystemAsks = null,
    string? Enabled = null);
