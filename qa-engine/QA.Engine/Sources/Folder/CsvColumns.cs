using System;
using System.Collections.Generic;
using System.Linq;

namespace QA.Engine.Sources.Folder;

/// <summary>Which column of a CSV file is which, by the names in its first row.</summary>
internal sealed class CsvColumns
{
    /// <summary>Headers we know, in lower case; of several in one file the first of a list wins. What none of these is becomes an attribute.</summary>
    private static readonly (string Field, string[] Headers)[] Known =
    [
        ("id", ["conversation_id", "conversationid", "session_id", "sessionid", "chat_id", "chatid", "dialog_id", "会话id", "会话编号", "会话号", "会话标识", "会话", "聊天id", "对话id", "对话编号", "咨询id", "咨询编号", "工单号", "conversation", "id"]),
        ("role", ["role", "speaker", "sender_type", "sendertype", "from", "角色", "发送者类型", "发送方类型", "发送人类型", "发送者角色", "发送方", "身份"]),
        ("text", ["text", "content", "message", "body", "msg", "内容", "消息内容", "聊天内容", "发送内容", "会话内容", "消息", "文本"]),
        ("sender", ["sender", "sender_name", "sendername", "name", "nick", "nickname", "发送者", "发送人", "发送者昵称", "发送人昵称", "发言人", "昵称", "客服", "客服昵称", "客服账号"]),
        ("time", ["time", "sent_at", "timestamp", "created_at", "datetime", "date", "时间", "发送时间", "消息时间", "聊天时间", "创建时间", "日期"]),
        ("team", ["team", "group", "团队", "小组", "客服组", "分组", "部门"]),
        ("kind", ["kind", "type", "message_type", "msg_type", "消息类型", "类型", "内容类型"]),
        ("channel", ["channel", "platform", "渠道", "平台", "来源"]),
        ("shop", ["shop", "store", "店铺", "店铺名称", "店铺名", "门店"]),
        ("customer", ["customer", "customer_id", "buyer", "buyer_nick", "买家", "买家昵称", "买家id", "客户", "客户昵称", "客户id", "顾客", "顾客昵称"]),
        ("opened", ["opened", "opened_at", "start_time", "开始时间", "会话开始时间", "进线时间"]),
        ("closed", ["closed", "closed_at", "end_time", "结束时间", "会话结束时间", "关闭时间"]),
        ("language", ["language", "lang", "语言"]),
        ("message", ["seq", "index", "position", "no", "序号", "消息序号"]),
    ];

    private static readonly string[] Needed = ["id", "text"];

    private readonly int[] _at;

    private CsvColumns(int[] at, IReadOnlyList<(string Name, int At)> attributes, int count) => (_at, Attributes, Count) = (at, attributes, count);

    /// <summary>The names of the setting <c>Columns</c>.</summary>
    public static IReadOnlyList<string> Fields { get; } = [.. Known.Select(known => known.Field)];

    /// <summary>Columns that are no field of ours.</summary>
    public IReadOnlyList<(string Name, int At)> Attributes { get; }

    public int Count { get; }

    public int Id => _at[0];

    public int Role => _at[1];

    public int Text => _at[2];

    public int Sender => _at[3];

    public int Time => _at[4];

    public int Team => _at[5];

    public int Kind => _at[6];

    public int Channel => _at[7];

    public int Shop => _at[8];

    public int Customer => _at[9];

    public int Opened => _at[10];

    public int Closed => _at[11];

    public int Language => _at[12];

    public int Message => _at[13];

    /// <summary>How many of the headers are known: the right delimiter shows most.</summary>
    public static int Recognised(IReadOnlyList<string> header, IReadOnlyList<(string Field, string Header)> named) => Find(header, named).Count(at => at >= 0);

    /// <param name="header">The file's first row.</param>
    /// <param name="named">The setting <c>Columns</c>.</param>
    /// <param name="problem">Which columns are missing, and which there are.</param>
    /// <returns>Null where there is a problem.</returns>
    public static CsvColumns? Of(IReadOnlyList<string> header, IReadOnlyList<(string Field, string Header)> named, out string? problem)
    {
        var at = Find(header, named);
        var missing = named.Where(column => at[Place(column.Field)] < 0).Select(column => $"{column.Field} (set to '{column.Header}')").ToList();
        missing.AddRange(Needed.Where(field => at[Place(field)] < 0 && !named.Any(column => column.Field == field)));
        if (at[Place("role")] < 0 && at[Place("sender")] < 0)
            missing.Add("role or sender");
        problem = missing.Count == 0
            ? null
            : $"columns are missing: {string.Join(", ", missing)}; the first row has: {string.Join(", ", header.Select(name => $"'{Shown(name)}'"))}. Name them in the setting Columns, such as Columns:id = 会话ID";
        if (problem is not null)
            return null;
        var attributes = new List<(string, int)>();
        for (var i = 0; i < header.Count; i++)
        {
            if (!at.Contains(i) && Plain(header[i]).Length > 0)
                attributes.Add((header[i].Trim(), i));
        }

        return new CsvColumns(at, attributes, header.Count);
    }

    private static int[] Find(IReadOnlyList<string> header, IReadOnlyList<(string Field, string Header)> named)
    {
        var names = header.Select(Plain).ToList();
        var at = new int[Known.Length];
        for (var field = 0; field < Known.Length; field++)
        {
            var given = named.FirstOrDefault(column => column.Field == Known[field].Field).Header;
            at[field] = given is not null
                ? names.IndexOf(Plain(given))
                : Known[field].Headers.Select(name => names.IndexOf(name)).FirstOrDefault(found => found >= 0, -1);
        }

        return at;
    }

    private static int Place(string field) => Array.FindIndex(Known, known => known.Field == field);

    private static string Plain(string name) => name.Trim().Trim('\uFEFF').Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();

    private static string Shown(string name)
    {
        const int most = 40;
        var plain = new string([.. name.Trim().Select(c => char.IsControl(c) ? '\uFFFD' : c)]);
        return plain.Length <= most ? plain : plain[..most] + "…";
    }
}
