using System;
using System.Collections.Generic;

namespace QA.Scoring.Text;

/// <summary>Says how a message feels from its words alone: weighted words, what turns, raises and lowers them, and emoticons. Chinese and English.</summary>
/// <remarks>
/// <para>
/// Whole numbers throughout, so the same text says the same on every machine. One pass over the folded text finds every word (<see cref="SentimentWords"/>);
/// of words that overlap the longer stands. A word is turned round by a negator up to four Han characters or three English words before it in its clause,
/// two of them turn it back; turned, a good word weighs three quarters on the other side and a bad one a quarter: 没坏 is not yet praise. A good word that
/// is asked about (好用吗) says nothing; a bad one that is asked about (会坏吗) counts half, a supposed one (如果坏了) a quarter. What stands before 但是 counts half.
/// Repeated marks, stretched letters and capitals add a quarter each.
/// </para>
/// <para>
/// A sentence with P thousandths of good words and N of bad ones is positive with P ÷ (P + N + 600), negative with N ÷ the same, and neutral with the rest; it
/// leans to the side that is larger than the other and not smaller than the rest. A message leans as its sentences do, and is mixed where they differ.
/// </para>
/// </remarks>
public static class LocalSentiment
{
    /// <summary>The version rises whenever a text may come to something else: receipts name it.</summary>
    public const string Name = "local/1";

    /// <summary>The sum at which a side is as likely as neutral, in thousandths.</summary>
    internal const int Calm = 600;

    /// <summary>Of more sentences than these nothing is listed; all count for the message.</summary>
    public const int MostSentences = 64;

    /// <summary>Of a sentence's words so many are listed, the strongest.</summary>
    public const int MostCues = 8;

    /// <summary>What a message without any word of feeling comes to. Its sentences are not listed: there is nothing to say of them.</summary>
    public static Sentiment Unmoved { get; } = new(Name, Polarity.Neutral, new Confidence(0, 1000, 0), []);

    /// <param name="text">As it was written; any UTF-16, also broken.</param>
    /// <returns>Sentences in which something was felt, in their order; offsets count UTF-16 units of <paramref name="text"/>.</returns>
    public static Sentiment Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0)
            return Unmoved;
        var reader = SentimentReader.Rent();
        try
        {
            return reader.Read(text);
        }
        finally
        {
            SentimentReader.Return(reader);
        }
    }

    /// <summary>The conversation with every message of customers and agents read that may be (<see cref="Reads"/>) and has not been.</summary>
    public static Conversation Read(Conversation conversation)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        var messages = new Message[conversation.Messages.Count];
        for (var i = 0; i < messages.Length; i++)
        {
            var message = conversation.Messages[i];
            messages[i] = message.Sentiment is null && Reads(message) ? message with { Sentiment = Read(message.Text) } : message;
        }

        return conversation.With(messages);
    }

    /// <summary>Whether a message is people's own text: robots, the platform, pictures and the like feel nothing.</summary>
    public static bool Reads(Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.Speaker is Speaker.Customer or Speaker.Agent && message.Kind == MessageKind.Text;
    }
}
