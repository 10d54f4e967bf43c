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
}
