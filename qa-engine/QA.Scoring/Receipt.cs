using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace QA.Scoring;

/// <summary>
/// A hash over everything a score depends on: the conversation with what models said of it, the rubric with its lexicons, and the engine's version. Equal
/// receipts mean equal scores, on any machine.
/// </summary>
public static class Receipt
{
    private const int Format = 1;

    // Only where a model was asked, so that what was scored without one keeps its receipt.
    private const int FormatWithSentiment = 2;

    /// <summary>The engine's version as it goes into receipts.</summary>
    public static string EngineVersion { get; } = typeof(Receipt).Assembly.GetName().Version?.ToString(3) ?? "0";

    /// <summary>"sha256:" and 64 hexadecimal digits.</summary>
    public static string Of(Conversation conversation, Rubric rubric)
    {
        var writer = new Writer(1024);
        var said = HasSentiment(conversation.MessageArray);
        writer.Number(said ? FormatWithSentiment : Format);
        writer.Text(EngineVersion);
        writer.Text(rubric.Hash);
        writer.Text(conversation.Id);
        writer.Text(conversation.Channel);
        writer.Text(conversation.Shop);
        writer.Text(conversation.Customer);
        writer.Time(conversation.Opened);
        writer.Time(conversation.Closed);
        writer.Number(conversation.Attributes.Count);
        foreach (var attribute in conversation.Attributes)
        {
            writer.Text(attribute.Name);
            writer.Text(attribute.Value);
        }

        writer.Number(conversation.MessageArray.Length);
        foreach (var message in conversation.MessageArray)
        {
            writer.Number((int)message.Speaker);
            writer.Number((int)message.Kind);
            writer.Text(message.Sender);
            writer.Text(message.Team);
            writer.Time(message.SentAt);
            writer.Text(message.Text);
            if (said)
                Write(message.Sentiment, ref writer);
        }

        return writer.Finish();
    }

    private static bool HasSentiment(Message[] messages)
    {
        for (var i = 0; i < messages.Length; i++)
        {
            if (messages[i].Sentiment is not null)
                return true;
        }

        return false;
    }

    private static void Write(Sentiment? sentiment, ref Writer writer)
    {
        writer.Text(sentiment?.Model);
        if (sentiment is null)
            return;
        writer.Text(sentiment.Instead);
        Write(sentiment.Polarity, sentiment.Confidence, ref writer);
        writer.Number(sentiment.Sentences.Count);
        for (var i = 0; i < sentiment.Sentences.Count; i++)
        {
            var sentence = sentiment.Sentences[i];
            writer.Number(sentence.Start);
            writer.Number(sentence.Length);
            Write(sentence.Polarity, sentence.Confidence, ref writer);
            writer.Number(sentence.Cues.Count);
            for (var j = 0; j < sentence.Cues.Count; j++)
            {
                writer.Number(sentence.Cues[j].Start);
                writer.Number(sentence.Cues[j].Length);
                writer.Number(sentence.Cues[j].Weight);
            }

            writer.Number(sentence.Opinions.Count);
            for (var j = 0; j < sentence.Opinions.Count; j++)
                Write(sentence.Opinions[j], ref writer);
        }
    }

    private static void Write(Opinion opinion, ref Writer writer)
    {
        writer.Number(opinion.Start);
        writer.Number(opinion.Length);
        writer.Number((int)opinion.Polarity);
        writer.Number(opinion.Assessments.Count);
        for (var i = 0; i < opinion.Assessments.Count; i++)
        {
            var assessment = opinion.Assessments[i];
            writer.Number(assessment.Start);
            writer.Number(assessment.Length);
            writer.Number((int)assessment.Polarity);
            writer.Number(assessment.Negated ? 1 : 0);
        }
    }

    private static void Write(Polarity polarity, Confidence confidence, ref Writer writer)
    {
        writer.Number((int)polarity);
        writer.Number(confidence.Positive);
        writer.Number(confidence.Neutral);
        writer.Number(confidence.Negative);
    }

    /// <summary>Length-prefixed fields, so that no two conversations write the same bytes. UTF-16 as it is: lone surrogates count too.</summary>
    private ref struct Writer(int room)
    {
        private byte[] _buffer = ArrayPool<byte>.Shared.Rent(room);
        private int _length;

        public void Number(int value) => BinaryPrimitives.WriteInt32LittleEndian(Room(4), value);

        public void Text(string? value)
        {
            Number(value?.Length ?? -1);
            if (value is null)
                return;
            var target = Room(value.Length * 2);
            if (BitConverter.IsLittleEndian)
            {
                MemoryMarshal.AsBytes(value.AsSpan()).CopyTo(target);
                return;
            }

            for (var i = 0; i < value.Length; i++)
                BinaryPrimitives.WriteUInt16LittleEndian(target[(i * 2)..], value[i]);
        }

        public void Time(DateTimeOffset? value)
        {
            var target = Room(10);
            BinaryPrimitives.WriteInt64LittleEndian(target, value?.Ticks ?? -1);
            BinaryPrimitives.WriteInt16LittleEndian(target[8..], (short)(value?.TotalOffsetMinutes ?? -1));
        }

        public string Finish()
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(_buffer.AsSpan(0, _length), hash);
            ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
            return "sha256:" + Convert.ToHexStringLower(hash);
        }

        private Span<byte> Room(int bytes)
        {
            if (_buffer.Length - _length < bytes)
            {
                var larger = ArrayPool<byte>.Shared.Rent(checked(Math.Max(_buffer.Length * 2, _length + bytes)));
                _buffer.AsSpan(0, _length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
                _buffer = larger;
            }

            var span = _buffer.AsSpan(_length, bytes);
            _length += bytes;
            return span;
        }
    }
}
