-- Points are hundredths, weights and values millionths. Times are microseconds since 1970 (UTC), days whole numbers such as 20260302.
-- No table knows a source or a rule kind: both are text. An index stands only where a statement needs it; the statement is named beside it.

-- What marks the file as this program's; the first schema, before the compact documents, had no mark.
PRAGMA application_id = 0x51414531;

-- Reasons, fixes and titles, once each: documents refer to them by number.
CREATE TABLE wordings (
    number INTEGER PRIMARY KEY,
    zh     TEXT NOT NULL,
    en     TEXT NOT NULL,
    UNIQUE (zh, en)
);

-- names: what the places in documents are called (RubricNames); text: what the author wrote.
CREATE TABLE rubrics (
    number     INTEGER PRIMARY KEY,
    id         TEXT NOT NULL,
    version    TEXT NOT NULL,
    hash       TEXT NOT NULL UNIQUE,
    names      TEXT NOT NULL,
    text       TEXT NOT NULL,
    first_used INTEGER NOT NULL
);

-- A conversation that comes again with other content is a new revision; the old one stays. The newest one (RevisionOrder) is the latest.
-- last_at, messages and closed are that order. document: ConversationDocument.
-- The unique key decides that nothing is scored twice, and finds the revisions of an id (Save, Knows, Find).
CREATE TABLE conversations (
    number       INTEGER PRIMARY KEY,
    id           TEXT NOT NULL,
    content_hash BLOB NOT NULL,
    revision     INTEGER NOT NULL,
    latest       INTEGER NOT NULL,
    day          INTEGER NOT NULL,
    last_at      INTEGER,
    messages     INTEGER NOT NULL,
    closed       INTEGER NOT NULL,
    channel      TEXT,
    shop         TEXT NOT NULL,
    source       TEXT NOT NULL,
    line         INTEGER NOT NULL,
    taken_at     INTEGER NOT NULL,
    document     TEXT NOT NULL,
    UNIQUE (id, content_hash)
);

-- The next conversations of a job, what to forget.
CREATE INDEX conversations_by_day ON conversations (day);

-- place: in the list of its conversation's scores under its rubric. first: whether it is the first one there for its team and agent.
-- agent, team and shop '' are those without a name. verdicts: one letter for each criterion (ScoreColumns). document: ScoreDocument.
-- The unique key keeps a conversation from being scored twice under one rubric, and finds the scores of a conversation.
CREATE TABLE scores (
    number       INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL REFERENCES conversations (number) ON DELETE CASCADE,
    rubric       INTEGER NOT NULL REFERENCES rubrics (number),
    place        INTEGER NOT NULL,
    official     INTEGER NOT NULL,
    first        INTEGER NOT NULL,
    day          INTEGER NOT NULL,
    session      INTEGER NOT NULL,
    sessions     INTEGER NOT NULL,
    shop         TEXT NOT NULL,
    team         TEXT NOT NULL,
    agent        TEXT NOT NULL,
    message_from INTEGER NOT NULL,
    message_to   INTEGER NOT NULL,
    happened_at  INTEGER,
    scenario     TEXT,
    standing     TEXT NOT NULL CHECK (standing IN ('ranked', 'insufficient', 'none')),
    total        INTEGER,
    uncapped     INTEGER,
    base         INTEGER,
    band         INTEGER REFERENCES wordings (number),
    passed       INTEGER,
    verdicts     TEXT NOT NULL,
    receipt      TEXT NOT NULL,
    scored_at    INTEGER NOT NULL,
    document     TEXT NOT NULL,
    UNIQUE (conversation, rubric, place)
);

-- Counting roll-ups anew, what to forget.
CREATE INDEX scores_by_day ON scores (day);

-- What a machine suspects; only a person moves it on. Reason and evidence stand in the score's document.
CREATE TABLE suspicions (
    number   INTEGER PRIMARY KEY,
    score    INTEGER NOT NULL REFERENCES scores (number) ON DELETE CASCADE,
    critical TEXT NOT NULL,
    cap      INTEGER NOT NULL,
    state    TEXT NOT NULL DEFAULT 'suspected' CHECK (state IN ('suspected', 'confirmed', 'dismissed')),
    UNIQUE (score, critical)
);

-- Official scores added up. criteria: [[criterion,pass,partial,fail,unsure,value,lost],…]; a batch touches one row for each day and agent in it,
-- and a year of two hundred agents is read in one go, where a row for each criterion would be ninety times as many.
CREATE TABLE rollups (
    number         INTEGER PRIMARY KEY,
    day            INTEGER NOT NULL,
    shop           TEXT NOT NULL,
    team           TEXT NOT NULL,
    agent          TEXT NOT NULL,
    rubric         INTEGER NOT NULL REFERENCES rubrics (number),
    conversations  INTEGER NOT NULL,
    scores         INTEGER NOT NULL,
    ranked         INTEGER NOT NULL,
    sum            INTEGER NOT NULL,
    sum_of_squares INTEGER NOT NULL,
    criteria       TEXT NOT NULL,
    UNIQUE (day, shop, team, agent, rubric)
);

-- Lines that are no conversation, and conversations that could not be scored. Numbers are never used again: people type them.
CREATE TABLE set_aside (
    number       INTEGER PRIMARY KEY AUTOINCREMENT,
    source       TEXT NOT NULL,
    line         INTEGER NOT NULL,
    byte_offset  INTEGER NOT NULL,
    byte_length  INTEGER NOT NULL,
    hash         BLOB NOT NULL,
    conversation TEXT,
    reason       TEXT NOT NULL,
    content      BLOB,
    at           INTEGER NOT NULL,
    UNIQUE (source, hash, reason)
);

-- Conversations that are not over yet or wait for a worker, as their line; one state of each.
CREATE TABLE pending (
    id            TEXT PRIMARY KEY,
    content_hash  BLOB NOT NULL,
    due_at        INTEGER NOT NULL,
    last_at       INTEGER,
    messages      INTEGER NOT NULL,
    closed        INTEGER NOT NULL,
    claimed_by    TEXT,
    claimed_until INTEGER,
    claims        INTEGER NOT NULL DEFAULT 0,
    source        TEXT NOT NULL,
    line          INTEGER NOT NULL,
    json          BLOB NOT NULL
);

-- What is due (Claim), and how much of it (Backlog).
CREATE INDEX pending_by_due ON pending (due_at, claimed_until);

-- How far each source was read; moves in the transaction that keeps what was read.
CREATE TABLE positions (
    source TEXT NOT NULL,
    part   TEXT NOT NULL,
    value  TEXT NOT NULL,
    PRIMARY KEY (source, part)
) WITHOUT ROWID;

-- Who works on what, until when.
CREATE TABLE leases (
    name   TEXT PRIMARY KEY,
    worker TEXT NOT NULL,
    until  INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE workers (
    worker TEXT PRIMARY KEY,
    until  INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE jobs (
    number     INTEGER PRIMARY KEY AUTOINCREMENT,
    rubric     INTEGER NOT NULL REFERENCES rubrics (number),
    since      INTEGER,
    until      INTEGER,
    official   INTEGER NOT NULL,
    finished   INTEGER NOT NULL,
    done       INTEGER NOT NULL,
    total      INTEGER NOT NULL,
    cursor     TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
);

-- How many rows there are: counting ten million takes seconds, and a page asks every few of them.
CREATE TABLE counters (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) WITHOUT ROWID;
