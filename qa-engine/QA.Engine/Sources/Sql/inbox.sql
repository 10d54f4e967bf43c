-- Tables a shop's system may fill, for the source of the kind "sql" with the mapping "inbox". Run it once, as the owner of the database:
--   psql -f inbox.sql "host=… dbname=…"
-- Write a conversation first, then its messages, in one transaction or in several. Whatever is written moves the conversation's "changed",
-- and the engine reads the conversation again. The engine needs no more than
--   GRANT USAGE ON SCHEMA inbox TO …; GRANT SELECT ON ALL TABLES IN SCHEMA inbox TO …;

CREATE SCHEMA IF NOT EXISTS inbox;

CREATE TABLE IF NOT EXISTS inbox.conversations (
    id          text PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 256),
    channel     text,                       -- taobao, jd, douyin …
    shop        text,
    customer    text,
    opened      timestamptz,
    closed      timestamptz,                -- when the platform closed it; null while it is open
    language    text,                       -- zh, en …; null: told by the words
    attributes  jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(attributes) = 'object'),  -- {"order":"paid","rating":5}
    changed     timestamptz NOT NULL DEFAULT clock_timestamp()                            -- kept by the triggers below
);

-- What the engine asks for, all the time: conversations behind a point, in order.
CREATE INDEX IF NOT EXISTS conversations_changed ON inbox.conversations (changed, id);

CREATE TABLE IF NOT EXISTS inbox.messages (
    conversation text NOT NULL REFERENCES inbox.conversations (id) ON DELETE CASCADE,
    position     integer NOT NULL,          -- the order of the chat
    role         text NOT NULL CHECK (role IN ('customer', 'agent', 'bot', 'system')),
    text         text,
    sender       text,                      -- the name of the person or robot
    team         text,
    time         timestamptz,
    kind         text NOT NULL DEFAULT 'text',  -- text, image, voice, video, card, file, recalled, other
    PRIMARY KEY (conversation, position),
    CHECK (text IS NOT NULL OR kind <> 'text')
);

CREATE OR REPLACE FUNCTION inbox.stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed := clock_timestamp();
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER conversations_stamp BEFORE INSERT OR UPDATE ON inbox.conversations
    FOR EACH ROW EXECUTE FUNCTION inbox.stamp();

CREATE OR REPLACE FUNCTION inbox.touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The trigger of conversations stamps; in the order of the ids, so that two writers do not wait for each other for ever.
    PERFORM 1 FROM inbox.conversations
        WHERE id IN (SELECT conversation FROM touched) ORDER BY id FOR UPDATE;
    UPDATE inbox.conversations SET changed = clock_timestamp()
        WHERE id IN (SELECT conversation FROM touched);
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER messages_inserted AFTER INSERT ON inbox.messages
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION inbox.touch();
CREATE OR REPLACE TRIGGER messages_updated AFTER UPDATE ON inbox.messages
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION inbox.touch();
CREATE OR REPLACE TRIGGER messages_deleted AFTER DELETE ON inbox.messages
    REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION inbox.touch();
