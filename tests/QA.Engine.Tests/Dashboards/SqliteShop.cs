using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using QA.Engine.Storage;
using QA.Engine.Storage.Sqlite;
using QA.Engine.Tests.Support;

namespace QA.Engine.Tests.Dashboards;

/// <summary>As on a first start: the embedded store, and files in the inbox.</summary>
public sealed class SqliteShop : ScrapedShop
{
    internal override IScoreStore OpenStore() => SqliteStore.Open(Folder["qa.db"], TimeProvider.System, StoreDay.Beijing);

    private protected override Task<IReadOnlyList<string>> Options()
    {
        Directory.CreateDirectory(Folder["inbox"]);
        return Task.FromResult<IReadOnlyList<string>>(["--data", Folder.Root]);
    }

    private protected override Task Feed(IReadOnlyList<string> lines, int part)
    {
        // Under its name once it is whole.
        Folder.Write("part", string.Concat(Lines(lines)));
        File.Move(Folder["part"], Folder[$"inbox/{part}.jsonl"]);
        return Task.CompletedTask;
    }

    private static IEnumerable<string> Lines(IReadOnlyList<string> lines)
    {
        foreach (var line in lines)
            yield return line + "\n";
    }
}
