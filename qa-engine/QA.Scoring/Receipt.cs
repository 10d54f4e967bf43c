using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace QA.Scoring;

/// <summary>
/// A hash over everything a score depends on: the conversation, the rubric with its lexicons, and the engine's version. Equal
/// receipts mean equal scores, on any machine.
/// </summary>
public static class Receipt
{
    private const int Format = 1;

    /// <summary>The engine's version as it goes into receipts.</summary>
    public static string EngineVersion { get; } = typeof(Receipt).Assembly.GetName().Version?.ToString(3) ?? "0";

    /// <summary>"sha256:" and 64 hexadecimal digits.</summary>
    public static string Of(Conversation conversation, Rubric rubric)
    {
        var writer = new Writer(1024);
        writer.Number(Format);
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

        writer.Number(conversation.Messages.Count);
        foreach (var message in conversation.Messages)
        {
            writer.Number((int)message.Speaker);
            writer.Number((int)message.Kind);
            writer.Text(message.Sender);
            writer.Text(message.Team);
            writer.Time(message.SentAt);
            writer.Text(message.Text);
        }

        return writer.Finish();
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
