using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using QA.Engine.Sources;
using QA.Engine.Sources.Folder;
using QA.Engine.Tests.Support;
using QA.Scoring;
using Xunit;

namespace QA.Engine.Tests.Sources;

/// <summary>The folder's text exports of chat clients.</summary>
public sealed class FolderTextSourceTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly List<SourceTaker> _takers = [];

    [Fact]
    public void A_name_and_a_time_then_words_until_the_next_name()
    {
        var chat = Single(
            """
            聊天记录
            导出时间：2026-03-05

            b***3 2026-03-02 14:03:11
            在吗
            想问一下
            这款有现货吗

            小满家居:小鱼 2026-03-02 14:03:40
            您好亲，在的哦~

            有现货，今天 16:00 前下单当天发出
            """);
        Assert.Equal("a-1-20260302140311", chat.Id);
        Assert.Equal(("小满家居", "b***3"), (chat.Shop, chat.Customer));
        Assert.Equal(
            [
                (Speaker.Customer, "b***3", "在吗\n想问一下\n这款有现货吗"),
                (Speaker.Agent, "小满家居:小鱼", "您好亲，在的哦~\n\n有现货，今天 16:00 前下单当天发出"),
            ],
            chat.Messages.Select(message => (message.Speaker, message.Sender!, message.Text)));
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 14, 3, 40, TimeSpan.FromHours(8)), chat.Messages[1].SentAt);
    }

    [Theory]
    [InlineData("b***3 2026-03-02 14:03:11", "在吗")]
    [InlineData("b***3  2026/3/2 14:03:11", "在吗")]
    [InlineData("b***3 2026年3月2日 下午2:03:11", "在吗")]
    [InlineData("b***3\t2026.03.02 14:03:11", "在吗")]
    [InlineData("b***3(2026-03-02 14:03:11):", "在吗")]
    [InlineData("b***3（2026-03-02 14:03:11）：在吗", "")]
    [InlineData("b***3 [2026-03-02 14:03:11]", "在吗")]
    [InlineData("2026-03-02 14:03:11 b***3", "在吗")]
    [InlineData("[2026-03-02 14:03:11] b***3:", "在吗")]
    [InlineData("2026-03-02 14:03:11\tb***3", "在吗")]
    public void Every_common_form_of_the_first_line_is_known(string header, string text)
    {
        var chat = Single($"{header}\n{text}\n小满:小鱼 2026-03-02 14:03:40\n您好");
        Assert.Equal(("b***3", "在吗"), (chat.Messages[0].Sender, chat.Messages[0].Text));
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 14, 3, 11, TimeSpan.FromHours(8)), chat.Messages[0].SentAt);
    }

    [Theory]
    [InlineData("预计发货时间 2026-03-03 18:00")]
    [InlineData("亲，活动截止到 2026-03-03 23:59:59")]
    [InlineData("您的订单于 2026-03-03 18:00:00")]
    [InlineData("2026-03-03")]
    [InlineData("小鱼 2026-13-03 18:00:00")]
    [InlineData("下单时间：2026-03-03 18:00:00")]
    [InlineData("----")]
    public void A_text_that_only_looks_like_a_first_line_stays_a_text(string line) =>
        Assert.Equal($"您好\n{line}\n谢谢", Single($"b***3 2026-03-02 14:03:11\n在吗\n小满:小鱼 2026-03-02 14:03:40\n您好\n{line}\n谢谢").Messages[1].Text);

    [Theory]
    [InlineData("\n\n")]
    [InlineData("------------------\n")]
    [InlineData("\n======== 会话 2 ========\n\n")]
    [InlineData("会话ID：20260302-2\n")]
    public void A_separator_before_a_first_line_begins_another_chat(string separator)
    {
        var chats = Read($"b***3 2026-03-02 14:03:11\n在吗\n小满:小鱼 2026-03-02 14:03:40\n您好\n{separator}c***4 2026-03-02 15:00:00\n退款\n小满:小鱼 2026-03-02 15:00:05\n好的\n");
        Assert.Equal(["a-1-20260302140311", "a-2-20260302150000"], chats.Select(chat => chat.Id));
        Assert.Equal(["b***3", "c***4"], chats.Select(chat => chat.Customer));
        Assert.Equal(["在吗", "您好", "退款", "好的"], chats.SelectMany(chat => chat.Messages).Select(message => message.Text));
    }

    [Fact]
    public void One_blank_line_or_dashes_between_words_begin_no_chat()
    {
        var chat = Single("b***3 2026-03-02 14:03:11\n在吗\n\n小满:小鱼 2026-03-02 14:03:40\n活动规则\n-----------\n满300减50\n");
        Assert.Equal("活动规则\n-----------\n满300减50", chat.Messages[1].Text);
    }

    [Fact]
    public void Who_answers_is_said_by_the_settings_by_names_or_patterns()
    {
        var chat = Single(
            "小鱼 2026-03-02 14:03:11\n您好\nb***3 2026-03-02 14:03:40\n在吗\n旗舰店-阿乐 2026-03-02 14:04:00\n在的\n小鱼儿 2026-03-02 14:04:01\n我也在",
            ["小鱼", "旗舰店-*"]);
        Assert.Equal([Speaker.Agent, Speaker.Customer, Speaker.Agent, Speaker.Customer], chat.Messages.Select(message => message.Speaker));
        chat = Single("甲 2026-03-02 14:03:11\n在吗\n乙 2026-03-02 14:03:12\n有人吗", ["小鱼"]);
        Assert.Equal([Speaker.Customer, Speaker.Customer], chat.Messages.Select(message => message.Speaker));
    }

    [Fact]
    public void Without_settings_whoever_speaks_in_most_chats_answers()
    {
        var chats = Read(
            "甲 2026-03-02 10:00:00\n在吗\n小鱼 2026-03-02 10:00:05\n您好\n\n\n小鱼 2026-03-02 11:00:00\n亲，还需要吗\n乙 2026-03-02 11:00:05\n不用\n\n\n丙 2026-03-02 12:00:00\n你好\n小鱼 2026-03-02 12:00:05\n在的");
        Assert.All(chats.SelectMany(chat => chat.Messages), message => Assert.Equal(message.Sender == "小鱼" ? Speaker.Agent : Speaker.Customer, message.Speaker));
    }

    [Fact]
    public void In_one_chat_of_strangers_whoever_speaks_first_asks() =>
        Assert.Equal(
            [Speaker.Customer, Speaker.Agent, Speaker.Customer, Speaker.Bot, Speaker.System],
            Single("甲 2026-03-02 10:00:00\n在吗\n小鱼 2026-03-02 10:00:05\n您好\n甲 2026-03-02 10:00:09\n退款\n小满机器人 2026-03-02 10:00:10\n您好\n系统消息 2026-03-02 10:00:11\n会话已结束").Messages.Select(message => message.Speaker));

    [Fact]
    public void Placeholders_of_pictures_are_pictures() =>
        Assert.Equal(
            [MessageKind.Image, MessageKind.Voice, MessageKind.Text, MessageKind.Text],
            Single("甲 2026-03-02 10:00:00\n[图片]\n甲 2026-03-02 10:00:01\n【语音】\n甲 2026-03-02 10:00:02\n[图片] 这个\n甲 2026-03-02 10:00:03\n[微笑]").Messages.Select(message => message.Kind));

    [Fact]
    public void A_file_that_grows_keeps_the_ids_of_its_chats()
    {
        var taker = Taker();
        _folder.Write("a.txt", "甲 2026-03-02 10:00:00\n在吗\n小满:小鱼 2026-03-02 10:00:05\n您好\n");
        Settle(taker);
        _folder.Append("a.txt", "甲 2026-03-02 10:01:00\n退款\n\n\n乙 2026-03-02 11:00:00\n在吗\n");
        Settle(taker);
        Assert.Equal(["a-1-20260302100000", "a-1-20260302100000", "a-2-20260302110000"], taker.Ids);
        Assert.Equal([2, 3, 1], taker.Chats.Select(chat => chat.Messages.Count));
    }

    [Fact]
    public void A_file_that_is_still_being_written_is_left_until_it_has_settled()
    {
        var taker = Taker();
        _folder.Write("a.txt", "甲 2026-03-02 10:00:00\n在");
        taker.TakeWhatIsThere();
        _time.Now += TimeSpan.FromSeconds(9);
        taker.TakeWhatIsThere();
        _folder.Append("a.txt", "吗\n");
        _time.Now += TimeSpan.FromSeconds(1);
        taker.TakeWhatIsThere();
        Assert.Empty(taker.Chats);
        _time.Now += TimeSpan.FromSeconds(10);
        taker.TakeWhatIsThere();
        Assert.Equal("在吗", Assert.Single(taker.Chats).Messages[0].Text);
        Assert.Empty(taker.Bad);
    }

    [Fact]
    public void Where_everything_is_whole_nothing_is_waited_for()
    {
        var taker = Taker();
        _folder.Write("a.txt", "甲 2026-03-02 10:00:00\n在吗");
        taker.TakeWhatIsThere(everythingIsWhole: true);
        Assert.Single(taker.Chats);
    }

    [Fact]
    public void A_renamed_file_is_not_read_again_and_a_copy_is()
    {
        var taker = Taker();
        _folder.Write("a.txt", "甲 2026-03-02 10:00:00\n在吗");
        Settle(taker);
        File.Move(_folder["a.txt"], _folder["b.txt"]);
        Settle(taker);
        Assert.Equal(["a-1-20260302100000"], taker.Ids);
        Assert.Equal(["b.txt"], taker.Positions.Select(position => position.Part));
        File.Copy(_folder["b.txt"], _folder["c.txt"]);
        Settle(taker);
        Assert.Equal(["a-1-20260302100000", "c-1-20260302100000"], taker.Ids);
    }

    [Fact]
    public void A_touched_file_is_not_read_again_and_other_settings_read_it_again()
    {
        var taker = Taker();
        _folder.Write("a.txt", "小鱼 2026-03-02 10:00:00\n您好\n甲 2026-03-02 10:00:05\n在吗");
        Settle(taker);
        File.SetLastWriteTimeUtc(_folder["a.txt"], new DateTime(2026, 3, 3, 0, 0, 0, DateTimeKind.Utc));
        Settle(taker);
        Assert.Equal((1, 0), (taker.Chats.Count, taker.Repeats));
        var other = Taker(["小鱼"]);
        other.Source.Restore([.. taker.Positions]);
        Settle(other);
        Assert.Equal(Speaker.Agent, Assert.Single(other.Chats).Messages[0].Speaker);
    }

    [Fact]
    public void A_text_without_any_name_and_time_is_a_problem_once()
    {
        var taker = Taker();
        _folder.Write("a.txt", "这里放聊天记录，每天导出一次。\n");
        _folder.Write("b.txt", "甲 2026-03-02 10:00:00\n在吗");
        Settle(taker);
        Settle(taker);
        Assert.StartsWith("no line is a name and a time such as 昵称 2026-03-02 14:03:11;", Assert.Single(taker.Bad), StringComparison.Ordinal);
        Assert.Single(taker.Chats);
    }

    [Fact]
    public void An_empty_file_is_no_problem_and_no_chat()
    {
        var taker = Taker();
        _folder.Write("a.txt", "");
        _folder.Write("a.csv", "");
        Settle(taker);
        Assert.Empty(taker.Chats);
        Assert.Empty(taker.Bad);
    }

    [Fact]
    public void A_file_in_GBK_is_read_and_so_is_UTF_16()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        const string text = "甲 2026-03-02 10:00:00\n在吗，想问一下尺码\n";
        var taker = Taker();
        File.WriteAllText(_folder["a.txt"], text, Encoding.GetEncoding("gbk"));
        File.WriteAllText(_folder["b.txt"], text, Encoding.Unicode);
        File.WriteAllText(_folder["c.txt"], text, Encoding.BigEndianUnicode);
        File.WriteAllText(_folder["d.txt"], text, new UTF8Encoding(true));
        Settle(taker);
        Assert.Equal(["在吗，想问一下尺码", "在吗，想问一下尺码", "在吗，想问一下尺码", "在吗，想问一下尺码"], taker.Chats.Select(chat => chat.Messages[0].Text));
        Assert.All(taker.Chats, chat => Assert.Equal("甲", chat.Customer));
    }

    [Fact]
    public void A_long_file_comes_in_many_chunks_and_goes_on_where_it_was_kept()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 5_000; i++)
            text.Append(CultureInfo.InvariantCulture, $"客{i} 2026-03-02 10:00:00\n在吗\n小满:小鱼 2026-03-02 10:00:05\n您好，这里是小满家居，请问有什么可以帮您\n\n\n");
        _folder.Write("a.txt", text.ToString());
        var taker = Taker();
        taker.TakeWhatIsThere();
        _time.Now += TimeSpan.FromSeconds(10);
        using (var chunks = taker.Source.Take(false, default).GetEnumerator())
        {
            Assert.True(chunks.MoveNext());
            chunks.Current.Dispose();
        }

        taker.Restore();
        taker.TakeWhatIsThere();
        _time.Now += TimeSpan.FromSeconds(10);
        taker.TakeWhatIsThere();
        Assert.Equal(5_000, taker.Chats.Count);
        Assert.Equal(5_000, taker.Ids.Distinct(StringComparer.Ordinal).Count());
    }

    public void Dispose()
    {
        foreach (var taker in _takers)
            taker.Dispose();
        _folder.Dispose();
    }

    private Conversation Single(string text, params string[] agents) => Assert.Single(Read(text, agents));

    private IReadOnlyList<Conversation> Read(string text, params string[] agents)
    {
        var taker = Taker(agents);
        _folder.Write("a.txt", text);
        Settle(taker);
        Assert.Empty(taker.Bad);
        return taker.Chats;
    }

    private void Settle(SourceTaker taker)
    {
        taker.TakeWhatIsThere();
        _time.Now += TimeSpan.FromSeconds(10);
        taker.TakeWhatIsThere();
    }

    private SourceTaker Taker(params string[] agents)
    {
        var taker = new SourceTaker(() => new FolderSource("inbox", new FolderOptions { Path = _folder.Root, Agents = agents }, ReadLimits.Default, _time));
        _takers.Add(taker);
        return taker;
    }
}
