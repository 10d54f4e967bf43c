-- The store of many workers, in a schema of its own (qa) so that it can share a database.
--
-- Roles. Whoever applies the migrations owns the schema and needs CREATE on the database once. Workers can do with a login that owns nothing:
--   GRANT USAGE ON SCHEMA qa TO worker;
--   GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA qa TO worker;
--   GRANT USAGE ON ALL SEQUENCES IN SCHEMA qa TO worker;
--   GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA qa TO worker;
-- Partitions are made and dropped by functions that run as the owner; rights on a partition are those on its parent.
--
-- Past one server (Citus or alike): distribute known, pending and set_aside by the conversation's id, conversations by number and scores by
-- conversation, which is the same number; every unique key of theirs but the PRIMARY KEY of scores holds its column already. rubrics and wordings
-- are reference tables; the rest is small and stays local. What decides exactly-once, known (id, hash), never needs two nodes.
--
-- Text columns hold what people wrote, with U+0000, which PostgreSQL refuses, written as U+0001 '0' (and U+0001 itself as U+0001 '1').
-- Where a text may be too long for an index (2,704 bytes), the index is on a digest of it: the first 16 bytes of its SHA-256, as uuid.

-- A worker takes 1,024 numbers at once, so that rows have their numbers before they are sent; what it does not use is lost.
CREATE SEQUENCE qa.numbers AS bigint INCREMENT BY 1024;

CREATE TABLE qa.rubrics (
    number     int         GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    hash       text        NOT NULL UNIQUE,     -- scores name their rubric by its hash
    id         text        NOT NULL,
    version    text        NOT NULL,
    names      text        NOT NULL,            -- of its criteria, rules and so on, JSON: documents and letters of verdicts go by the place
    text       text        NOT NULL,            -- what its author wrote
    first_used timestamptz NOT NULL DEFAULT now()
);

-- Sentences of verdicts in both languages, each kept once; documents name them by number.
CREATE TABLE qa.wordings (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,   -- score documents are read by number
    digest uuid   NOT NULL UNIQUE,                            -- of zh and en: a sentence is looked up before it is added
    zh     text   NOT NULL,
    en     text   NOT NULL
);

-- What was kept: a row for each content of a conversation. Whether a conversation is scored once is decided here and nowhere else.
CREATE TABLE qa.known (
    id          text        COLLATE "C" NOT NULL,   -- over 512 bytes: its digest
    hash        bytea       NOT NULL,
    revision    int         NOT NULL,
    number      bigint      NOT NULL,
    day         date        NOT NULL,               -- of the conversation
    scores_from date        NOT NULL,               -- the days of its scores, official or not: only their partitions are looked at
    scores_to   date        NOT NULL,
    messages    int         NOT NULL,
    latest      boolean     NOT NULL,
    closed      boolean     NOT NULL,
    last_at     timestamptz,                        -- its last message; with the number of messages and closed, how far the state goes
    UNIQUE (id, hash),        -- exactly once; Knows
    UNIQUE (id, revision)     -- two workers with two new contents of one id: the second waits, then goes behind the first; Find, Scores
) WITH (fillfactor = 95);
-- Forget, and the number of conversations of a job. Rows come roughly in the order of their days: a few kilobytes do.
CREATE INDEX known_day ON qa.known USING brin (day) WITH (autosummarize = on);

-- A conversation as it was read; never changed.
CREATE TABLE qa.conversations (
    day      date        NOT NULL,
    number   bigint      NOT NULL,
    line     bigint      NOT NULL,
    taken_at timestamptz NOT NULL,
    revision int         NOT NULL,
    id       text        COLLATE "C" NOT NULL,   -- as in known
    source   text        NOT NULL,
    document text        NOT NULL,  -- the messages and everything about them, JSON
    PRIMARY KEY (day, number)                    -- Find, and the pages of a job
) PARTITION BY RANGE (day);

CREATE TABLE qa.scores (
    day          date        NOT NULL,           -- of what was scored, in the store's zone
    rubric       int         NOT NULL,
    number       bigint      NOT NULL,
    conversation bigint      NOT NULL,
    happened_at  timestamptz,
    scored_at    timestamptz NOT NULL,
    session      int         NOT NULL,
    sessions     int         NOT NULL,
    message_from int         NOT NULL,
    message_to   int         NOT NULL,
    total        int,                            -- hundredths of a point, like uncapped and base
    uncapped     int,
    base         int,
    band         bigint,                         -- a wording
    official     boolean     NOT NULL,           -- counts for its agent: of the latest revision, under the rubric in force
    passed       boolean,
    first        boolean     NOT NULL,           -- the first of its conversation for its agent: roll-ups count conversations by it
    standing     text        NOT NULL,           -- ranked, insufficient, none
    shop         text        NOT NULL,
    team         text        NOT NULL,
    agent        text        NOT NULL,           -- empty: the export names none
    scenario     text,
    receipt      text        NOT NULL,
    verdicts     text        NOT NULL,           -- a letter for each criterion, in the rubric's order: P pass, p partial, F fail, N not applicable, ? unsure
    document     text        NOT NULL,           -- criteria, findings, absences …, JSON
    PRIMARY KEY (day, number)                    -- the scores of some days: Recount, pages
) PARTITION BY RANGE (day);
-- The scores of a conversation: Scores, a newer revision that takes the place of an older one, rescoring.
CREATE INDEX scores_conversation ON qa.scores (conversation);

-- Critical findings, of which a person decides; the few columns of their scores that agents' sums need stand beside them.
CREATE TABLE qa.suspicions (
    score    bigint  NOT NULL,
    day      date    NOT NULL,
    cap      int     NOT NULL,
    uncapped int,
    official boolean NOT NULL,
    standing text    NOT NULL,
    critical text    NOT NULL,
    state    text    NOT NULL DEFAULT 'suspected' CHECK (state IN ('suspected', 'confirmed', 'dismissed')),
    team     text    NOT NULL,
    agent    text    NOT NULL,
    PRIMARY KEY (score, critical)   -- the states of a score's suspicions
);

-- What one agent did on one day under one rubric. Six arrays in the order of criteria, which holds places in the rubric's list.
CREATE TABLE qa.rollups (
    day            date     NOT NULL,
    rubric         int      NOT NULL,
    digest         uuid     NOT NULL,   -- of shop, team and agent
    conversations  bigint   NOT NULL,
    scores         bigint   NOT NULL,
    ranked         bigint   NOT NULL,
    sum            bigint   NOT NULL,
    sum_of_squares bigint   NOT NULL,
    shop           text     NOT NULL,
    team           text     NOT NULL,
    agent          text     NOT NULL,
    criteria       int[]    NOT NULL,
    pass           bigint[] NOT NULL,
    partial        bigint[] NOT NULL,
    fail           bigint[] NOT NULL,
    unsure         bigint[] NOT NULL,
    value          bigint[] NOT NULL,   -- millionths
    lost           bigint[] NOT NULL,   -- hundredths of a point
    PRIMARY KEY (day, digest, rubric)   -- the days of a page; the row a merge adds to. Day '-infinity': all days together, for the list of agents
);

-- What batches add to roll-ups, one row for each of a batch's agents: workers only append, so that none waits for another's row. Tidy merges them.
CREATE TABLE qa.rollup_deltas (
    day            date   NOT NULL,
    rubric         int    NOT NULL,
    conversations  int    NOT NULL,
    scores         int    NOT NULL,
    ranked         int    NOT NULL,
    sum            bigint NOT NULL,
    sum_of_squares bigint NOT NULL,
    shop           text   NOT NULL,
    team           text   NOT NULL,
    agent          text   NOT NULL,
    criteria       bytea  NOT NULL      -- criterion, pass, partial, fail, unsure, value, lost, again and again: zigzag variable-length numbers
);

-- What the store holds, and what batches add to it, in the same way.
CREATE TABLE qa.counters (
    conversations bigint NOT NULL,
    scores        bigint NOT NULL,
    duplicates    bigint NOT NULL
);
INSERT INTO qa.counters (conversations, scores, duplicates) VALUES (0, 0, 0);
CREATE TABLE qa.counter_deltas (
    conversations int NOT NULL,
    scores        int NOT NULL,
    duplicates    int NOT NULL
);

-- Conversations that are not over yet, or that are and wait for a worker.
CREATE TABLE qa.pending (
    key           text        COLLATE "C" PRIMARY KEY,   -- the id; over 512 bytes, its digest. A newer state takes the older one's place
    due_at        timestamptz NOT NULL,
    claimed_until timestamptz,
    line          bigint      NOT NULL,
    claims        int         NOT NULL DEFAULT 0,
    messages      int         NOT NULL,
    closed        boolean     NOT NULL,
    last_at       timestamptz,                           -- with the number of messages and closed, how far the state goes
    hash          bytea       NOT NULL,
    source        text        NOT NULL,
    id            text        NOT NULL,
    claimed_by    text,
    json          bytea       NOT NULL
) WITH (fillfactor = 70);   -- room to note a claim in the same page
-- Claim, the longest waiting first; Backlog.
CREATE INDEX pending_due ON qa.pending (due_at, key COLLATE "C");
-- GiveBack; only what is claimed.
CREATE INDEX pending_claimed ON qa.pending (claimed_by) WHERE claimed_by IS NOT NULL;

-- Whether a state of a conversation goes less far than another: RevisionOrder.IsBefore.
CREATE FUNCTION qa.is_before(
    last_at timestamptz, messages int, closed boolean, other_last_at timestamptz, other_messages int, other_closed boolean) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN last_at <> other_last_at THEN last_at < other_last_at
                WHEN messages <> other_messages THEN messages < other_messages
                ELSE NOT closed AND other_closed END
$$;

-- What is no conversation, or could not be scored.
CREATE TABLE qa.set_aside (
    number       bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,   -- the list, the newest first
    digest       uuid        NOT NULL UNIQUE,                            -- of source, hash and reason: listed once however often it is read
    line         bigint      NOT NULL,
    byte_offset  bigint      NOT NULL,
    byte_length  bigint      NOT NULL,
    at           timestamptz NOT NULL,
    hash         bytea       NOT NULL,
    source       text        NOT NULL,
    conversation text,
    reason       text        NOT NULL,
    content      bytea
);

CREATE TABLE qa.positions (
    digest uuid PRIMARY KEY,   -- of source and part
    source text NOT NULL,
    part   text NOT NULL,
    value  text NOT NULL
);

CREATE TABLE qa.leases (
    name   text        COLLATE "C" PRIMARY KEY,
    worker text        NOT NULL,
    until  timestamptz NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE qa.workers (
    worker text        COLLATE "C" PRIMARY KEY,
    until  timestamptz NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE qa.jobs (
    number     bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rubric     int         NOT NULL REFERENCES qa.rubrics,
    since      date,
    until      date,
    official   boolean     NOT NULL,
    finished   boolean     NOT NULL DEFAULT false,
    done       bigint      NOT NULL DEFAULT 0,
    total      bigint      NOT NULL,
    cursor     text        NOT NULL DEFAULT '',
    started_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL
);
-- One unfinished job of a kind, however many people ask for it at once.
CREATE UNIQUE INDEX jobs_unfinished ON qa.jobs (rubric, coalesce(since, '-infinity'), coalesce(until, 'infinity'), official) WHERE NOT finished;

-- Documents stay with their row, compressed where the row is over 2 kB, and leave it only where a page would not hold them: a table of long values
-- beside this one would take an index entry for each 2 kB. Partitions are made alike.
ALTER TABLE qa.conversations ALTER COLUMN document SET STORAGE MAIN;
ALTER TABLE qa.scores ALTER COLUMN document SET STORAGE MAIN;

-- Where the server has it, lz4 costs a fraction of what pglz does.
DO $$
BEGIN
    ALTER TABLE qa.conversations ALTER COLUMN document SET COMPRESSION lz4;
    ALTER TABLE qa.scores ALTER COLUMN document SET COMPRESSION lz4;
    ALTER TABLE qa.pending ALTER COLUMN json SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
    NULL;
END
$$;

-- Rows that come and go by the thousand: cleaned by their number, not by a share of a table that is empty most of the time.
ALTER TABLE qa.pending SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);
ALTER TABLE qa.rollup_deltas SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);
ALTER TABLE qa.counter_deltas SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);
ALTER TABLE qa.leases SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200);
ALTER TABLE qa.workers SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200);
ALTER TABLE qa.positions SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200);

-- Makes the partitions of a month. Attaching, unlike creating in place, lets others go on writing.
CREATE FUNCTION qa.make_partitions(of_day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = qa, pg_catalog, pg_temp AS $$
DECLARE
    first  date := date_trunc('month', of_day);
    parent text;
    part   text;
BEGIN
    PERFORM pg_advisory_xact_lock(7161, 2);
    FOREACH parent IN ARRAY ARRAY['conversations', 'scores'] LOOP
        part := parent || to_char(first, '_YYYY_MM');
        -- Not to_regclass: after the lock it may still answer from what this session knew before.
        IF NOT EXISTS (SELECT FROM pg_class WHERE relnamespace = 'qa'::regnamespace AND relname = part) THEN
            EXECUTE format('CREATE TABLE qa.%I (LIKE qa.%I INCLUDING ALL)', part, parent);
            EXECUTE format('ALTER TABLE qa.%I ATTACH PARTITION qa.%I FOR VALUES FROM (%L) TO (%L)', parent, part, first, (first + interval '1 month')::date);
        END IF;
    END LOOP;
END
$$;

-- Drops the partitions of months that end before a day; gives how many conversations and scores went with them.
CREATE FUNCTION qa.drop_partitions(before_day date, OUT conversations bigint, OUT scores bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = qa, pg_catalog, pg_temp AS $$
DECLARE
    parent text;
    part   text;
    rows   bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(7161, 2);
    conversations := 0;
    scores := 0;
    FOREACH parent IN ARRAY ARRAY['conversations', 'scores'] LOOP
        FOR part IN
            SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent = ('qa.' || parent)::regclass AND to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' <= before_day
        LOOP
            EXECUTE format('SELECT count(*) FROM qa.%I', part) INTO rows;
            EXECUTE format('DROP TABLE qa.%I', part);
            IF parent = 'scores' THEN
                scores := scores + rows;
            ELSE
                conversations := conversations + rows;
            END IF;
        END LOOP;
    END LOOP;
END
$$;

REVOKE EXECUTE ON FUNCTION qa.make_partitions(date), qa.drop_partitions(date) FROM PUBLIC;
