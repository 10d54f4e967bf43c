using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace QA.Engine.Sources.Folder;

/// <summary>
/// Chats from the text exports of chat clients: a line with a name and a time, then what was said, until the next such line. A line of
/// dashes, a line 会话 …, or two blank lines before such a line begin another chat.
/// </summary>
internal sealed class PlainTextChats(ExportFile file)
{
    private const int LongestFileName = 200;
    private readonly RoleWords _roles = new(file.Options.Roles, file.Options.Agents);

    public IEnumerable<ChatDraft> Read()
    {
        var answering = WhoAnswers();
        var ordinal = 0;
        var any = false;
        foreach (var spoken in Chats())
        {
            any = true;
            ordinal++;
            yield return Draft(spoken, ordinal, answering);
        }

        if (!any && FirstWords() is { } words)
            file.Problem(1, words, "no line is a name and a time such as 昵称 2026-03-02 14:03:11; export it with names and times, or take it out of the folder");
    }

    private ChatDraft Draft(List<Spoken> chat, int ordinal, HashSet<string> answering)
    {
        var first = chat[0];
        var name = Path.GetFileNameWithoutExtension(file.Name);
        if (name.Length > LongestFileName)
            name = name[..LongestFileName];
        var draft = new ChatDraft(string.Create(CultureInfo.InvariantCulture, $"{name}-{ordinal}-{first.At:yyyyMMddHHmmss}"), first.Line, file.Limits);

        // Nobody known: whoever comes to a shop speaks first. Where the settings name those who answer, all others ask.
        var asks = _roles.KnowsAgents || chat.Exists(spoken => Known(spoken.Who, answering) is "agent" or "customer")
            ? null
            : chat.Find(spoken => Known(spoken.Who, answering) is null)?.Who;
        foreach (var spoken in chat)
        {
            var role = Known(spoken.Who, answering) ?? (asks is null || spoken.Who == asks ? "customer" : "agent");
            var text = spoken.Text;
            draft.Add(new MessageDraft(role, text, spoken.Who, null, ConversationLines.Time(spoken.At), RoleWords.KindOf(text)));
            if (role == "agent")
                draft.Shop ??= RoleWords.Shop(spoken.Who);
            else if (role == "customer")
                draft.Customer ??= spoken.Who;
        }

        return draft;
    }

    private string? Known(string who, HashSet<string> answering) => _roles.RoleOf(who) ?? (answering.Contains(who) ? "agent" : null);

    /// <summary>
    /// Where neither settings nor sub-accounts tell: an agent speaks in many chats, a customer in one. Those who speak in most of them, where
    /// that is more than one, answer.
    /// </summary>
    private HashSet<string> WhoAnswers()
    {
        var chats = new Dictionary<string, int>(StringComparer.Ordinal);
        if (_roles.KnowsAgents)
            return [];
        foreach (var chat in Chats())
        {
            foreach (var who in chat.Select(spoken => spoken.Who).Distinct(StringComparer.Ordinal))
            {
                switch (_roles.RoleOf(who))
                {
                    case "agent":
                        return [];
                    case null:
                        chats[who] = chats.GetValueOrDefault(who) + 1;
                        break;
                }
            }
        }

        var most = chats.Count == 0 ? 0 : chats.Values.Max();
        return most < 2 ? [] : [.. chats.Where(pair => pair.Value == most).Select(pair => pair.Key)];
    }

    private IEnumerable<List<Spoken>> Chats()
    {
        using var text = file.Text();
        var chat = new List<Spoken>();
        var held = new List<string>();
        var characters = 0L;
        long number = 0;
        while (text.ReadLine() is { } line)
        {
            if (++number % 4096 == 0)
                file.Cancellation.ThrowIfCancellationRequested();
            if (PlainTextHeader.TryParse(line, file.Limits.AssumedOffset, out var header))
            {
                // What looks like a separator is one only where a header follows.
                if (chat.Count > 0 && (held.Exists(PlainTextHeader.IsSeparator) || held.Count(string.IsNullOrWhiteSpace) >= 2))
                {
                    yield return chat;
                    chat = [];
                }

                held.Clear();
                characters = 0;
                chat.Add(new Spoken(number, header.Who, header.At));
                if (header.Rest.Length > 0)
                    chat[^1].Add(header.Rest);
                continue;
            }

            if (string.IsNullOrWhiteSpace(line) || PlainTextHeader.IsSeparator(line))
            {
                held.Add(line);
                continue;
            }

            if (chat.Count == 0)
            {
                // A title, or who exported it and when.
                held.Clear();
                continue;
            }

            // One message is never longer than a line may be; the draft says so.
            foreach (var one in held)
                chat[^1].Add(one);
            held.Clear();
            characters += line.Length;
            if (characters <= file.Limits.MaxLineBytes + 1L)
                chat[^1].Add(line);
        }

        if (chat.Count > 0)
            yield return chat;
    }

    private string? FirstWords()
    {
        const int most = 200;
        using var text = file.Text();
        while (text.ReadLine() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
                return line.Length <= most ? line : line[..most];
        }

        return null;
    }

    /// <summary>What somebody said.</summary>
    /// <param name="Line">The line of the name, from 1.</param>
    private sealed record Spoken(long Line, string Who, DateTimeOffset At)
    {
        private readonly StringBuilder _text = new();

        public string Text => _text.ToString().Trim();

        public void Add(string line)
        {
            if (_text.Length > 0)
                _text.Append('\n');
            _text.Append(line);
        }
    }
}
