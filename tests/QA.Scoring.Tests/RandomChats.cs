using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace QA.Scoring.Tests;

/// <summary>Conversations out of scraps that the tests' rubric reacts to, and a rubric with a rule of every kind.</summary>
internal static class RandomChats
{
    private static readonly string[] Scraps =
    [
        "您好", "你好", "妳好", "亲", "抱歉", "非常抱歉", "因为", "不", "没", "不是", "保证", "退款", "30元", "3天", "稍等", "好的", "谢谢", "吗", "?", "!", ",", "。", " ", "\n", "~~~",
        "😊", "👍🏽", "[微笑]", "/:^_^", "#E-s21", "(^_^)", "“", "”", "《", "》", "加V", "加.v.x", "hello", "Sorry", "ok", "1", "2024", "\u200B", "\uD83D", "\uDE0A", "ａ", "𝐕", "訂單", "…", "e\u0301", "㎏",
    ];

    private static readonly string?[] Names = ["小鱼", "小满", null];

    public static Conversation Make(Random random, string id, int most = 14)
    {
        var messages = new List<Message>();
        var clock = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8));
        var count = random.Next(most + 1);
        for (var i = 0; i < count; i++)
        {
            clock += TimeSpan.FromSeconds(random.Next(20) == 0 ? 40_000 : random.Next(400));
            var speaker = random.Next(10) switch { < 4 => Speaker.Customer, < 8 => Speaker.Agent, 8 => Speaker.Bot, _ => Speaker.System };
            messages.Add(new Message(
                speaker,
                Text(random, random.Next(12)),
                speaker == Speaker.Agent ? Names[random.Next(Names.Length)] : null,
                random.Next(5) == 0 ? null : clock,
                random.Next(8) == 0 ? MessageKind.Image : MessageKind.Text,
                random.Next(3) == 0 ? "早班" : null));
        }

        return new Conversation(id, messages)
        {
            Channel = random.Next(2) == 0 ? "jd" : null,
            Closed = random.Next(2) == 0 ? clock : null,
            Attributes = random.Next(2) == 0 ? [new NamedValue("order", "paid"), new NamedValue("rating", random.Next(6).ToString(System.Globalization.CultureInfo.InvariantCulture))] : [],
        };
    }

    public static string Text(Random random, int scraps)
    {
        var text = new StringBuilder();
        for (var i = 0; i < scraps; i++)
            text.Append(Scraps[random.Next(Scraps.Length)]);
        return text.ToString();
    }

    /// <summary>A rubric with a rule of every kind and a criterion about each.</summary>
    public static Rubric EveryKind()
    {
        var builder = new RubricBuilder()
            .Negators("不", "没", "不是")
            .Lexicon("greeting", "您好", "你好", "hello")
            .Lexicon("sorry", "抱歉", "非常抱歉", "sorry", "抱歉…您")
            .Lexicon("filler", "稍等", "好的", "亲", "ok")
            .Model("late", 900, ("慢", 3000), ("\u0002您", 500), ("抱歉", 4000))
            .Rule("like-late", "resembles", ("model", "late"))
            .Rule("greeting", "phrases", ("lexicons", "greeting"), ("at", "start"), ("passing", "filler"))
            .Rule("sorry", "phrases", ("lexicons", "sorry"))
            .Rule("sorry-late", "phrases", ("lexicons", "sorry"), ("range", new (string, object)[] { ("after", "asked"), ("pick", "each"), ("within", "3 messages") }))
            .Rule("sorry-near-ask", "phrases", ("lexicons", "sorry"), ("range", new (string, object)[] { ("around", "asked"), ("pick", "any"), ("within", "2 turns") }), ("with", new (string, object)[] { ("rule", "face"), ("in", "sentence") }))
            .Rule("said-in-session", "phrases", ("lexicons", new[] { "sorry", "greeting" }), ("scope", "session"), ("of", "anyone"), ("need", "all"))
            .Rule("none-said", "phrases", ("lexicons", "sorry"), ("need", "none"))
            .Rule("amount", "pattern", ("pattern", @"\d+(元|天)"), ("of", "anyone"))
            .Rule("any-two", "pattern", ("pattern", ".[^a]"), ("excluding", "抱歉|ok"), ("negated", "count"))
            .Rule("face", "emoticon", ("of", "anyone"))
            .Rule("upset", "sentiment", ("sure", "0.4"), ("share", "0.1"), ("range", new (string, object)[] { ("last", "3 messages") }))
            .Rule("calmed", "sentiment", ("moves", new[] { "recovered", "steady" }))
            .Rule("felt-near-greeting", "sentiment", ("of", "anyone"), ("feels", "anything"), ("with", new (string, object)[] { ("rule", "greeting"), ("in", "message") }))
            .Rule("spoke", "message", ("timed", "true"))
            .Rule("filler", "nothing-but", ("lexicons", "filler"), ("per", "turn"))
            .Rule("long", "length", ("per", "turn"), ("at-least", "8"), ("ignoring", "greeting"))
            .Rule("asked", "question")
            .Rule("sorry-count", "count", ("rule", "sorry"), ("per", "turn"), ("at-least", "2"))
            .Rule("polite-share", "share", ("rule", "greeting"), ("against", "sorry"), ("at-least", "0.5"))
            .Rule("greets-first", "order", ("first", "greeting"), ("then", "sorry"), ("absent-then", "holds"))
            .Rule("near-amount", "near", ("rule", "sorry"), ("to", "amount"), ("within", "6 characters"))
            .Rule("near-in-time", "near", ("rule", "asked"), ("to", "amount"), ("within", "3m"), ("side", "after"))
            .Rule("steps", "sequence", ("steps", new[] { "greeting", "asked", "sorry" }), ("at-least", "2"))
            .Rule("disordered", "sequence", ("steps", new[] { "greeting", "asked", "sorry" }), ("report", "disordered"))
            .Rule("answered", "each", ("for", "asked"), ("has", "sorry"), ("in", "next-turn"), ("quantifier", "some"))
            .Rule("faced", "each", ("for-each", "turn"), ("has", "face"), ("in", "turn"), ("quantifier", "not-every"))
            .Rule("repeated", "repetition", ("similarity", "0.5"), ("shortest", "1"), ("of", "anyone"))
            .Rule("late", "reply-gap", ("measure", "rounds"), ("longer-than", "2m"))
            .Rule("left", "reply-gap", ("measure", "unanswered"))
            .Rule("promised", "reply-gap", ("measure", "promised-return"), ("promise", "filler"), ("longer-than", "1m"))
            .Rule("paid", "attribute", ("attribute", "order"), ("is", "paid"))
            .Rule("morning", "time-of-day", ("from", "08:00"), ("to", "12:00"), ("of", "anyone"))
            .Rule("mixed", "combine", ("when", "at least 2 of (sorry, asked, not face)"));
        builder.Scenario("asking", "asked").Scenario("other");
        builder.Stage("hello", "greeting").Stage("calm", "sorry").Stage("figures", "amount").Stage("picture", "face");
        string[] names =
        [
            "greeting", "sorry", "sorry-late", "sorry-near-ask", "said-in-session", "none-said", "amount", "any-two", "face", "spoke", "filler", "long", "asked", "sorry-count", "polite-share",
            "greets-first", "near-amount", "near-in-time", "steps", "disordered", "answered", "faced", "repeated", "late", "left", "promised", "paid", "morning", "mixed",
        ];
        for (var i = 0; i < names.Length; i++)
        {
            builder.Criterion(
                "about-" + names[i],
                i + 0.5m,
                i % 5 == 0 ? [builder.When("spoke")] : [],
                (Owner)(i % 3),
                [1.5m, i % 4 == 0 ? null : 1m],
                builder.Level(Verdict.Pass, names[i]),
                builder.Level(Verdict.Partial, "sorry and not asked", 333_333),
                builder.Level(Verdict.Unsure, "asked and face and paid"),
                builder.Level(Verdict.Fail, lookedFor: [names[i]]));
        }

        return builder.Adjustment("bonus", 250, "greeting").Adjustment("malus", -700, "filler").Critical("amount", 4000, "amount and sorry").InsufficientBelow(30).Build();
    }

    public static Conversation[] Many(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => Make(random, "c" + i.ToString(System.Globalization.CultureInfo.InvariantCulture)))];
    }
}
