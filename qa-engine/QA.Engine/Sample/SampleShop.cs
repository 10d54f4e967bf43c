using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using QA.Engine.Sample.Scripts;

namespace QA.Engine.Sample;

/// <summary>A shop of the sample: its name, which part of the catalogue it sells, and where.</summary>
internal sealed record Storefront(string Name, string Kind, int Share, string[] Channels);

/// <summary>
/// Invented conversations of three invented shops, for the first run and for benchmarks. The same
/// arguments give the same bytes on any machine: integer arithmetic, one random stream for each
/// conversation, no clock and no culture.
/// </summary>
public static class SampleShop
{
    /// <summary>Days the conversations are spread over; the last one is the caller's.</summary>
    public const int Days = 60;

    public const int DefaultConversations = 300;

    /// <summary>Chosen among some dozens because its 300 chats show every rare thing at least twice (rewards, threats, transfers, English, traditional script).</summary>
    public const ulong DefaultSeed = 20260362;

    public static DateOnly DefaultLastDay => new(2026, 3, 31);

    private static readonly Storefront[] Shops =
    [
        new("小满家居", "家居", 38, ["taobao", "pinduoduo", "douyin", "taobao"]),
        new("栗子女装", "女装", 32, ["taobao", "douyin", "taobao"]),
        new("山木数码", "数码", 30, ["jd", "jd", "jd", "taobao", "pinduoduo"]),
    ];

    private static readonly Script[] Scripts =
    [
        .. ScriptText.Parse(PreSaleScripts.Text),
        .. ScriptText.Parse(OrderScripts.Text),
        .. ScriptText.Parse(AfterSaleScripts.Text),
        .. ScriptText.Parse(ComplaintScripts.Text),
        .. ScriptText.Parse(OtherScripts.Text),
    ];

    /// <summary>
    /// Writes conversations as JSON Lines (UTF-8, Chinese as itself, each line ended by <c>\n</c>), in the
    /// order they were opened. Agents' messages carry <c>team</c> beside <c>sender</c>. Nothing is kept:
    /// memory does not grow with the number.
    /// </summary>
    /// <param name="output">Takes the bytes; it is not closed.</param>
    /// <param name="conversations">How many; none gives an empty file.</param>
    /// <param name="seed">Another seed, other conversations.</param>
    /// <param name="lastDay">The last of the <see cref="Days"/> days, in China's time (+08:00).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="conversations"/> is negative.</exception>
    public static void Write(Stream output, int conversations, ulong seed, DateOnly lastDay)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentOutOfRangeException.ThrowIfNegative(conversations);
        var firstDay = lastDay.AddDays(1 - Days);
        var arrivals = new Arrivals(firstDay);
        var transcript = new Transcript(firstDay);
        var performance = new Performance(firstDay, transcript);
        var decks = Shops.Select(shop => new Deck(shop)).ToArray();
        for (var i = 0; i < conversations; i++)
        {
            var random = SplitMix.For(seed, i);
            var opened = arrivals.At(i, conversations, ref random);
            var draw = random.Below(100);
            var shop = draw < Shops[0].Share ? 0 : draw < Shops[0].Share + Shops[1].Share ? 1 : 2;
            var script = decks[shop].Draw(opened, ref random);
            var channel = random.Pick<string>(Shops[shop].Channels);
            performance.Play(script, Shops[shop], channel, opened, random);
            transcript.Write(output, i + 1);
        }

        transcript.Flush(output);
    }

    /// <summary>The sample that ships: <see cref="DefaultConversations"/> conversations up to <see cref="DefaultLastDay"/>.</summary>
    public static void Write(Stream output) => Write(output, DefaultConversations, DefaultSeed, DefaultLastDay);

    /// <summary>The scripts a shop can play, by day, by night, and where the chat must end the same day.</summary>
    private sealed class Deck(Storefront shop)
    {
        private readonly Script[] _day = For(shop, script => !script.Night);
        private readonly Script[] _lastDay = For(shop, script => script is { Night: false, CrossesMidnight: false });
        private readonly Script[] _night = For(shop, script => script.Night);

        public Script Draw(int opened, ref SplitMix random)
        {
            var night = opened % 86400 < (8 * 3600) + 1800;
            var scripts = night ? _night : opened / 86400 == Days - 1 ? _lastDay : _day;
            var weight = 0;
            foreach (var script in scripts)
                weight += script.Weight;
            var draw = random.Below(weight);
            var at = 0;
            while ((draw -= scripts[at].Weight) >= 0)
                at++;
            return scripts[at];
        }

        private static Script[] For(Storefront shop, Func<Script, bool> wanted) =>
            [.. Scripts.Where(script => (script.Shop.Length == 0 || string.Equals(script.Shop, shop.Kind, StringComparison.Ordinal)) && wanted(script))];
    }

    /// <summary>Everybody who may answer, with the team: what a roster page or a test compares against.</summary>
    public static IReadOnlyList<(string Name, string Team)> Roster { get; } = [.. Agents.Everyone.Select(agent => (agent.Name, agent.Team))];
}
