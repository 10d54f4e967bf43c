using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Configuration;
using QA.Engine.Language;
using QA.Engine.Settings;
using QA.Engine.Sources;
using QA.Engine.Tests.Support;
using QA.Scoring;
using QA.Scoring.Text;
using Xunit;

namespace QA.Engine.Tests.Language;

public sealed class ChatMoodsTests
{
    private static readonly Conversation Chat = Chats.Good(
        """
        {"id":"c","shop":"小满家居","messages":[{"role":"customer","text":"太慢了"},{"role":"bot","text":"您好,很高兴为您服务"},
         {"role":"agent","text":"抱歉"},{"role":"customer","kind":"image","text":""},{"role":"customer","text":"好的谢谢"}]}
        """.ReplaceLineEndings(""));

    [Fact]
    public void Both_sides_own_words_are_read_and_nothing_else()
    {
        var read = new ChatMoods(new LocalSentimentModel()).Read(Chat);
        Assert.Equal([true, false, true, false, true], read.Messages.Select(static message => message.Sentiment is not null));
        Assert.Equal(Polarity.Negative, read.Messages[0].Sentiment!.Polarity);
    }

    [Fact]
    public void Without_a_model_nothing_changes() => Assert.Same(Chat, ChatMoods.None.Read(Chat));

    [Fact]
    public void What_was_said_is_no_part_of_the_content() =>
        Assert.Equal(new ContentHash().Of(Chat), new ContentHash().Of(new ChatMoods(new LocalSentimentModel()).Read(Chat)));

    [Fact]
    public void Another_model_is_asked_once_about_a_chat_with_its_language_and_what_it_cannot_say_stays_open()
    {
        var model = new Scripted([new Sentiment("remote/1", Polarity.Mixed, new Confidence(1, 2, 3), []), null, LocalSentiment.Unmoved with { Instead = "timeout" }]);
        var read = new ChatMoods(model).Read(Chat);
        Assert.Equal([("太慢了", "zh"), ("抱歉", "zh"), ("好的谢谢", "zh")], Assert.Single(model.Asked).Select(static text => (text.Text, text.Language!)));
        Assert.Equal(["remote/1", null, null, null, "local/1"], read.Messages.Select(static message => message.Sentiment?.Model));
        Assert.Equal("timeout", read.Messages[4].Sentiment!.Instead);

        // Asked again about the same chat, only what is open.
        model.Answers = [null];
        new ChatMoods(model).Read(read);
        Assert.Equal("抱歉", Assert.Single(model.Asked[1]).Text);
    }

    [Fact]
    public void A_model_that_answers_late_is_waited_for()
    {
        var model = new Scripted([null, null, LocalSentiment.Unmoved]) { Late = true };
        Assert.Same(LocalSentiment.Unmoved, new ChatMoods(model).Read(Chat).Messages[4].Sentiment);
    }

    [Fact]
    public void A_model_that_loses_an_answer_is_a_bug_and_shifts_no_mood_to_another_message() =>
        Assert.Contains("gave 2 answers to 3 messages", Assert.Throws<InvalidOperationException>(() => new ChatMoods(new Scripted([null, null])).Read(Chat)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(null, "local/1", null)]
    [InlineData("local", "local/1", null)]
    [InlineData("none", null, null)]
    [InlineData("psychic", "local/1", "Language:Sentiment: must be")]
    public void The_setting_names_the_model(string? value, string? model, string? problem)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Language:Sentiment", value)]).Build();
        var problems = new List<string>();
        Assert.Equal(model, SentimentChoice.Read(new SettingReader(configuration, "", problems).Section("Language"))?.Name);
        Assert.Equal(problem is null ? 0 : 1, problems.Count);
        if (problem is not null)
            Assert.StartsWith(problem, problems[0], StringComparison.Ordinal);
    }

    private sealed class Scripted(IReadOnlyList<Sentiment?> answers) : ISentimentModel
    {
        public string Name => "remote/1";

        public bool Late { get; init; }

        public IReadOnlyList<Sentiment?> Answers { get; set; } = answers;

        public List<IReadOnlyList<SentimentText>> Asked { get; } = [];

        public async ValueTask<IReadOnlyList<Sentiment?>> Read(IReadOnlyList<SentimentText> texts, CancellationToken stop)
        {
            Asked.Add(texts);
            if (Late)
                await Task.Yield();
            return Answers;
        }
    }
}
