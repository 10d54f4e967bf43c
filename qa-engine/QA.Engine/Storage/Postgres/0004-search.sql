-- What the list of conversations is found by: a narrow row for each score, apart from the wide rows of scores, written behind the batches by whichever
-- worker is free (PostgresSearchIndex), so that ingestion pays for a queue's row and nothing else. What still waits in the queue is looked at row by row.

CREATE TABLE qa.search (
    day      date    NOT NULL,   -- of the score
    number   bigint  NOT NULL,   -- of the score
    at       bigint  NOT NULL,   -- microseconds since 1970 (UTC): the order within a day
    chat     bigint  NOT NULL,   -- number of its conversation
    chat_day date    NOT NULL,   -- day of its conversation; the partition its document is in
    lost     int     NOT NULL,   -- what the shown score lacks of 100 points, in hundredths; -1: there is no score
    official boolean NOT NULL,
    tokens   int[]   NOT NULL,   -- what it can be found by (SearchTokens): pairs of characters, agent, verdicts …; none where it is not official
    PRIMARY KEY (day, number)    -- the row that a change replaces
) PARTITION BY RANGE (day);
-- The list, newest first, and with the lowest score first; both walked downwards.
CREATE INDEX search_newest ON qa.search (day, at, number);
CREATE INDEX search_lowest ON qa.search (lost, day, at, number);
-- Everything a filter asks for at once, however rare. The pending list is read by every search: a small one.
CREATE INDEX search_tokens ON qa.search USING gin (tokens) WITH (gin_pending_list_limit = 512);

-- Scores whose row in search is not there yet or no longer right. chat, chat_day: null where search has them.
CREATE TABLE qa.search_queue (
    score    bigint NOT NULL,
    day      date   NOT NULL,
    chat     bigint,
    chat_day date
);
ALTER TABLE qa.search_queue SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);

-- What people decide changes what a score is found by.
CREATE FUNCTION qa.search_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'suspicions' THEN
        INSERT INTO qa.search_queue (score, day) VALUES (NEW.score, NEW.day);
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO qa.search_queue (score, day) VALUES (OLD.score, to_date(OLD.day::text, 'YYYYMMDD'));
    ELSE
        INSERT INTO qa.search_queue (score, day) VALUES (NEW.score, to_date(NEW.day::text, 'YYYYMMDD'));
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER search_again AFTER UPDATE OF state ON qa.suspicions FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION qa.search_again();
CREATE TRIGGER search_again AFTER INSERT OR UPDATE OR DELETE ON qa.reviewed_scores FOR EACH ROW EXECUTE FUNCTION qa.search_again();

-- As in the first script, with search beside the others.
CREATE OR REPLACE FUNCTION qa.make_partitions(of_day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = qa, pg_catalog, pg_temp AS $$
DECLARE
    first  date := date_trunc('month', of_day);
    parent text;
    part   text;
BEGIN
    PERFORM pg_advisory_xact_lock(7161, 2);
    FOREACH parent IN ARRAY ARRAY['conversations', 'scores', 'search'] LOOP
        part := parent || to_char(first, '_YYYY_MM');
        -- Not to_regclass: after the lock it may still answer from what this session knew before.
        IF NOT EXISTS (SELECT FROM pg_class WHERE relnamespace = 'qa'::regnamespace AND relname = part) THEN
            EXECUTE format('CREATE TABLE qa.%I (LIKE qa.%I INCLUDING ALL)', part, parent);
            EXECUTE format('ALTER TABLE qa.%I ATTACH PARTITION qa.%I FOR VALUES FROM (%L) TO (%L)', parent, part, first, (first + interval '1 month')::date);
        END IF;
    END LOOP;
END
$$;

CREATE OR REPLACE FUNCTION qa.drop_partitions(before_day date, OUT conversations bigint, OUT scores bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = qa, pg_catalog, pg_temp AS $$
DECLARE
    parent text;
    part   text;
    rows   bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(7161, 2);
    conversations := 0;
    scores := 0;
    FOREACH parent IN ARRAY ARRAY['conversations', 'scores', 'search'] LOOP
        FOR part IN
            SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent = ('qa.' || parent)::regclass AND to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' <= before_day
        LOOP
            IF parent <> 'search' THEN
                EXECUTE format('SELECT count(*) FROM qa.%I', part) INTO rows;
            END IF;
            EXECUTE format('DROP TABLE qa.%I', part);
            IF parent = 'scores' THEN
                scores := scores + rows;
            ELSIF parent = 'conversations' THEN
                conversations := conversations + rows;
            END IF;
        END LOOP;
    END LOOP;
END
$$;

-- What a store holds already.
SELECT qa.make_partitions(to_date(right(c.relname, 7), 'YYYY_MM'))
FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'qa.scores'::regclass;
INSERT INTO qa.search_queue (score, day, chat, chat_day)
SELECT s.number, s.day, s.conversation, k.day FROM qa.scores s JOIN qa.known k ON k.number = s.conversation;
