using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using QA.Engine.Sources;
using QA.Engine.Sources.Folder;
using QA.Engine.Tests.Support;
using QA.Scoring;

namespace QA.Engine.Tests.Sources;

/// <summary>The folder's CSV files, each of which counts as a whole.</summary>
public sealed class FolderCsvSourceTests : SourceContract
{
    private readonly TempFolder _folder = new();
    private int _files;

    public FolderCsvSourceTests() => Directory.CreateDirectory(Inbox);

    private string Inbox => _folder["inbox"];

    private protected override string Kind => "folder";

    private protected override IReadOnlyDictionary<string, string> GoodSettings { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Path"] = "inbox",
        ["Encoding"] = "gbk",
        ["Columns:id"] = "编号",
        ["Roles:主播"] = "agent",
        ["Agents:0"] = "小满家居:*",
    };

    private protected override (IReadOnlyDictionary<string, string> Settings, IReadOnlyList<string> Problems) WrongSettings { get; } =
    (
        new Dictionary<string, string>(StringComparer.Ordinal) { ["Encoding"] = "utf-88", ["Columns:idd"] = "编号", ["Columns:text"] = "", ["Roles:主播"] = "host" },
        [
            "Encoding: must be auto, utf-8, utf-16, gb18030, gbk, big5 or another name of an encoding, not \"utf-88\"",
            "Columns:idd: there is no such field; there are: id, role, text, sender, ",
            "Columns:text: is empty; it must be the name of a column",
            "Roles:主播: must be customer or agent or bot or system, not \"host\"",
        ]
    );

    private protected override ISource Open() => new FolderSource(
        "one",
        new FolderOptions { Path = Inbox, Poll = TimeSpan.FromMilliseconds(20), Settle = TimeSpan.Zero },
        ReadLimits.Default,
        TimeProvider.System);

    private protected override Task Put(IReadOnlyList<Conversation> chats)
    {
        var rows = new List<string> { "会话ID,角色,内容,发送者,客服组,时间,消息类型,渠道,店铺,买家,开始时间,结束时间,order,rating" };
        foreach (var chat in chats)
        {
            foreach (var message in chat.Messages)
            {
                var draft = Chats.Draft(message);
                string?[] cells =
                [
                    chat.Id, draft.Role, draft.Text, draft.Sender, draft.Team, draft.Time, draft.Kind, chat.Channel, chat.Shop, chat.Customer,
                    Time(chat.Opened), Time(chat.Closed), chat.Attribute("order")?.Value, chat.Attribute("rating")?.Value,
                ];
                rows.Add(string.Join(',', cells.Select(cell => $"\"{cell?.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")));
            }
        }

        return File.WriteAllLinesAsync(NextFile(), rows);
    }

    private protected override Task PutPoison() => File.WriteAllTextAsync(NextFile(), "姓名,电话\r\n王女士,1\r\n");

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

    private static string? Time(DateTimeOffset? time) => time is { } at ? ConversationLines.Time(at) : null;

    private string NextFile() => Path.Combine(Inbox, string.Create(CultureInfo.InvariantCulture, $"{++_files:D3}.csv"));
}
