using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;

namespace QA.Engine.Sample;

internal enum Role { Customer, Agent, Bot, System }

internal enum Kind { Text, Image, Voice, Card }

/// <summary>A message: where its words stand in the text buffer, and when it was sent (seconds since the first day began).</summary>
internal readonly record struct Entry(Role Role, Kind Kind, SampleAgent? Agent, string? Sender, int Time, int Start, int Length);

/// <summary>One conversation being made, and its JSON line. Reused from one conversation to the next.</summary>
internal sealed class Transcript(DateOnly firstDay)
{
    private const int FlushAt = 1 << 16;

    private readonly byte[][] _dates = Dates(firstDay);
    private byte[] _bytes = new byte[FlushAt * 2];
    private int _length;

    public TextBuffer Text { get; } = new();
    public List<Entry> Entries { get; } = [];
    public List<string> Tags { get; } = [];
    public string Channel { get; set; } = "";
    public string Shop { get; set; } = "";
    public string CustomerPrefix { get; set; } = "";
    public int CustomerNumber { get; set; }
    public int Opened { get; set; }
    public int Closed { get; set; }
    public OrderState Order { get; set; }
    /// <summary>1 … 5, or 0 where the customer gave none.</summary>
    public int Rating { get; set; }
    public bool Returning { get; set; }

    public void Clear()
    {
        Text.Clear();
        Entries.Clear();
        Tags.Clear();
        Rating = 0;
    }

    /// <summary>Appends the conversation as one line of JSON; bytes reach <paramref name="output"/> in large pieces.</summary>
    public void Write(Stream output, int number)
    {
        Raw("{\"id\":\"sample-"u8);
        Digits(number, 6);
        Raw("\",\"channel\":\""u8);
        Ascii(Channel);
        Raw("\",\"shop\":"u8);
        Quoted(Shop);
        Raw(",\"customer\":\""u8);
        Utf8(CustomerPrefix);
        Digits(CustomerNumber, 2);
        Raw("\",\"opened\":"u8);
        Time(Opened);
        Raw(",\"closed\":"u8);
        Time(Closed);
        Raw(",\"tags\":["u8);
        for (var i = 0; i < Tags.Count; i++)
        {
            if (i > 0)
                Raw(","u8);
            Quoted(Tags[i]);
        }

        Raw("],\"attributes\":{\"order\":\""u8);
        Raw(Order switch
        {
            OrderState.Unpaid => "unpaid"u8,
            OrderState.Paid => "paid"u8,
            OrderState.Shipped => "shipped"u8,
            OrderState.Received => "received"u8,
            _ => "none"u8,
        });
        Raw("\",\"returning\":"u8);
        Raw(Returning ? "true"u8 : "false"u8);
        if (Rating > 0)
        {
            Raw(",\"rating\":"u8);
            Digits(Rating, 1);
        }

        Raw("},\"messages\":["u8);
        for (var i = 0; i < Entries.Count; i++)
        {
            if (i > 0)
                Raw(","u8);
            Message(Entries[i]);
        }

        Raw("]}\n"u8);
        if (_length >= FlushAt)
            Flush(output);
    }

    public void Flush(Stream output)
    {
        output.Write(_bytes, 0, _length);
        _length = 0;
    }

    private void Message(in Entry entry)
    {
        Raw(entry.Role switch
        {
            Role.Customer => "{\"role\":\"customer\""u8,
            Role.Agent => "{\"role\":\"agent\""u8,
            Role.Bot => "{\"role\":\"bot\""u8,
            _ => "{\"role\":\"system\""u8,
        });
        if (entry.Agent is { } agent)
        {
            Raw(",\"sender\":"u8);
            Quoted(agent.Name);
            Raw(",\"team\":"u8);
            Quoted(agent.Team);
        }
        else if (entry.Sender is { } sender)
        {
            Raw(",\"sender\":"u8);
            Quoted(sender);
        }

        Raw(",\"time\":"u8);
        Time(entry.Time);
        if (entry.Kind != Kind.Text)
            Raw(entry.Kind switch { Kind.Image => ",\"kind\":\"image\""u8, Kind.Voice => ",\"kind\":\"voice\""u8, _ => ",\"kind\":\"card\""u8 });
        Raw(",\"text\":"u8);
        Quoted(Text[entry.Start..(entry.Start + entry.Length)]);
        Raw("}"u8);
    }

    private void Quoted(ReadOnlySpan<char> text)
    {
        Raw("\""u8);
        // Nothing in the scripts needs an escape today; a quotation mark written tomorrow must not break the file.
        while (text.IndexOfAny('"', '\\') is var at and >= 0)
        {
            Utf8(text[..at]);
            Raw("\\"u8);
            Utf8(text.Slice(at, 1));
            text = text[(at + 1)..];
        }

        Utf8(text);
        Raw("\""u8);
    }

    private void Utf8(ReadOnlySpan<char> text)
    {
        Reserve(text.Length * 3);
        _length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_length));
    }

    private void Ascii(string text)
    {
        Reserve(text.Length);
        foreach (var c in text)
            _bytes[_length++] = (byte)c;
    }

    private void Raw(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Time(int seconds)
    {
        Raw("\""u8);
        Raw(_dates[seconds / 86400]);
        var ofDay = seconds % 86400;
        Digits(ofDay / 3600, 2);
        Raw(":"u8);
        Digits(ofDay / 60 % 60, 2);
        Raw(":"u8);
        Digits(ofDay % 60, 2);
        Raw("+08:00\""u8);
    }

    private void Digits(int number, int least)
    {
        Span<byte> digits = stackalloc byte[11];
        var at = digits.Length;
        do
        {
            digits[--at] = (byte)('0' + (number % 10));
            number /= 10;
        }
        while (number > 0 || digits.Length - at < least);
        Raw(digits[at..]);
    }

    private void Reserve(int more)
    {
        if (_length + more > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + more));
    }

    // Two days more than the sample spans: the last chats may run past midnight.
    private static byte[][] Dates(DateOnly firstDay)
    {
        var dates = new byte[SampleShop.Days + 2][];
        for (var day = 0; day < dates.Length; day++)
            dates[day] = Encoding.ASCII.GetBytes(firstDay.AddDays(day).ToString("yyyy-MM-dd'T'", CultureInfo.InvariantCulture));
        return dates;
    }
}
