using System;
using System.Globalization;
using System.Linq;
using QA.Engine.Sources;
using QA.Engine.Sources.Sql;
using QA.Engine.Tests.Support;
using QA.Scoring;
using Xunit;

namespace QA.Engine.Tests.Sources;

/// <summary>The mapping <c>chatwoot</c> on the columns and types of Chatwoot's own tables.</summary>
public sealed class SqlChatwootTests : IDisposable
{
    private const string Tables =
        """
        CREATE TABLE inboxes (id serial PRIMARY KEY, account_id integer NOT NULL, name varchar NOT NULL, channel_type varchar, channel_id integer NOT NULL);
        CREATE TABLE contacts (id serial PRIMARY KEY, account_id integer NOT NULL, name varchar DEFAULT '', email varchar, phone_number varchar);
        CREATE TABLE users (id serial PRIMARY KEY, name varchar NOT NULL, display_name varchar, email varchar);
        CREATE TABLE teams (id bigserial PRIMARY KEY, account_id bigint NOT NULL, name varchar NOT NULL);
        CREATE TABLE agent_bots (id bigserial PRIMARY KEY, name varchar);
        CREATE TABLE conversations (
            id serial PRIMARY KEY, account_id integer NOT NULL, inbox_id integer NOT NULL, status integer NOT NULL DEFAULT 0, assignee_id integer,
            created_at timestamp NOT NULL, updated_at timestamp NOT NULL, contact_id bigint, display_id integer NOT NULL,
            last_activity_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP, team_id bigint, custom_attributes jsonb DEFAULT '{}', priority integer,
            cached_label_list text, additional_attributes jsonb DEFAULT '{}');
        CREATE TABLE messages (
            id serial PRIMARY KEY, content text, account_id integer NOT NULL, inbox_id integer NOT NULL, conversation_id integer NOT NULL,
            message_type integer NOT NULL, created_at timestamp NOT NULL, updated_at timestamp NOT NULL, private boolean NOT NULL DEFAULT false,
            status integer DEFAULT 0, content_type integer NOT NULL DEFAULT 0, content_attributes json DEFAULT '{}', sender_type varchar,
            sender_id bigint, processed_message_content text);
        CREATE TABLE attachments (id serial PRIMARY KEY, file_type integer DEFAULT 0, message_id integer NOT NULL, account_id integer NOT NULL);
        CREATE TABLE csat_survey_responses (
            id bigserial PRIMARY KEY, account_id bigint NOT NULL, conversation_id bigint NOT NULL, message_id bigint NOT NULL, rating integer NOT NULL,
            feedback_message text, contact_id bigint NOT NULL);
        INSERT INTO inboxes VALUES (3, 1, '小满家居官网', 'Channel::WebWidget', 9);
        INSERT INTO contacts VALUES (8, 1, '王女士', 'w@example.com', '+8613800000000');
        INSERT INTO users VALUES (5, '小鱼', NULL, 'yu@example.com');
        INSERT INTO teams VALUES (2, 1, '售后组');
        INSERT INTO agent_bots VALUES (6, '小满机器人');
        """;

    private readonly string _database = SharedPostgres.Value.NewDatabase();
    private readonly SourceTaker _taker;

    public SqlChatwootTests()
    {
        Execute(Tables);
        _taker = new SourceTaker(() => new SqlSource(
            "chatwoot",
            new SqlOptions { Connection = SharedPostgres.Value.ConnectionString(_database), Mapping = SqlMapping.Chatwoot },
            ReadLimits.Default,
            TimeProvider.System));
    }

    [Fact]
    public void A_resolved_conversation_comes_with_everything_we_know()
    {
        Execute(
            """
            INSERT INTO conversations VALUES (17, 1, 3, 1, 5, '2026-03-02 06:03:00', '2026-03-02 06:30:00', 8, 204, '2026-03-02 06:21:00', 2, '{"order":"paid"}', 2, 'vip,退款');
            INSERT INTO messages (conversation_id, account_id, inbox_id, message_type, sender_type, sender_id, content, content_type, private, content_attributes, created_at, updated_at) VALUES
                (17, 1, 3, 0, 'Contact', 8, '在吗', 0, false, '{}', '2026-03-02 06:03:11', now()),
                (17, 1, 3, 3, NULL, NULL, '您好，请稍候', 0, false, '{}', '2026-03-02 06:03:12', now()),
                (17, 1, 3, 1, 'AgentBot', 6, '请描述您的问题', 0, false, '{}', '2026-03-02 06:03:13', now()),
                (17, 1, 3, 1, 'User', 5, '您好亲，在的哦~', 0, false, '{}', '2026-03-02 06:03:40.5', now()),
                (17, 1, 3, 1, 'User', 5, '这个客户很麻烦', 0, true, '{}', '2026-03-02 06:04:00', now()),
                (17, 1, 3, 1, 'User', 5, 'This message was deleted', 0, false, '{"deleted":true}', '2026-03-02 06:05:00', now()),
                (17, 1, 3, 1, 'User', 5, 'This message was deleted', 0, false, '"{\"deleted\":true}"', '2026-03-02 06:05:01', now()),
                (17, 1, 3, 1, NULL, NULL, '自动化消息', 0, false, '{}', '2026-03-02 06:06:00', now()),
                (17, 1, 3, 1, 'Captain::Assistant', 1, '智能助手', 0, false, '{}', '2026-03-02 06:06:01', now()),
                (17, 1, 3, 2, NULL, NULL, '会话已由小鱼标记为已解决', 0, false, '{}', '2026-03-02 06:21:00', now()),
                (17, 1, 3, 3, NULL, NULL, '请为我们评分', 9, false, '{}', '2026-03-02 06:21:01', now());
            INSERT INTO csat_survey_responses (account_id, conversation_id, message_id, rating, contact_id) VALUES (1, 17, 1, 2, 8), (1, 17, 2, 5, 8);
            """);
        _taker.TakeWhatIsThere();
        var chat = Assert.Single(_taker.Chats);
        Assert.Equal(("chatwoot-1-204", "webwidget", "小满家居官网", "王女士"), (chat.Id, chat.Channel, chat.Shop, chat.Customer));
        Assert.Equal("2026-03-02T14:03:00+08:00", Time(chat.Opened));
        Assert.Equal("2026-03-02T14:21:00+08:00", Time(chat.Closed));
        Assert.Equal(
            ["labels=vip,退款", "order=paid", "priority=high", "rating=5", "status=resolved"],
            chat.Attributes.Select(attribute => $"{attribute.Name}={attribute.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(
            [
                (Speaker.Customer, "在吗", "王女士", null, MessageKind.Text),
                (Speaker.Bot, "您好，请稍候", "automation", null, MessageKind.Text),
                (Speaker.Bot, "请描述您的问题", "小满机器人", null, MessageKind.Text),
                (Speaker.Agent, "您好亲，在的哦~", "小鱼", "售后组", MessageKind.Text),
                (Speaker.Agent, "This message was deleted", "小鱼", "售后组", MessageKind.Recalled),
                (Speaker.Agent, "This message was deleted", "小鱼", "售后组", MessageKind.Recalled),
                (Speaker.Bot, "自动化消息", "automation", null, MessageKind.Text),
                (Speaker.Bot, "智能助手", "Captain", null, MessageKind.Text),
                (Speaker.System, "会话已由小鱼标记为已解决", null, null, MessageKind.Text),
                (Speaker.Bot, "请为我们评分", "automation", null, MessageKind.Card),
            ],
            chat.Messages.Select(message => (message.Speaker, message.Text, message.Sender, message.Team, message.Kind)));
        Assert.Equal("2026-03-02T14:03:40.5+08:00", Time(chat.Messages[3].SentAt));
    }

    [Fact]
    public void Pictures_without_words_are_pictures_and_words_with_pictures_are_words()
    {
        Conversation(1, status: 0);
        Execute(
            """
            INSERT INTO messages (id, conversation_id, account_id, inbox_id, message_type, sender_type, sender_id, content, content_type, created_at, updated_at) VALUES
                (101, 1, 1, 3, 0, 'Contact', 8, NULL, 0, '2026-03-02 06:03:11', now()),
                (102, 1, 1, 3, 0, 'Contact', 8, '', 0, '2026-03-02 06:03:12', now()),
                (103, 1, 1, 3, 0, 'Contact', 8, '你看这个', 0, '2026-03-02 06:03:13', now()),
                (104, 1, 1, 3, 0, 'Contact', 8, NULL, 0, '2026-03-02 06:03:14', now()),
                (105, 1, 1, 3, 0, 'Contact', 8, NULL, 11, '2026-03-02 06:03:15', now());
            INSERT INTO attachments (message_id, file_type, account_id) VALUES (101, 0, 1), (102, 1, 1), (103, 0, 1);
            """);
        _taker.TakeWhatIsThere();
        var chat = Assert.Single(_taker.Chats);
        Assert.Null(chat.Closed);
        Assert.Equal(
            [MessageKind.Image, MessageKind.Voice, MessageKind.Text, MessageKind.Other, MessageKind.Image],
            chat.Messages.Select(message => message.Kind));
    }

    [Fact]
    public void A_new_message_and_a_resolution_each_bring_the_conversation_again()
    {
        Conversation(1, status: 0);
        Message(1, "在吗");
        _taker.TakeWhatIsThere();
        Message(1, "还在吗");
        _taker.TakeWhatIsThere();
        Execute("UPDATE conversations SET status = 1, updated_at = clock_timestamp() AT TIME ZONE 'UTC' WHERE id = 1");
        _taker.TakeWhatIsThere();
        Assert.Equal(["chatwoot-1-1", "chatwoot-1-1", "chatwoot-1-1"], _taker.Ids);
        Assert.Equal([1, 2, 2], _taker.Chats.Select(chat => chat.Messages.Count));
        Assert.Equal([false, false, true], _taker.Chats.Select(chat => chat.Closed is not null));
    }

    [Fact]
    public void Conversations_with_notes_only_or_without_an_inbox_do_not_stop_the_others()
    {
        for (var i = 1; i <= 450; i++)
            Conversation(i, status: 0);
        Execute("INSERT INTO messages (conversation_id, account_id, inbox_id, message_type, sender_type, sender_id, content, private, created_at, updated_at) SELECT id, 1, 3, 1, 'User', 5, '备注', true, now(), now() FROM conversations; UPDATE conversations SET inbox_id = 99 WHERE id = 450");
        Message(450, "在吗");
        _taker.TakeWhatIsThere();
        Assert.Equal(["chatwoot-1-450"], _taker.Ids);
        Assert.Null(_taker.Chats[0].Shop);
    }

    [Fact]
    public void Another_database_is_told_apart_from_Chatwoots()
    {
        Execute("DROP TABLE messages");
        var failure = Assert.Throws<SourceException>(() => _taker.TakeWhatIsThere());
        Assert.Equal("source 'chatwoot': PostgreSQL says 42P01: relation \"messages\" does not exist; Connection must name Chatwoot's own database (chatwoot_production), and its user must be allowed to read its tables", failure.Message);
    }

    public void Dispose() => _taker.Dispose();

    private static string? Time(DateTimeOffset? time) => time is { } at ? at.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture) : null;

    private void Conversation(int id, int status) => Execute(string.Create(
        CultureInfo.InvariantCulture,
        $"INSERT INTO conversations (id, account_id, inbox_id, status, created_at, updated_at, contact_id, display_id, last_activity_at) VALUES ({id}, 1, 3, {status}, '2026-03-02 06:03:00', clock_timestamp() AT TIME ZONE 'UTC', 8, {id}, '2026-03-02 06:21:00')"));

    // Rails touches the conversation with each message.
    private void Message(int conversation, string text) => Execute(string.Create(
        CultureInfo.InvariantCulture,
        $"INSERT INTO messages (conversation_id, account_id, inbox_id, message_type, sender_type, sender_id, content, created_at, updated_at) VALUES ({conversation}, 1, 3, 0, 'Contact', 8, '{text}', now() AT TIME ZONE 'UTC', now()); UPDATE conversations SET updated_at = clock_timestamp() AT TIME ZONE 'UTC' WHERE id = {conversation}"));

    private void Execute(string sql) => SharedPostgres.Value.Execute(sql, _database);
}
