using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading.Tasks;
using QA.Engine.Storage;
using QA.Engine.Storage.Sqlite;
using QA.Engine.Tests.Support;

namespace QA.Engine.Tests.Dashboards;

/// <summary>As on a first start: the embedded store, and files in the inbox; one chat is brought over HTTP, waits, and has its turn.</summary>
public sealed class SqliteShop : ScrapedShop
{
    private const string Key = "key-of-the-front-desk";

    internal override IReadOnlyList<string> Sources => ["inbox"];

    internal override IReadOnlyList<string> Givers => ["api:front-desk", "inbox"];

    internal override IScoreStore OpenStore() => SqliteStore.Open(Folder["qa.db"], TimeProvider.System, StoreDay.Beijing);

    private protected override Task<IReadOnlyList<string>> Options()
    {
        Directory.CreateDirectory(Folder["inbox"]);
        return Task.FromResult<IReadOnlyList<string>>(["--data", Folder.Root, "--set", $"Api:Keys:front-desk={Key}"]);
    }

    private protected override async Task Feed(IReadOnlyList<string> lines, int part)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://{Engine.Authority}/api/conversations"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        request.Content = new StringContent(lines[0], Encoding.UTF8, "application/json");
        using var answer = await Http.SendAsync(request);
        answer.EnsureSuccessStatusCode();

        // Under its name once it is whole.
        Folder.Write("part", string.Concat(lines.Skip(1).Select(static line => line + "\n")));
        File.Move(Folder["part"], Folder[$"inbox/{part}.jsonl"]);
    }
}
