using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using QA.Scoring;
using QA.Scoring.Settings;
using QA.Scoring.Text;

namespace QA.Rubrics.Examples;

/// <summary>
/// Reads a chat block: first, where wanted, facts (<c>channel: jd</c>, <c>attributes: order=paid, rating=5</c>, <c>closed: yes</c>); then
/// messages (<c>[14:03:11] agent 小鱼: 您好</c>); below a message its further lines, indented, and marks.
/// </summary>
internal sealed class ChatText
{
    // A Monday; only differences of times matter, and the zone is that of the platforms.
    private static readonly DateTime BaseDate = new(2026, 3, 2, 12, 0, 0, DateTimeKind.Unspecified);
    private static readonly TimeSpan Zone = TimeSpan.FromHours(8);
    private static readonly string[] Roles = ["customer", "agent", "bot", "system", "顾客", "客服", "机器人", "系统"];
    private static readonly string[] Facts = ["channel", "shop", "opened", "closed", "attributes"];
    private static readonly string[] Kinds = ["text", "image", "voice", "video", "card", "file", "recalled", "other"];
    private static readonly string[] Formats = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm"];
    private static readonly string[] TimeFormats = ["HH:mm:ss", "HH:mm"];

    private readonly Report _report;
    private readonly List<Draft> _messages = [];
    private readonly List<NamedValue> _attributes = [];
    private readonly List<Mark> _marks = [];
    private readonly HashSet<string> _facts = new(StringComparer.Ordinal);
    private string? _channel;
    private string? _shop;
    private DateTimeOffset? _opened;
    private DateTimeOffset? _closed;
    private bool _closesAtEnd;
    private DateTime _clock = BaseDate;

    private ChatText(Report report) => _report = report;

    /// <summary>The chat, or null where it has no messages; what is wrong was reported.</summary>
    /// <param name="id">What to call the conversation.</param>
    public static Chat? Read(FencedBlock block, string id, Report report)
    {
        var reader = new ChatText(report);
        for (var i = 0; i < block.Lines.Count; i++)
            reader.Line(block.Lines[i].TrimEnd(), block.At.Line + 1 + i);
        if (reader._messages.Count == 0)
        {
            report(block.At, "the chat has no messages", "write lines such as 'customer: 在吗' and 'agent: 您好'");
            return null;
        }

        return reader.Finish(id);
    }

    private Chat Finish(string id)
    {
        var messages = _messages.ConvertAll(draft => draft.Message with { Text = draft.Text.ToString() });
        if (_closesAtEnd)
            _closed = messages.FindLast(message => message.SentAt is not null)?.SentAt ?? new DateTimeOffset(BaseDate, Zone);
        var conversation = new Conversation(id, messages)
        {
            Channel = _channel,
            Shop = _shop,
            Opened = _opened,
            Closed = _closed,
            Attributes = _attributes,
        };
        // Rules may ask how people feel, and an example has only its words to say so.
        return new Chat(LocalSentiment.Read(conversation), _marks, _messages.ConvertAll(draft => draft.At));
    }

    private void Line(string line, int number)
    {
        var text = line.AsSpan().TrimStart();
        if (text.IsEmpty)
            return;
        var indent = line.Length - text.Length;
        var at = new Position(number, indent + 1);
        if (text[0] == '^' || text.StartsWith("-「", StringComparison.Ordinal) || text.StartsWith("-『", StringComparison.Ordinal) || text.StartsWith("-* ", StringComparison.Ordinal))
        {
            if (_messages.Count == 0)
                _report(at, "a mark stands above the first message", "write it below the message whose words it names");
            else
                Marks(line, indent, number);
        }
        else if (indent == 0)
        {
            Spoken(line, at);
        }
        else if (_messages.Count == 0)
        {
            _report(at, "the line is indented, but there is no message above that it could continue", "begin it with a role, such as 'customer:'");
        }
        else
        {
            var message = _messages[^1];
            message.Text.Append('\n');
            message.Follow(line, indent);
        }
    }

    /// <summary>A message or a fact: something, a colon, and the rest.</summary>
    private void Spoken(string line, Position at)
    {
        var from = 0;
        DateTime? time = null;
        if (line[0] == '[')
        {
            var close = line.IndexOf(']', StringComparison.Ordinal);
            if (close < 0 || Time(line[1..close]) is not { } read)
            {
                _report(at with { Column = 2 }, "a time must stand between '[' and ']'", "write [14:03], [14:03:11] or [2026-03-02 14:03]");
                return;
            }

            time = read;
            from = close + 1;
        }

        while (from < line.Length && char.IsWhiteSpace(line[from]))
            from++;
        var colon = line.AsSpan(from).IndexOfAny(':', ':');
        if (colon < 0)
        {
            _report(at with { Column = from + 1 }, "the line is neither a message nor a fact", "write 'customer: …' or 'agent 小鱼: …'; indent a line that continues a message");
            return;
        }

        var head = line.Substring(from, colon).TrimEnd();
        var value = from + colon + 1;
        if (value < line.Length && line[value] == ' ')
            value++;
        var space = head.IndexOf(' ', StringComparison.Ordinal);
        var word = space < 0 ? head : head[..space];
        if (Array.IndexOf(Roles, word) is var role and >= 0)
            Message(line, value, (Speaker)(role % 4), head[word.Length..], time, at with { Column = from + 1 });
        else if (time is null && Array.IndexOf(Facts, head) >= 0)
            Fact(head, line[value..].Trim(), at, at with { Column = value + 1 });
        else
            _report(at with { Column = from + 1 }, $"'{word}' is not a role", Suggestion.Or(word, [.. Roles, .. Facts], "begin with customer, agent, bot or system; indent a line that continues a message"));
    }

    private void Message(string line, int value, Speaker speaker, string who, DateTime? time, Position at)
    {
        var kind = MessageKind.Text;
        string? team = null;
        var name = who.Trim();
        if (name.EndsWith(')') && name.LastIndexOf('(') is var open and >= 0)
        {
            var word = name[(open + 1)..^1];
            var index = Array.IndexOf(Kinds, word);
            if (index < 0)
                _report(at, $"'{word}' is not a kind of message", Suggestion.Or(word, Kinds, "use one of " + string.Join(", ", Kinds)));
            else
                kind = (MessageKind)index;
            name = name[..open].TrimEnd();
        }

        if (name.LastIndexOf('@') is var sign and >= 0)
        {
            team = name[(sign + 1)..].Trim();
            name = name[..sign].TrimEnd();
        }

        DateTimeOffset? sent = time is { } clock ? new DateTimeOffset(clock, Zone) : null;
        var draft = new Draft(new Message(speaker, "", name.Length > 0 ? name : null, sent, kind, team is { Length: > 0 } ? team : null), at);
        draft.Follow(line, value);
        _messages.Add(draft);
    }

    private void Fact(string name, string value, Position at, Position valueAt)
    {
        if (_messages.Count > 0)
            _report(at, $"'{name}' stands behind a message", "write facts above the first message");
        if (name != "attributes" && !_facts.Add(name))
            _report(at, $"'{name}' stands here again", "keep one of them");
        switch (name)
        {
            case "channel":
                _channel = value;
                break;
            case "shop":
                _shop = value;
                break;
            case "attributes":
                Attributes(value, valueAt);
                break;
            case "closed" when value is "yes" or "no":
                _closesAtEnd = value == "yes";
                break;
            default:
                if (Time(value) is not { } time)
                    _report(valueAt, $"'{name}' must be a time, not \"{value}\"", name == "closed" ? "write yes, no or 14:03" : "write 14:03 or 2026-03-02 14:03");
                else if (name == "closed")
                    _closed = new DateTimeOffset(time, Zone);
                else
                    _opened = new DateTimeOffset(time, Zone);
                break;
        }
    }

    private void Attributes(string list, Position at)
    {
        foreach (var part in list.Split(',', ','))
        {
            var sign = part.IndexOf('=', StringComparison.Ordinal);
            if (sign <= 0 || part[..sign].Trim().Length == 0)
                _report(at, $"'{part.Trim()}' is not an attribute", "write name=value, several with commas between");
            else
                _attributes.Add(new NamedValue(part[..sign].Trim(), part[(sign + 1)..].Trim()));
        }
    }

    /// <summary>A time of the day continues the clock, past midnight where it would go back.</summary>
    private DateTime? Time(string text)
    {
        text = text.Trim();
        if (DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var full))
            return _clock = full;
        if (!TimeOnly.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return null;
        var date = DateOnly.FromDateTime(_clock).ToDateTime(time);
        if (date < _clock && _messages.Exists(message => message.Message.SentAt is not null) && date.Year < 9999)
            date = date.AddDays(1);
        return _clock = date;
    }

    private void Marks(string line, int from, int number)
    {
        var message = _messages[^1];
        while (from < line.Length)
        {
            var at = new Position(number, from + 1);
            var start = from;
            var wanted = line[from] == '^';
            while (from < line.Length && line[from] == line[start] && (wanted || from == start))
                from++;

            MarkKind kind;
            (int Start, int Length)? span;
            if (from - start == 1 && from < line.Length && line[from] is '「' or '『')
            {
                kind = wanted ? MarkKind.Words : MarkKind.Not;
                span = Quoted(line, ref from, message.Text.ToString(), at);
            }
            else if (from - start == 1 && from < line.Length && line[from] == '*')
            {
                kind = wanted ? MarkKind.Message : MarkKind.Not;
                span = (0, message.Text.Length);
                from++;
            }
            else
            {
                kind = MarkKind.Words;
                span = Below(line, start, from, message, at);
            }

            var end = NextMark(line, from);
            var names = line[from..end];
            from = end;
            if (span is { } words)
                Keep(kind, words, names, at);
        }
    }

    private void Keep(MarkKind kind, (int Start, int Length) span, string names, Position at)
    {
        if (names.Trim().Length == 0)
        {
            _report(at, "the mark names no rule or criterion", "write its name behind the mark, such as '^「您好」 greeting'");
            return;
        }

        foreach (var name in names.Split(',', ','))
        {
            if (name.Trim().Length == 0)
                _report(at, "a name is missing beside the comma", "write the name of a rule or criterion, or remove the comma");
            else
                _marks.Add(new Mark(kind, name.Trim(), _messages.Count - 1, span.Start, span.Length, at));
        }
    }

    /// <summary>Words between 「 and 」, the first time they stand in the message or, with #2, the second.</summary>
    private (int Start, int Length)? Quoted(string line, ref int from, string text, Position at)
    {
        var close = line.IndexOf(line[from] == '「' ? '」' : '』', from);
        if (close < 0)
        {
            _report(at, "the quotation in the mark does not end", "write ^「words」 name");
            from = line.Length;
            return null;
        }

        var words = line[(from + 1)..close].Replace("\\n", "\n", StringComparison.Ordinal);
        from = close + 1;
        var nth = 1;
        if (from < line.Length && line[from] == '#')
        {
            var digits = ++from;
            while (from < line.Length && char.IsAsciiDigit(line[from]))
                from++;
            if (!int.TryParse(line.AsSpan(digits, from - digits), NumberStyles.None, CultureInfo.InvariantCulture, out nth) || nth < 1)
            {
                _report(at, "a number must stand behind '#'", "write ^「words」#2 name for the second time they stand in the message");
                return null;
            }
        }

        if (words.Length == 0)
            return (0, 0);
        var start = -1;
        for (var i = 0; i < nth; i++)
        {
            start = start + 1 > text.Length ? -1 : text.IndexOf(words, start + 1, StringComparison.Ordinal);
            if (start >= 0)
                continue;
            _report(at, i == 0 ? $"the message above does not contain「{words}」" : $"the message above contains「{words}」only {i} times", "copy the words from the message");
            return null;
        }

        return (start, words.Length);
    }

    /// <summary>The words above carets, by the cells an editor shows them in.</summary>
    private (int Start, int Length)? Below(string line, int from, int to, Draft message, Position at)
    {
        if (line.AsSpan(0, from).Contains('\t') || message.Line.AsSpan().Contains('\t'))
        {
            _report(at, "a tab makes it uncertain which words the mark stands below", "use spaces, or write ^「words」 name");
            return null;
        }

        // Names left of a second mark take their cells too.
        var left = 0;
        for (var i = 0; i < from; i++)
            left += DisplayWidth.At(line, i);
        var right = left + to - from;
        var first = -1;
        var last = -1;
        var cell = 0;
        for (var i = 0; i < message.Line.Length; i++)
        {
            var width = DisplayWidth.At(message.Line, i);
            if ((width > 0 && cell < right && cell + width > left) || (width == 0 && last == i - 1 && last >= 0))
            {
                first = first < 0 ? i : first;
                last = i;
            }

            cell += width;
        }

        if (first < message.From || last < 0 || right > cell)
        {
            _report(at, "the mark does not stand below words of the message", "move it, or write ^「words」 name");
            return null;
        }

        return (message.LineStart + first - message.From, last - first + 1);
    }

    private static int NextMark(string line, int from)
    {
        for (var i = from; i < line.Length; i++)
        {
            if (line[i] == '^' || (line[i] == '-' && i + 1 < line.Length && line[i + 1] is '「' or '『'))
                return i;
        }

        return line.Length;
    }

    /// <summary>A message while lines may still follow.</summary>
    private sealed class Draft(Message message, Position at)
    {
        public Message Message { get; } = message;

        public Position At { get; } = at;

        public StringBuilder Text { get; } = new();

        /// <summary>The line on the page that was read last.</summary>
        public string Line { get; private set; } = "";

        /// <summary>Where the words begin in that line, and where that is in the message.</summary>
        public int From { get; private set; }

        public int LineStart { get; private set; }

        public void Follow(string line, int from)
        {
            (Line, From, LineStart) = (line, from, Text.Length);
            Text.Append(line, from, line.Length - from);
        }
    }
}
