using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using QA.Engine.Cli;
using QA.Engine.Pipeline;
using QA.Engine.Sample;
using QA.Engine.Sources;
using QA.Engine.Storage;
using QA.Engine.Storage.Sqlite;
using QA.Scoring;
using QA.Scoring.Indicators;
using QA.Scoring.Text;

namespace QA.Engine.Tests.Support;

/// <summary>The shipped sample, 300 chats of twelve agents in three teams, scored under the shipped rubrics: made once, copied for each test.</summary>
internal static class SampleStore
{
    private static readonly Lazy<RubricSet> Loaded = new(Load, LazyThreadSafetyMode.ExecutionAndPublication);
    private static readonly Lazy<byte[]> Database = new(Make, LazyThreadSafetyMode.ExecutionAndPublication);

    public static RubricSet Rubrics => Loaded.Value;

    /// <summary>Some agents of the sample and the teams they are in.</summary>
    public const string Team = "售后组";

    public const string Agent = "安安";

    public const string OtherTeam = "售前二组";

    public const string OtherAgent = "木木";

    /// <summary>An embedded store with the sample in it.</summary>
    public static SqliteStore Copy(string path, TimeProvider time)
    {
        File.WriteAllBytes(path, Database.Value);
        var store = SqliteStore.Open(path, time, StoreDay.Beijing);
        Know(store);
        return store;
    }

    /// <summary>Scores the sample into a store.</summary>
    /// <param name="change">Changes the sample's lines first.</param>
    public static void Fill(IScoreStore store, TimeProvider time, Func<string, string>? change = null)
    {
        Know(store);
        store.Save(new StoreBatch { Entries = [.. Scored(change)] });
    }

    /// <summary>The sample as a worker keeps it.</summary>
    public static IReadOnlyList<ScoredConversation> Scored(Func<string, string>? change = null)
    {
        using var lines = new MemoryStream();
        SampleShop.Write(lines);
        var scoring = new RubricScoring(Rubrics);
        var json = new ConversationJson(ReadLimits.Default);
        var service = new ServiceParts(ServiceProfiles.BuiltIn);
        var hash = new ContentHash();
        var entries = new List<ScoredConversation>();
        var number = 0;
        foreach (var line in System.Text.Encoding.UTF8.GetString(lines.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var chat = LocalSentiment.Read(json.Read(System.Text.Encoding.UTF8.GetBytes(change is null ? line : change(line))).Conversation!);
            var scored = scoring.Score(chat)!;
            entries.Add(new ScoredConversation("sample.jsonl", ++number, chat, hash.Of(chat), scored.Value.Scores, scored.Value.Receipt) { Service = service.Of(chat, scored.Value.Scores) });
        }

        return entries;
    }

    /// <summary>Makes the shipped rubrics known to a store.</summary>
    public static void Know(IScoreStore store)
    {
        foreach (var rubric in Rubrics.All)
            store.UseRubric(rubric, "");
    }

    private static RubricSet Load()
    {
        var choice = new RubricChoice("", [new LanguageRubric("zh", "ecommerce-zh"), new LanguageRubric("en", "ecommerce-en")], "zh", AppContext.BaseDirectory);
        return choice.LoadAll(null, Console.Error)!.Set;
    }

    private static byte[] Make()
    {
        using var folder = new TempFolder();
        var path = folder["sample.db"];
        using (var store = SqliteStore.Open(path, TimeProvider.System, StoreDay.Beijing))
        {
            Fill(store, TimeProvider.System);
        }

        return File.ReadAllBytes(path);
    }
}
