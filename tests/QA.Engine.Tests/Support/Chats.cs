using System;
using System.Text;
using QA.Engine.Sources;
using QA.Scoring;

namespace QA.Engine.Tests.Support;

/// <summary>Lines of JSON and what they come to.</summary>
internal static class Chats
{
    public static ConversationReading Read(string line, ReadLimits? limits = null) =>
        new ConversationJson(limits ?? ReadLimits.Default).Read(Encoding.UTF8.GetBytes(line));

    public static Conversation Good(string line)
    {
        var reading = Read(line);
        return reading.Conversation ?? throw new InvalidOperationException(reading.Problem);
    }

    public static string Line(string id, string agentText = "您好,谢谢", string extra = "") =>
        $$"""{"id":"{{id}}"{{extra}},"messages":[{"role":"customer","text":"在吗"},{"role":"agent","sender":"小鱼","team":"一组","text":"{{agentText}}"}]}""";

    /// <summary>The conversation as one line of the file format, without a line end.</summary>
    public static string Json(Conversation chat)
    {
        var draft = new ChatDraft(chat.Id, 1, ReadLimits.Default)
        {
            Channel = chat.Channel,
            Shop = chat.Shop,
            Customer = chat.Customer,
            Opened = chat.Opened is { } opened ? ConversationLines.Time(opened) : null,
            Closed = chat.Closed is { } closed ? ConversationLines.Time(closed) : null,
        };
        foreach (var attribute in chat.Attributes)
            draft.AddAttribute(attribute.Name, attribute.Value);
        foreach (var message in chat.Messages)
            draft.Add(Draft(message));
        using var lines = new ConversationLines();
        return Encoding.UTF8.GetString(lines.Add(draft));
    }

    /// <summary>A message in the words of the file format.</summary>
    public static MessageDraft Draft(Message message) => new(
        message.Speaker switch { Speaker.Customer => "customer", Speaker.Agent => "agent", Speaker.Bot => "bot", _ => "system" },
        message.Text,
        message.Sender,
        message.Team,
        message.SentAt is { } sent ? ConversationLines.Time(sent) : null,
        message.Kind switch
        {
            MessageKind.Text => null,
            MessageKind.Image => "image",
            MessageKind.Voice => "voice",
            MessageKind.Video => "video",
            MessageKind.Card => "card",
            MessageKind.File => "file",
            MessageKind.Recalled => "recalled",
            _ => "other",
        });
}
