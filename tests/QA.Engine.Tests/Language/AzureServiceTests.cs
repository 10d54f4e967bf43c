using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using QA.Engine.Storage.Sqlite;
using QA.Engine.Tests.Support;
using QA.Scoring;
using Xunit;

namespace QA.Engine.Tests.Language;

/// <summary>The program itself with a remote model.</summary>
public sealed class AzureServiceTests
{
    private const string Key = "0123456789abcdef";

    [Fact]
    public async Task The_service_asks_about_redacted_texts_and_keeps_what_it_was_told()
    {
        await using var server = await AzureServer.Start(static (context, body, _) => AzureServer.Say(context, AzureServer.Judge(body)));
        using var folder = new TempFolder();
        await Run(folder, server.Endpoint);
        Assert.Equal(["在吗", "您好,我的手机[手机号],有900件"], server.Texts);
        var kept = Kept(folder);
        Assert.Equal(("azure/2022-11-01", null), (kept.Messages[1].Sentiment!.Model, kept.Messages[1].Sentiment!.Instead));
        Assert.Equal(Polarity.Positive, kept.Messages[1].Sentiment!.Polarity);
        Assert.Equal((0, kept.Messages[1].Text.Length), (kept.Messages[1].Sentiment!.Sentences[0].Start, kept.Messages[1].Sentiment!.Sentences[0].Length));
        Assert.EndsWith(" 2\n", File.ReadAllText(folder["data/language-records.txt"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_service_refuses_the_local_model_answers_says_why_and_nothing_shows_the_key_or_the_chat()
    {
        await using var server = await AzureServer.Start(static (context, _, _) => AzureServer.Refuse(context, 401));
        using var folder = new TempFolder();
        var output = await Run(folder, server.Endpoint);
        Assert.All(Kept(folder).Messages, static message => Assert.Equal("refused", message.Sentiment!.Instead));
        Assert.Contains("Language:Azure:Key", output, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, output, StringComparison.Ordinal);
        Assert.DoesNotContain("在吗", output, StringComparison.Ordinal);
        Assert.DoesNotContain("13812345678", output, StringComparison.Ordinal);
    }

    private static async Task<string> Run(TempFolder folder, Uri endpoint)
    {
        Directory.CreateDirectory(folder["data/inbox"]);
        folder.Write("data/inbox/a.jsonl", Chats.Line("c1", "您好,我的手机13812345678,有900件", ",\"closed\":\"2026-03-02T11:59:18+08:00\"") + "\n");
        var lines = new ConcurrentQueue<string?>();
        using var process = EngineProcess.Run(
            lines.Enqueue, lines.Enqueue, "--once", "--data", folder["data"], "--set", "Language:Sentiment=azure", "--set", $"Language:Azure:Endpoint={endpoint}", "--set", $"Language:Azure:Key={Key}",
            "--set", "Language:Azure:Timeout=00:01:00");
        await process.WaitForExitAsync();
        var output = string.Join('\n', lines);
        Assert.True(process.ExitCode == 0, output);
        return output;
    }

    private static Conversation Kept(TempFolder folder)
    {
        using var store = SqliteStore.Open(folder["data/qa.db"], TimeProvider.System, TimeZoneInfo.Utc);
        return store.Find("c1")!;
    }
}
