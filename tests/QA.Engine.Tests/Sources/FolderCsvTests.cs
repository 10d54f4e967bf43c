using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using QA.Engine.Sources;
using QA.Engine.Sources.Folder;
using QA.Engine.Tests.Support;
using QA.Scoring;
using Xunit;

namespace QA.Engine.Tests.Sources;

/// <summary>CSV files as people's spreadsheets and platforms write them.</summary>
public sealed class FolderCsvTests : IDisposable
{
    private const string Small = "会话ID,角色,内容\n1,买家,在吗，想问一下尺码\n1,客服,您好亲，在的哦\n";
    private readonly TempFolder _folder = new();
    private readonly List<SourceTaker> _takers = [];

    [Fact]
    public void Chinese_headers_and_role_words_are_known()
    {
        var chat = Single("会话ID,角色,发送者,发送时间,消息内容,消息类型,店铺,渠道,订单状态,消息ID\nT1,买家,b***3,2026/3/2 14:03,在吗,文本,小满家居,淘宝,已付款,m1\nT1,自动回复,小满机器人,2026/3/2 14:03:01,您好,文本,小满家居,淘宝,已付款,m2\nT1,客服,小鱼,2026/3/2 14:03:40,,图片,小满家居,淘宝,已付款,m3\nT1,系统,,2026/3/2 14:04,会话结束,文本,小满家居,淘宝,,m4\n");
        Assert.Equal(("T1", "小满家居", "淘宝", "b***3"), (chat.Id, chat.Shop, chat.Channel, chat.Customer));
        Assert.Equal([Speaker.Customer, Speaker.Bot, Speaker.Agent, Speaker.System], chat.Messages.Select(message => message.Speaker));
        Assert.Equal(MessageKind.Image, chat.Messages[2].Kind);
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 14, 3, 40, TimeSpan.FromHours(8)), chat.Messages[2].SentAt);

        // What differs from message to message says nothing of the chat.
        Assert.Equal([new NamedValue("订单状态", "已付款")], chat.Attributes);
    }

    [Fact]
    public void Every_encoding_we_can_know_reads_the_same()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var encodings = new[] { new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.GetEncoding("gbk"), Encoding.GetEncoding("gb18030") };
        for (var i = 0; i < encodings.Length; i++)
            File.WriteAllText(_folder[$"{i}.csv"], Small.Replace("\n1,", $"\nc{i},", StringComparison.Ordinal), encodings[i]);
        var taker = Taken();
        Assert.Empty(taker.Bad);
        Assert.Equal(["c0", "c1", "c2", "c3", "c4", "c5"], taker.Ids);
        Assert.All(taker.Chats, chat => Assert.Equal(["在吗，想问一下尺码", "您好亲，在的哦"], chat.Messages.Select(message => message.Text)));
    }

    [Fact]
    public void An_encoding_that_is_set_is_used_and_one_that_does_not_fit_is_a_problem()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        File.WriteAllText(_folder["a.csv"], "id,role,text\n1,agent,請問有現貨嗎\n", Encoding.GetEncoding("big5"));
        Assert.Equal("請問有現貨嗎", Assert.Single(Taken(new FolderOptions { Path = _folder.Root, Encoding = "big5" }).Chats).Messages[0].Text);
        File.WriteAllText(_folder["a.csv"], Small, Encoding.GetEncoding("gbk"));
        var taker = Taken(new FolderOptions { Path = _folder.Root, Encoding = "utf-8" });
        Assert.Empty(taker.Chats);
        Assert.StartsWith("it is not utf-8: it breaks near byte ", Assert.Single(taker.Bad), StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_character_in_UTF_8_makes_it_no_GBK()
    {
        var text = new StringBuilder("id,role,text\n");
        for (var i = 0; i < 60; i++)
            text.Append("1,agent,您好亲在的哦\n");
        byte[] bytes = [.. Encoding.UTF8.GetBytes(text.ToString()), .. "1,agent,"u8, 0xE6, 0x82, (byte)'\n'];
        File.WriteAllBytes(_folder["a.csv"], bytes);
        var chat = Assert.Single(Taken().Chats);
        Assert.Equal("您好亲在的哦", chat.Messages[0].Text);
        Assert.Equal("\uFFFD", chat.Messages[60].Text);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'P', (byte)'K', 3, 4, 20, 0, 6, 0, 8 }, "it is an Excel file or an archive, not text; save it as CSV UTF-8")]
    [InlineData(new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 }, "it is an Excel file or an archive, not text; save it as CSV UTF-8")]
    [InlineData(new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 13 }, "it is no text: byte 9 is 0; save it as text in UTF-8")]
    [InlineData(new byte[] { (byte)'i', (byte)'d', 0xFF, 0xFF, (byte)',', 0xFF }, "it is neither UTF-8 (byte 3 is not) nor GB18030; save it as UTF-8, or set Encoding")]
    public void What_is_no_text_is_a_problem_that_says_what_it_is(byte[] bytes, string problem)
    {
        File.WriteAllBytes(_folder["a.csv"], bytes);
        _folder.Write("b.csv", Small);
        var taker = Taken();
        Assert.Equal([problem], taker.Bad);
        Assert.Equal(["1"], taker.Ids);
    }

    [Theory]
    [InlineData(',')]
    [InlineData('\t')]
    [InlineData(';')]
    [InlineData('|')]
    public void The_delimiter_is_told_by_the_first_row(char delimiter)
    {
        var chat = Single(Small.Replace(',', delimiter).Replace("在吗，想问", $"\"a{delimiter}b,c;d\te|\"", StringComparison.Ordinal).Replace("\"一下尺码", "\"", StringComparison.Ordinal));
        Assert.Equal($"a{delimiter}b,c;d\te|", chat.Messages[0].Text);
    }

    [Fact]
    public void Excels_hint_of_the_delimiter_is_no_row() => Assert.Equal(2, Single("sep=;\r\n" + Small.Replace(',', ';').Replace("\n", "\r\n", StringComparison.Ordinal)).Messages.Count);

    [Fact]
    public void Quotes_delimiters_and_line_breaks_in_fields_are_text()
    {
        var chat = Single("id,role,text\n1,agent,\"第一行\r\n第二行，\"\"引号\"\"\n\n第四行\"\n1,customer,他说\"好\"的\n");
        Assert.Equal(["第一行\r\n第二行，\"引号\"\n\n第四行", "他说\"好\"的"], chat.Messages.Select(message => message.Text));
    }

    [Fact]
    public void A_missing_column_is_a_problem_with_the_columns_there_are_and_the_other_files_go_on()
    {
        _folder.Write("a.csv", "编号,说话人,内容\n1,甲,在吗\n");
        _folder.Write("b.csv", Small);
        var taker = Taken();
        Assert.Equal("columns are missing: id, role or sender; the first row has: '编号', '说话人', '内容'. Name them in the setting Columns, such as Columns:id = 会话ID", Assert.Single(taker.Bad));
        Assert.Equal(["1"], taker.Ids);

        // Once the settings name them, the file is read without being touched.
        var mended = new SourceTaker(() => Source(new FolderOptions { Path = _folder.Root, Columns = [("id", "编号"), ("sender", "说话人")] }));
        _takers.Add(mended);
        mended.Source.Restore([.. taker.Positions]);
        mended.TakeWhatIsThere(everythingIsWhole: true);
        Assert.Equal("甲", Assert.Single(mended.Chats, chat => chat.Customer is not null).Customer);
    }

    [Fact]
    public void A_column_the_settings_name_must_be_there()
    {
        _folder.Write("a.csv", Small);
        var taker = Taken(new FolderOptions { Path = _folder.Root, Columns = [("id", "编号")] });
        Assert.StartsWith("columns are missing: id (set to '编号'); the first row has: '会话ID', '角色', '内容'.", Assert.Single(taker.Bad), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_column_of_roles_names_tell()
    {
        _folder.Write("a.csv", "会话ID,发送者,内容\n1,b***3,在吗\n1,小满家居:小鱼,您好\n1,阿乐,我来\n1,系统,转接\n");
        var chat = Assert.Single(Taken(new FolderOptions { Path = _folder.Root, Agents = ["阿*"] }).Chats);
        Assert.Equal([Speaker.Customer, Speaker.Agent, Speaker.Agent, Speaker.System], chat.Messages.Select(message => message.Speaker));
        Assert.Equal("b***3", chat.Customer);
    }

    [Fact]
    public void Words_of_peoples_own_mean_what_the_settings_say_and_others_set_the_chat_aside()
    {
        _folder.Write("a.csv", "id,role,text\n1,主播,欢迎\n2,路人,在吗\n3,客服,您好\n");
        var taker = Taken(new FolderOptions { Path = _folder.Root, Roles = [("主播", "agent")] });
        Assert.Equal(["1", "3"], taker.Ids);
        Assert.Equal("messages[0].role must be customer, agent, bot or system, not \"路人\"", Assert.Single(taker.Bad));
    }

    [Fact]
    public void Rows_come_into_the_order_of_their_numbers_or_else_of_their_times()
    {
        Assert.Equal(["一", "二", "三"], Texts("id,role,text,序号\n1,agent,三,10\n1,agent,一,1\n1,agent,二,2\n"));
        Assert.Equal(["一", "二", "三"], Texts("id,role,text,time\n1,agent,三,2026-03-02 10:00:03\n1,agent,一,2026-03-02 10:00:01\n1,agent,二,2026-03-02 10:00:02\n"));

        // Newest first, and two in one second.
        Assert.Equal(["一", "二", "三", "四"], Texts("id,role,text,time\n1,agent,四,2026-03-02 10:01\n1,agent,三,2026-03-02 10:01\n1,agent,二,2026-03-02 10:00\n1,agent,一,2026-03-02 10:00\n"));
        Assert.Equal(["二", "一"], Texts("id,role,text,time\n1,agent,二,2026-03-02 10:01\n1,agent,一,\n"));
    }

    [Fact]
    public void Rows_of_one_chat_may_stand_anywhere_in_a_file_of_usual_size()
    {
        _folder.Write("a.csv", "id,role,text\n1,agent,一\n2,agent,二\n1,agent,三\n");
        var taker = Taken();
        Assert.Equal(["1", "2"], taker.Ids);
        Assert.Equal(["一", "三"], taker.Chats[0].Messages.Select(message => message.Text));
    }

    [Fact]
    public void In_a_large_file_they_must_stand_together()
    {
        _folder.Write("a.csv", "id,role,text\n1,agent,一\n2,agent,二\n1,agent,三\n");
        _folder.Write("b.csv", "id,role,text\n7,agent,一\n7,agent,二\n8,agent,三\n");
        var taker = Taken(new FolderOptions { Path = _folder.Root, MostInMemory = 10 });
        Assert.Equal(["7", "8"], taker.Ids);
        Assert.Equal(2, taker.Chats[0].Messages.Count);
        Assert.Equal("the rows of the conversation 1 are not together; a file over 10 bytes must be sorted by conversation, or split", Assert.Single(taker.Bad));
        Assert.Equal([4], taker.BadPlaces);
    }

    [Fact]
    public void Rows_that_are_not_right_set_their_own_chat_aside_and_no_other()
    {
        _folder.Write("a.csv", "id,role,text,time\n1,agent,一,\n2,agent,含,逗号,2026-03-02 10:00\n,agent,无会话,\n3,agent,三,昨天\n4,agent,四,\n5,agent\n");
        var taker = Taken();
        Assert.Equal(["1", "4"], taker.Ids);
        Assert.Equal(
            [
                "line 3 has 5 fields and the first row 4; a text that holds the delimiter must stand in quotes",
                "messages[0] has no 'text'; give it a text, or a 'kind' other than text",
                "messages[0].time must be a time such as \"2026-03-02T14:03:11+08:00\", not \"昨天\"",
                "the row names no conversation; put its id into every row",
            ],
            taker.Bad.Order(StringComparer.Ordinal));
        Assert.Equal([3, 4], taker.BadPlaces.Order());
    }

    [Fact]
    public void A_quote_that_is_never_closed_sets_its_own_chat_aside()
    {
        _folder.Write("a.csv", "id,role,text\n1,agent,一\n2,agent,\"二\n3,agent,三\n4,agent,四\n");
        var taker = Taken();
        Assert.Equal(["1"], taker.Ids);
        Assert.Equal("a quote in line 3 is never closed; everything behind it was taken for one text. Close it", Assert.Single(taker.Bad));
    }

    [Fact]
    public void In_a_large_file_a_quote_that_is_never_closed_ends_the_reading_with_a_problem()
    {
        var text = new StringBuilder("id,role,text\n1,agent,一\n2,agent,\"二\n");
        while (text.Length < 5_000_000)
            text.Append("3,agent,三三三三三三三三三三三三三三三三三三三三三三三三\n");
        _folder.Write("a.csv", text.ToString());
        var taker = Taken();
        Assert.Equal(["1"], taker.Ids);
        Assert.Contains("line 3 is longer than ", Assert.Single(taker.Bad), StringComparison.Ordinal);
    }

    [Fact]
    public void What_spreadsheets_put_around_numbers_is_no_part_of_them()
    {
        _folder.Write("a.csv", "会话ID,角色,内容\n=\"0012345678901234567\",客服,一\n'0012345678901234567,客服,二\n0012345678901234567\t,客服,三\n");
        Assert.Equal(3, Assert.Single(Taken().Chats).Messages.Count);
    }

    [Fact]
    public void A_file_with_names_only_and_an_empty_one_hold_no_chats_and_no_problem()
    {
        _folder.Write("a.csv", "会话ID,角色,内容\n");
        _folder.Write("b.csv", "");
        _folder.Write("c.csv", "会话ID,角色,内容\n,,\n\n");
        var taker = Taken();
        Assert.Empty(taker.Chats);
        Assert.Empty(taker.Bad);
    }

    [Fact]
    public void A_file_that_changes_is_read_again_as_a_whole_and_what_is_known_is_known()
    {
        _folder.Write("a.csv", Small);
        var taker = Taken();
        _folder.Append("a.csv", "2,客服,您好\n");
        taker.TakeWhatIsThere(everythingIsWhole: true);
        Assert.Equal(["1", "2"], taker.Ids);
        Assert.Equal(1, taker.Repeats);
    }

    [Fact]
    public void A_chat_over_the_limits_is_set_aside()
    {
        _folder.Write("a.csv", "id,role,text\n1,agent,一\n" + string.Concat(Enumerable.Repeat("2,agent,二\n", 11)) + "3,agent,三\n");
        var taker = new SourceTaker(() => new FolderSource("inbox", new FolderOptions { Path = _folder.Root }, new ReadLimits { MaxMessages = 10 }, TimeProvider.System));
        _takers.Add(taker);
        taker.TakeWhatIsThere(everythingIsWhole: true);
        Assert.Equal(["1", "3"], taker.Ids);
        Assert.Contains("more than 10 messages", Assert.Single(taker.Bad), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-03-02 14:03:11")]
    [InlineData("2026-03-02T14:03:11+08:00")]
    [InlineData("2026/3/2 14:03:11")]
    [InlineData("2026/03/02 14:03:11.000")]
    [InlineData("2026.3.2 14:03:11")]
    [InlineData("2026年3月2日 14:03:11")]
    [InlineData("2026年03月02日14：03：11")]
    [InlineData("2026/3/2 下午2:03:11")]
    [InlineData("1772431391")]
    [InlineData("1772431391000")]
    public void Times_of_exports_are_read(string text)
    {
        Assert.True(ExportTime.TryParse(text, TimeSpan.FromHours(8), out var time));
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 14, 3, 11, TimeSpan.FromHours(8)), time);
    }

    [Theory]
    [InlineData("2026/2/29 14:03")]
    [InlineData("2026/13/1 14:03")]
    [InlineData("2026/3/2 24:03")]
    [InlineData("3/2/2026 14:03")]
    [InlineData("14:03:11")]
    [InlineData("177243139")]
    [InlineData("昨天 14:03")]
    public void What_is_no_time_is_not_guessed_at(string text) => Assert.False(ExportTime.TryParse(text, TimeSpan.FromHours(8), out _));

    public void Dispose()
    {
        foreach (var taker in _takers)
            taker.Dispose();
        _folder.Dispose();
    }

    private static FolderSource Source(FolderOptions options) => new("inbox", options, ReadLimits.Default, TimeProvider.System);

    private Conversation Single(string csv)
    {
        _folder.Write("a.csv", csv);
        var taker = Taken();
        Assert.Empty(taker.Bad);
        return Assert.Single(taker.Chats);
    }

    private IEnumerable<string> Texts(string csv) => Single(csv).Messages.Select(message => message.Text);

    private SourceTaker Taken(FolderOptions? options = null)
    {
        var taker = new SourceTaker(() => Source(options ?? new FolderOptions { Path = _folder.Root }));
        _takers.Add(taker);
        taker.TakeWhatIsThere(everythingIsWhole: true);
        return taker;
    }
}
