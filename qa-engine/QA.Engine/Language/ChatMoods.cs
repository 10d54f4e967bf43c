using System;
using System.Collections.Generic;
using System.Threading;
using QA.Scoring;
using QA.Scoring.Text;

namespace QA.Engine.Language;

/// <summary>Puts what a model says onto the messages of a conversation before it is scored. For any thread.</summary>
/// <param name="model">Null: messages stay as they are.</param>
internal sealed class ChatMoods(ISentimentModel? model)
{
    /// <summary>Asks nobody.</summary>
    public static ChatMoods None { get; } = new(null);

    /// <summary>
    /// The conversation with the model's word on every message that people wrote and that has none yet; on both sides, as a rule may ask for either. Holds its thread
    /// while a remote model is asked, which has a time-out of its own.
    /// </summary>
    public Conversation Read(Conversation chat)
    {
        // It has no need of the language, and no time to lose: every conversation comes by here.
        if (model is LocalSentimentModel)
            return LocalSentiment.Read(chat);
        if (model is null)
            return chat;
        var places = new List<int>();
        var texts = new List<SentimentText>();
        var language = ChatLanguage.Of(chat);
        for (var i = 0; i < chat.Messages.Count; i++)
        {
            var message = chat.Messages[i];
            if (message.Sentiment is not null || !LocalSentiment.Reads(message))
                continue;
            places.Add(i);
            texts.Add(new SentimentText(message.Text, language));
        }

        if (texts.Count == 0)
            return chat;
        var asked = model.Read(texts, CancellationToken.None);
        var answers = asked.IsCompletedSuccessfully ? asked.Result : asked.AsTask().GetAwaiter().GetResult();
        if (answers.Count != texts.Count)
            throw new InvalidOperationException($"the model {model.Name} gave {answers.Count} answers to {texts.Count} messages");
        var messages = new Message[chat.Messages.Count];
        for (var i = 0; i < messages.Length; i++)
            messages[i] = chat.Messages[i];
        for (var i = 0; i < places.Count; i++)
            messages[places[i]] = messages[places[i]] with { Sentiment = answers[i] };
        return chat.With(messages);
    }

    /// <summary>What was said of a conversation, on its kept form: the same messages, masked at the same length, so that places stay.</summary>
    public static Conversation Onto(Conversation kept, Conversation read)
    {
        var messages = new Message[kept.Messages.Count];
        for (var i = 0; i < messages.Length; i++)
            messages[i] = kept.Messages[i] with { Sentiment = read.Messages[i].Sentiment };
        return kept.With(messages);
    }
}
