using System;
using Xunit;

namespace QA.Scoring.Tests;

public sealed class RubricSetTests
{
    private static readonly Rubric Chinese = In("zh", "shop-zh");
    private static readonly Rubric English = In("en", "shop-en");

    [Fact]
    public void What_the_conversation_states_comes_before_what_its_letters_say()
    {
        var set = new RubricSet([Chinese, English]);
        Assert.Same(Chinese, set.For(Chat.Of("agent: 您好")));
        Assert.Same(English, set.For(Chat.Of("agent: Hello, how are you?")));
        Assert.Same(Chinese, set.For(Stating("zh-CN", "Hello, how are you?")));
        Assert.Same(English, set.For(Stating("en", "您好")));
        Assert.Same(English, set.For(Stating("unknown", "Hello, how are you?")));
    }

    [Fact]
    public void The_first_is_for_what_nobody_can_tell_and_for_languages_only_guessed_at()
    {
        Assert.Same(English, new RubricSet([English, Chinese]).For(Chat.Of("agent: 👌")));
        Assert.Same(Chinese, new RubricSet([Chinese, English]).For(Chat.Of("agent: 👌")));
        Assert.Same(Chinese, new RubricSet([Chinese]).For(Chat.Of("agent: Hello, how are you?")));
    }

    [Fact]
    public void A_stated_language_without_rubric_has_none_and_the_reason_says_what_there_is()
    {
        var set = new RubricSet([Chinese, English]);
        var chat = Stating("fr", "Bonjour");
        Assert.Null(set.For(chat));
        Assert.Equal(
            "conversation 'c' says its language is 'fr', which no rubric judges (there are: zh, en); remove its 'language', add a rubric to the setting Rubrics, or name one for all",
            set.NoRubric(chat));
    }

    [Fact]
    public void One_for_all_judges_all()
    {
        var set = new RubricSet(Chinese);
        Assert.Same(Chinese, set.For(Chat.Of("agent: Hello, how are you?")));
        Assert.Same(Chinese, set.For(Stating("fr", "Bonjour")));
    }

    [Fact]
    public void Two_rubrics_for_one_language_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new RubricSet([Chinese, English, In("zh", "other")]));
        Assert.StartsWith("two rubrics judge 'zh': shop-zh and other", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new RubricSet([]));
    }

    private static Conversation Stating(string language, string text) =>
        new("c", [new Message(Speaker.Agent, text)]) { Attributes = [new NamedValue("language", language)] };

    private static Rubric In(string language, string id) => new([], [], [])
    {
        Id = id, Version = "1", Language = language, Title = Wording.None, Hash = "sha256:" + id, PassMark = 0, InsufficientBelow = 0, SessionGap = 1,
        Bands = [], Scenarios = [], Adjustments = [], CriticalFindings = [], Negators = [],
    };
}
