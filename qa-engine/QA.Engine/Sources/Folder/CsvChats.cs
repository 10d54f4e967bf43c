using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CsvHelper;

namespace QA.Engine.Sources.Folder;

/// <summary>Chats from a table with a message in each row.</summary>
internal sealed class CsvChats(ExportFile file)
{
    // No row of messages is that long; a quote that nobody closed makes the rest of the file one row.
    private const int LongestRecord = 4 * 1024 * 1024;
    private static readonly char[] Delimiters = [',', '\t', ';', '|'];
    private readonly RoleWords _roles = new(file.Options.Roles, file.Options.Agents);

    /// <summary>Chats in the order of their first rows.</summary>
    public IEnumerable<ChatDraft> Read()
    {
        // An empty file has nothing to say.
        if (Header(out var delimiter) is not { } header)
            return [];
        if (CsvColumns.Of(header, file.Options.Columns, out var problem) is not { } columns)
        {
            file.Problem(1, string.Join(delimiter, header), problem!);
            return [];
        }

        if (file.Length <= file.Options.MostInMemory)
            return Grouped(columns, delimiter);
        if (FirstScattered(columns, delimiter) is not { } scattered)
            return Streamed(columns, delimiter);
        file.Problem(
            scattered.Line,
            scattered.Id,
            string.Create(CultureInfo.InvariantCulture, $"the rows of the conversation {scattered.Id} are not together; a file over {file.Options.MostInMemory} bytes must be sorted by conversation, or split"));
        return [];
    }

    private IEnumerable<ChatDraft> Grouped(CsvColumns columns, char delimiter)
    {
        var chats = new Dictionary<string, Gathering>(StringComparer.Ordinal);
        var order = new List<Gathering>();
        foreach (var row in Rows(delimiter))
        {
            if (Id(columns, row) is not { } id)
                continue;
            if (!chats.TryGetValue(id, out var chat))
            {
                chats.Add(id, chat = new Gathering(new ChatDraft(id, row.Line, file.Limits)));
                order.Add(chat);
            }

            Add(chat, columns, row);
        }

        foreach (var chat in order)
            yield return Finished(chat, columns);
    }

    private IEnumerable<ChatDraft> Streamed(CsvColumns columns, char delimiter)
    {
        Gathering? chat = null;
        foreach (var row in Rows(delimiter))
        {
            if (Id(columns, row) is not { } id)
                continue;
            if (chat?.Draft.Id != id)
            {
                if (chat is not null)
                    yield return Finished(chat, columns);
                chat = new Gathering(new ChatDraft(id, row.Line, file.Limits));
            }

            Add(chat, columns, row);
        }

        if (chat is not null)
            yield return Finished(chat, columns);
    }

    /// <summary>The first row of a chat whose earlier rows stand elsewhere; null: there is none.</summary>
    private (long Line, string Id)? FirstScattered(CsvColumns columns, char delimiter)
    {
        // Hashes, not ids: a gigabyte of chats has a million of them. Two ids of one hash would only be complained of.
        var ended = new HashSet<ulong>();
        string? last = null;
        foreach (var row in Rows(delimiter, complain: false))
        {
            if (Cell(row.Fields, columns.Id) is not { } id || id == last)
                continue;
            if (!ended.Add(BitConverter.ToUInt64(SHA256.HashData(MemoryMarshal.AsBytes(id.AsSpan())))))
                return (row.Line, id);
            last = id;
        }

        return null;
    }

    private string? Id(CsvColumns columns, in Row row)
    {
        if (Cell(row.Fields, columns.Id) is { } id)
            return id;
        file.Problem(row.Line, string.Join(" | ", row.Fields), "the row names no conversation; put its id into every row");
        return null;
    }

    private void Add(Gathering chat, CsvColumns columns, in Row row)
    {
        var draft = chat.Draft;
        var fields = row.Fields;
        if (fields.Length > columns.Count)
        {
            draft.Fail(string.Create(CultureInfo.InvariantCulture, $"line {row.Line} has {fields.Length} fields and the first row {columns.Count}; a text that holds the delimiter must stand in quotes"));
            return;
        }

        if (row.HasOpenQuote)
        {
            draft.Fail(string.Create(CultureInfo.InvariantCulture, $"a quote in line {row.Line} is never closed; everything behind it was taken for one text. Close it"));
            return;
        }

        var text = columns.Text < fields.Length ? fields[columns.Text] : null;
        var sender = Cell(fields, columns.Sender);
        var kind = Cell(fields, columns.Kind) is { } word ? RoleWords.Kind(word) : text is null ? null : RoleWords.KindOf(text);
        var time = Cell(fields, columns.Time);
        DateTimeOffset? sent = null;
        if (time is not null && ExportTime.TryParse(time, file.Limits.AssumedOffset, out var parsed))
            (sent, time) = (parsed, ConversationLines.Time(parsed));
        draft.Add(new MessageDraft(Role(Cell(fields, columns.Role), sender), text, sender, Cell(fields, columns.Team), time, kind));
        chat.Times.Add(sent);
        chat.Places.Add(long.TryParse(Cell(fields, columns.Message), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var place) ? place : null);
        draft.Channel ??= Cell(fields, columns.Channel);
        draft.Shop ??= Cell(fields, columns.Shop);
        draft.Customer ??= Cell(fields, columns.Customer);
        draft.Language ??= Cell(fields, columns.Language);
        draft.Opened ??= Time(Cell(fields, columns.Opened));
        draft.Closed ??= Time(Cell(fields, columns.Closed));
        chat.Note(columns, fields);
    }

    private string? Role(string? word, string? sender)
    {
        if (word is not null)
            return _roles.Role(word) ?? _roles.RoleOf(word) ?? word;

        // Without a column of roles the name must tell.
        return sender is null ? null : _roles.RoleOf(sender) ?? "customer";
    }

    private string? Time(string? text) =>
        text is not null && ExportTime.TryParse(text, file.Limits.AssumedOffset, out var time) ? ConversationLines.Time(time) : text;

    private static ChatDraft Finished(Gathering chat, CsvColumns columns)
    {
        var draft = chat.Draft;
        if (draft.Problem is not null)
            return draft;
        if (columns.Customer < 0)
            draft.Customer = draft.Messages.FirstOrDefault(message => message.Role == "customer").Sender;
        foreach (var (name, value) in chat.Attributes(columns))
            draft.AddAttribute(name, value);
        if (columns.Message >= 0 && chat.Places.TrueForAll(place => place is not null))
        {
            draft.SortMessages(chat.Places.ConvertAll(place => place!.Value));
        }
        else if (chat.Times.TrueForAll(time => time is not null))
        {
            var ticks = chat.Times.ConvertAll(time => time!.Value.UtcTicks);

            // Exports often begin with the newest; messages of one second are then in the wrong order as well.
            if (IsFalling(ticks))
            {
                draft.ReverseMessages();
                ticks.Reverse();
            }

            draft.SortMessages(ticks);
        }

        return draft;
    }

    private static bool IsFalling(List<long> ticks)
    {
        for (var i = 1; i < ticks.Count; i++)
        {
            if (ticks[i] > ticks[i - 1])
                return false;
        }

        return ticks.Count > 1 && ticks[^1] < ticks[0];
    }

    private string[]? Header(out char delimiter)
    {
        string[]? best = null;
        delimiter = ',';
        var most = (Known: -1, Fields: -1);
        foreach (var candidate in Delimiters)
        {
            using var row = Rows(candidate, first: true).GetEnumerator();
            if (!row.MoveNext())
                continue;
            var header = row.Current.Fields;
            var seen = (CsvColumns.Recognised(header, file.Options.Columns), header.Length);
            if (seen.CompareTo(most) > 0)
                (best, delimiter, most) = (header, candidate, seen);
        }

        return best;
    }

    /// <param name="delimiter">Between fields.</param>
    /// <param name="first">The row of the names only; otherwise all others.</param>
    /// <param name="complain">Whether what cannot be read becomes a problem.</param>
    private IEnumerable<Row> Rows(char delimiter, bool first = false, bool complain = true)
    {
        using var text = file.Text();
        long openQuote = 0;
        var options = new CsvReaderOptions
        {
            Separator = delimiter,
            HasHeader = false,
            TrackLineNumbers = true,
            MaxRecordSize = LongestRecord,
            IncludeValuesInExceptions = false,
            OnMalformedRecord = record =>
            {
                if (record.Reason == CsvMalformedReason.UnterminatedQuote)
                    openQuote = record.LineNumber;
            },
        };
        using var reader = CsvReader.Create(text, options, leaveOpen: true);
        var isHeader = true;
        for (var number = 0; ; number++)
        {
            if (number % 1024 == 0)
                file.Cancellation.ThrowIfCancellationRequested();
            try
            {
                if (!reader.Read())
                    yield break;
            }
            catch (CsvFormatException e)
            {
                if (complain)
                    file.Problem(e.LineNumber, "", string.Create(CultureInfo.InvariantCulture, $"the row of line {e.LineNumber} is longer than {LongestRecord} bytes; most likely a quote is not closed there, and the rest of the file is not read"));
                yield break;
            }

            var fields = new string[reader.FieldCount];
            for (var i = 0; i < fields.Length; i++)
                fields[i] = reader.GetString(i);

            // Excel's hint to itself.
            if (isHeader && fields[0].StartsWith("sep=", StringComparison.OrdinalIgnoreCase))
                continue;
            if (isHeader == first && !Array.TrueForAll(fields, string.IsNullOrWhiteSpace))
                yield return new Row(reader.LineNumber, fields, openQuote == reader.LineNumber);
            if (first)
                yield break;
            isHeader = false;
        }
    }

    /// <summary>A cell without what spreadsheets put around long numbers (="17", a tab, an apostrophe); null where it is empty.</summary>
    private static string? Cell(string[] fields, int at)
    {
        if (at < 0 || at >= fields.Length)
            return null;
        var cell = fields[at].Trim();
        if (cell.StartsWith("=\"", StringComparison.Ordinal) && cell.EndsWith('"') && cell.Length > 2)
            cell = cell[2..^1].Trim();
        else if (cell.StartsWith('\''))
            cell = cell[1..];
        return cell.Length == 0 ? null : cell;
    }

    /// <param name="HasOpenQuote">Whether a quote in it is never closed, so that it holds the rest of the file.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Row(long Line, string[] Fields, bool HasOpenQuote);

    /// <summary>A chat whose rows are still coming.</summary>
    private sealed class Gathering(ChatDraft draft)
    {
        private string?[] _values = [];
        private bool[] _differs = [];

        public ChatDraft Draft { get; } = draft;

        public List<DateTimeOffset?> Times { get; } = [];

        public List<long?> Places { get; } = [];

        public void Note(CsvColumns columns, string[] fields)
        {
            if (_values.Length == 0)
                (_values, _differs) = (new string?[columns.Attributes.Count], new bool[columns.Attributes.Count]);
            for (var i = 0; i < _values.Length; i++)
            {
                if (Cell(fields, columns.Attributes[i].At) is not { } value)
                    continue;
                _differs[i] |= _values[i] is { } known && known != value;
                _values[i] ??= value;
            }
        }

        /// <summary>What is the same in all rows says something of the chat; what differs says something of a message, and we do not know what.</summary>
        public IEnumerable<(string Name, string Value)> Attributes(CsvColumns columns)
        {
            for (var i = 0; i < _values.Length; i++)
            {
                if (_values[i] is { } value && !_differs[i])
                    yield return (columns.Attributes[i].Name, value);
            }
        }
    }
}
