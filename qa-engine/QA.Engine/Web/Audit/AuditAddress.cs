using System;
using System.Globalization;
using QA.Engine.Web.Layout;

namespace QA.Engine.Web.Audit;

/// <summary>Addresses within the audit page of one score: long chats are shown a window at a time, and words may stand in another one.</summary>
internal sealed class AuditAddress(string conversation, long score, int messages, int from)
{
    /// <summary>Messages shown at once in a chat of more than <see cref="Whole"/>.</summary>
    public const int Window = 200;

    /// <summary>Messages up to which a chat is shown whole.</summary>
    public const int Whole = 300;

    /// <summary>Index of the first message shown.</summary>
    public int From { get; } = WindowOf(messages, from);

    /// <summary>One behind the last.</summary>
    public int To => messages <= Whole ? messages : Math.Min(messages, From + Window);

    public bool Shows(int message) => message >= From && message < To;

    /// <summary>Where a message, or a mark in it, is.</summary>
    /// <param name="element">The id of the element to go to.</param>
    public string Of(int message, string element) => (Shows(message) ? "" : At(WindowOf(messages, message))) + "#" + element;

    public string? Earlier => From == 0 ? null : At(From - Window) + "#chat";

    public string? Later => To >= messages ? null : At(From + Window) + "#chat";

    private static int WindowOf(int messages, int message) =>
        messages <= Whole ? 0 : Math.Clamp(message, 0, messages - 1) / Window * Window;

    private string At(int first) => Links.Conversation(conversation, score) + "&from=" + first.ToString(CultureInfo.InvariantCulture);
}
