using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using QA.Engine.Sources;
using QA.Engine.Sources.Folder;
using QA.Engine.Tests.Support;
using QA.Scoring;

namespace QA.Engine.Tests.Sources;

/// <summary>The folder's JSON Lines, which grow line by line.</summary>
public sealed class FolderSourceTests : SourceContract
{
    private readonly TempFolder _folder = new();

    public FolderSourceTests() => Directory.CreateDirectory(Inbox);

    private string Inbox => _folder["inbox"];

    private protected override string Kind => "folder";

    private protected override IReadOnlyDictionary<string, string> GoodSettings { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { ["Path"] = "inbox", ["Poll"] = "00:00:02", ["Settle"] = "00:00:00" };

    private protected override (IReadOnlyDictionary<string, string> Settings, IReadOnlyList<string> Problems) WrongSettings { get; } =
        (new Dictionary<string, string>(StringComparer.Ordinal) { ["Poll"] = "5 secs", ["Settle"] = "-00:00:01" },
            ["Poll: must be a duration from ", "Settle: must be a duration from "]);

    private protected override ISource Open() =>
        new FolderSource("one", new FolderOptions { Path = Inbox, Poll = TimeSpan.FromMilliseconds(50) }, ReadLimits.Default, TimeProvider.System);

    private protected override Task Put(IReadOnlyList<Conversation> chats) =>
        File.AppendAllLinesAsync(Path.Combine(Inbox, "a.jsonl"), chats.Select(Chats.Json));

    private protected override Task PutPoison() => File.AppendAllLinesAsync(Path.Combine(Inbox, "a.jsonl"), ["{\"id\":\"c"]);

    private protected override Task Break()
    {
        Directory.Move(Inbox, _folder["gone"]);
        return Task.CompletedTask;
    }

    private protected override Task Mend()
    {
        Directory.Move(_folder["gone"], Inbox);
        return Task.CompletedTask;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }
}
