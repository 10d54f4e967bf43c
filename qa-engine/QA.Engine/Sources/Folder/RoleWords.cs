using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace QA.Engine.Sources.Folder;

/// <summary>Who is who in an export: words for roles, names of agents.</summary>
internal sealed class RoleWords
{
    private static readonly (string Role, string[] Words)[] Known =
    [
        ("customer", ["customer", "buyer", "user", "client", "visitor", "contact", "买家", "客户", "顾客", "用户", "访客", "消费者", "会员", "買家", "客戶", "顧客"]),
        ("agent", ["agent", "seller", "staff", "operator", "service", "客服", "卖家", "商家", "店家", "人工", "人工客服", "坐席", "座席", "在线客服", "賣家"]),
        ("bot", ["bot", "robot", "auto", "auto-reply", "autoreply", "机器人", "自动回复", "智能客服", "机器人客服", "智能机器人", "店小蜜", "機器人"]),
        ("system", ["system", "notice", "event", "系统", "系统消息", "系统通知", "系统提示", "通知", "平台", "系統"]),
    ];

    private readonly Dictionary<string, string> _words = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Regex> _agents = [];

    public RoleWords(IReadOnlyList<(string Word, string Role)> words, IReadOnlyList<string> agents)
    {
        foreach (var (role, known) in Known)
        {
            foreach (var word in known)
                _words[word] = role;
        }

        foreach (var (word, role) in words)
            _words[word.Trim()] = role;
        foreach (var agent in agents)
        {
            var pattern = string.Join(".*", agent.Trim().Replace('：', ':').Split('*').Select(Regex.Escape));
            _agents.Add(new Regex($"^{pattern}$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Singleline, TimeSpan.FromSeconds(1)));
        }
    }

    public static IReadOnlyList<string> Roles { get; } = [.. Known.Select(known => known.Role)];

    /// <summary>Whether the settings name the agents.</summary>
    public bool KnowsAgents => _agents.Count > 0;

    /// <summary>The role a word stands for; null: nobody knows the word.</summary>
    public string? Role(string word) => _words.GetValueOrDefault(word.Trim());

    /// <summary>
    /// The role of somebody by their name: a role's own word, an agent of the settings, or a sub-account such as 小满家居:小鱼, which only a
    /// shop has. Null: the name does not tell.
    /// </summary>
    public string? RoleOf(string name)
    {
        if (Role(name) is { } role)
            return role;
        var plain = name.Replace('：', ':');
        if (_agents.Exists(agent => agent.IsMatch(plain)))
            return "agent";
        if (name.Contains("机器人", StringComparison.Ordinal) || name.Contains("自动回复", StringComparison.Ordinal) || name.Contains("店小蜜", StringComparison.Ordinal))
            return "bot";
        return Shop(name) is null ? null : "agent";
    }

    /// <summary>The shop of a sub-account; null: the name is none.</summary>
    public static string? Shop(string name)
    {
        var colon = name.AsSpan().IndexOfAny(':', '：');
        return colon > 0 && colon < name.Length - 1 ? name[..colon].Trim() : null;
    }

    /// <summary>What a message is whose whole text is a placeholder such as [图片]; null: it is words.</summary>
    public static string? KindOf(string text) => text.Trim() switch
    {
        "[图片]" or "【图片】" or "[image]" or "[表情图片]" or "[动画表情]" => "image",
        "[语音]" or "【语音】" or "[voice]" => "voice",
        "[视频]" or "【视频】" or "[video]" => "video",
        "[文件]" or "【文件】" or "[file]" => "file",
        "[卡片]" or "[商品卡片]" or "[订单卡片]" or "[商品链接]" => "card",
        _ => null,
    };

    /// <summary>The kind a word of a column stands for; other words mean something we do not know.</summary>
    public static string Kind(string word) => word.Trim().ToUpperInvariant() switch
    {
        "文本" or "文字" or "文本消息" or "TXT" or "TEXT" => "text",
        "图片" or "图片消息" or "表情" or "PIC" or "PICTURE" or "IMG" or "IMAGE" => "image",
        "语音" or "语音消息" or "音频" or "AUDIO" or "VOICE" => "voice",
        "视频" or "视频消息" or "VIDEO" => "video",
        "卡片" or "商品卡片" or "订单卡片" or "商品" or "订单" or "链接" or "CARD" => "card",
        "文件" or "FILE" => "file",
        "撤回" or "已撤回" or "RECALLED" => "recalled",
        var other => other,
    };
}
