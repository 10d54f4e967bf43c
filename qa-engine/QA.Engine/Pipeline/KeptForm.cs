using System;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using QA.Engine.Language.Redaction;
using QA.Engine.Sources;
using QA.Scoring;

namespace QA.Engine.Pipeline;

/// <summary>What the store may see where personal data is masked before it is kept: conversations, lines that wait, lines that are none. For any thread.</summary>
internal sealed class KeptForm(Redactor redactor)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // Python's writer escapes all Chinese: numbers would seem to begin within an escape.
    private static readonly Regex Escape = new(@"\\u[0-9a-fA-F]{4}", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private readonly ConversationRedaction _redaction = new(redactor);

    public Conversation Of(Conversation chat) => _redaction.Of(chat);

    /// <summary>A masked conversation as a line of the file format, to be read again when it is over.</summary>
    public byte[] Line(Conversation kept)
    {
        var draft = new ChatDraft(kept.Id, 0, Unlimited)
        {
            Channel = kept.Channel,
            Shop = kept.Shop,
            Customer = kept.Customer,
            Opened = Time(kept.Opened),
            Closed = Time(kept.Closed),
        };
        foreach (var attribute in kept.Attributes)
            draft.AddAttribute(attribute.Name, attribute.Value);
        foreach (var message in kept.Messages)
            draft.Add(new MessageDraft(Role(message.Speaker), message.Text, message.Sender, message.Team, Time(message.SentAt), Kind(message.Kind)));
        using var lines = new ConversationLines();
        return lines.Add(draft).ToArray();
    }

    /// <summary>What may be kept of a line that could not be scored, so that it can be shown and tried again.</summary>
    /// <returns>Null where it is no UTF-8: what cannot be read cannot be masked.</returns>
    public byte[]? Content(ReadOnlySpan<byte> line)
    {
        string text;
        try
        {
            text = Strict.GetString(line);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }

        return Encoding.UTF8.GetBytes(_redaction.Json(text) ?? Reason(text));
    }

    /// <summary>A sentence about a line may quote from it.</summary>
    public string Reason(string reason) => redactor.Redact(Escape.Replace(reason, Unescaped)).Text;

    private static ReadLimits Unlimited { get; } = new() { MaxLineBytes = int.MaxValue, MaxMessages = int.MaxValue };

    private static string Unescaped(Match escape)
    {
        var c = (char)ushort.Parse(escape.ValueSpan[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return char.IsControl(c) || char.IsSurrogate(c) || c is '"' or '\\' ? escape.Value : c.ToString();
    }

    private static string? Time(DateTimeOffset? time) => time is { } known ? ConversationLines.Time(known) : null;

    private static string Role(Speaker speaker) => speaker switch
    {
        Speaker.Customer => "customer",
        Speaker.Agent => "agent",
        Speaker.Bot => "bot",
        _ => "system",
    };

    private static string? Kind(MessageKind kind) => kind switch
    {
        MessageKind.Text => null,
        MessageKind.Image => "image",
        MessageKind.Voice => "voice",
        MessageKind.Video => "video",
        MessageKind.Card => "card",
        MessageKind.File => "file",
        MessageKind.Recalled => "recalled",
        _ => "other",
    };
}
