using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using QA.Scoring;

namespace QA.Engine.Sources;

/// <summary>
/// SHA-256 over what a conversation says, whatever the spelling of its JSON: the same chat exported again is known by it.
/// Reuses its buffer: one for each thread.
/// </summary>
internal sealed class ContentHash
{
    private readonly ArrayBufferWriter<byte> _bytes = new(16 * 1024);

    public byte[] Of(Conversation conversation)
    {
        _bytes.ResetWrittenCount();
        Add(conversation.Id);
        Add(conversation.Channel);
        Add(conversation.Shop);
        Add(conversation.Customer);
        Add(conversation.Opened);
        Add(conversation.Closed);
        Add(conversation.Attributes.Count);
        foreach (var attribute in conversation.Attributes)
        {
            Add(attribute.Name);
            Add(attribute.Value);
        }

        foreach (var message in conversation.Messages)
        {
            Add(((int)message.Speaker << 8) | (int)message.Kind);
            Add(message.Sender);
            Add(message.Team);
            Add(message.SentAt);
            Add(message.Text);
        }

        return SHA256.HashData(_bytes.WrittenSpan);
    }

    private void Add(long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.GetSpan(sizeof(long)), number);
        _bytes.Advance(sizeof(long));
    }

    private void Add(DateTimeOffset? time)
    {
        Add(time?.Ticks ?? -1);
        Add(time?.TotalOffsetMinutes ?? -1);
    }

    // The length stands before the text, so that no two conversations share their bytes.
    private void Add(string? text)
    {
        Add(text?.Length ?? -1);
        if (text is not null)
            _bytes.Advance(Encoding.UTF8.GetBytes(text, _bytes.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));
    }
}
