using System;
using System.Collections.Generic;

namespace QA.Engine.Sources.Sql;

/// <summary>A query for a page of conversations and their messages, one row a message; <see cref="SqlColumns"/> says which columns.</summary>
/// <param name="Name">The setting <c>Mapping</c>.</param>
/// <param name="Hint">What to look at first where the query does not run.</param>
internal sealed record SqlMapping(string Name, string Query, string Hint)
{
    /// <summary>What every query must use. <c>@after_conversation</c> is null at the start and has the type of the column it is compared with.</summary>
    public static IReadOnlyList<string> Parameters { get; } = ["@after_changed", "@after_conversation", "@limit"];

    /// <summary>The tables of <c>inbox.sql</c>.</summary>
    public static SqlMapping Inbox { get; } = new(
        "inbox",
        """
        WITH page AS (
            SELECT id, changed, channel, shop, customer, opened, closed, language, attributes
            FROM inbox.conversations
            WHERE (changed, id) > (@after_changed, @after_conversation)
            ORDER BY changed, id
            LIMIT @limit)
        SELECT p.id AS conversation, p.changed, p.channel, p.shop, p.customer, p.opened, p.closed, p.language, p.attributes,
               m.position AS message, m.role, m.text, m.sender, m.team, m.time, m.kind
        FROM page p
        LEFT JOIN inbox.messages m ON m.conversation = p.id
        ORDER BY p.changed, p.id, m.position
        """,
        "make the tables with sql/inbox.sql, which lies beside the program, and let the user read them");

    /// <summary>
    /// Chatwoot's own tables, of its versions 3 and 4. Rails keeps times without a zone, in UTC. Private notes are the team's; what was sent without a
    /// sender is an automation; templates are greetings, surveys and alike, which nobody typed.
    /// </summary>
    /// <remarks>
    /// Chatwoot keeps no time of resolution: the activity line that says so is the last activity. Each message touches its conversation's
    /// <c>updated_at</c>. Attachments: 0 image, 1 audio, 2 video, 3 file. <c>content_attributes</c> is JSON, or JSON as text inside JSON,
    /// depending on the version; a pattern over its text holds for both.
    /// </remarks>
    public static SqlMapping Chatwoot { get; } = new(
        "chatwoot",
        """
        WITH page AS (
            SELECT c.id, c.account_id, c.display_id, c.updated_at, c.created_at, c.last_activity_at, c.status, c.priority, c.inbox_id,
                   c.contact_id, c.team_id, c.custom_attributes, c.cached_label_list
            FROM conversations c
            WHERE (c.updated_at, c.id) > (@after_changed AT TIME ZONE 'UTC', @after_conversation)
            ORDER BY c.updated_at, c.id
            LIMIT @limit)
        SELECT p.id AS conversation,
               'chatwoot-' || p.account_id || '-' || p.display_id AS id,
               p.updated_at AT TIME ZONE 'UTC' AS changed,
               lower(regexp_replace(i.channel_type, '^Channel::', '')) AS channel,
               i.name::text AS shop,
               coalesce(nullif(k.name, ''), 'contact-' || p.contact_id) AS customer,
               p.created_at AT TIME ZONE 'UTC' AS opened,
               CASE WHEN p.status = 1 THEN p.last_activity_at AT TIME ZONE 'UTC' END AS closed,
               (CASE WHEN jsonb_typeof(p.custom_attributes) = 'object' THEN p.custom_attributes ELSE '{}' END)
                   || jsonb_strip_nulls(jsonb_build_object(
                       'status', CASE p.status WHEN 0 THEN 'open' WHEN 1 THEN 'resolved' WHEN 2 THEN 'pending' WHEN 3 THEN 'snoozed' END,
                       'priority', CASE p.priority WHEN 0 THEN 'low' WHEN 1 THEN 'medium' WHEN 2 THEN 'high' WHEN 3 THEN 'urgent' END,
                       'labels', nullif(p.cached_label_list, ''),
                       'rating', (SELECT r.rating FROM csat_survey_responses r WHERE r.conversation_id = p.id ORDER BY r.id DESC LIMIT 1)))
                   AS attributes,
               CASE WHEN m.id IS NOT NULL THEN row_number() OVER (PARTITION BY p.id ORDER BY m.created_at, m.id) END AS message,
               CASE
                   WHEN m.message_type = 0 THEN 'customer'
                   WHEN m.message_type = 1 AND m.sender_type = 'User' THEN 'agent'
                   WHEN m.message_type IN (1, 3) THEN 'bot'
                   WHEN m.message_type = 2 THEN 'system'
                   ELSE m.message_type::text
               END AS role,
               CASE
                   WHEN m.content_type = 8 THEN coalesce(nullif(m.processed_message_content, ''), m.content)
                   ELSE m.content
               END AS text,
               CASE
                   WHEN m.message_type = 0 THEN nullif(k.name, '')
                   WHEN m.sender_type = 'User' THEN u.name
                   WHEN m.sender_type = 'AgentBot' THEN b.name
                   WHEN m.message_type IN (1, 3) THEN coalesce(split_part(m.sender_type, '::', 1), 'automation')
               END::text AS sender,
               CASE WHEN m.message_type = 1 AND m.sender_type = 'User' THEN t.name END::text AS team,
               m.created_at AT TIME ZONE 'UTC' AS time,
               CASE
                   WHEN m.content_attributes::text ~ '"deleted\\*"\s*:\s*true' THEN 'recalled'
                   WHEN m.content_type IN (5, 6, 7, 9, 10) THEN 'card'
                   WHEN m.content_type = 11 THEN 'image'
                   WHEN m.content_type = 12 THEN 'voice'
                   WHEN coalesce(m.content, '') <> '' THEN 'text'
                   ELSE coalesce(
                       (SELECT CASE a.file_type WHEN 0 THEN 'image' WHEN 1 THEN 'voice' WHEN 2 THEN 'video' WHEN 3 THEN 'file' ELSE 'other' END
                        FROM attachments a WHERE a.message_id = m.id ORDER BY a.id LIMIT 1),
                       'other')
               END AS kind
        FROM page p
        LEFT JOIN inboxes i ON i.id = p.inbox_id
        LEFT JOIN contacts k ON k.id = p.contact_id
        LEFT JOIN teams t ON t.id = p.team_id
        LEFT JOIN messages m ON m.conversation_id = p.id AND NOT m.private
        LEFT JOIN users u ON m.sender_type = 'User' AND u.id = m.sender_id
        LEFT JOIN agent_bots b ON m.sender_type = 'AgentBot' AND b.id = m.sender_id
        ORDER BY p.updated_at, p.id, message
        """,
        "Connection must name Chatwoot's own database (chatwoot_production), and its user must be allowed to read its tables");

    /// <summary>The query of the settings.</summary>
    public static SqlMapping Custom(string query) => new("custom", query, "mend the setting Query");
}
