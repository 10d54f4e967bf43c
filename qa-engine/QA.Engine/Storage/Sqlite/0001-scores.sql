-- Points are hundredths, weights and values millionths. Times are microseconds since 1970 (UTC).
-- No table knows a source or a rule kind: both are text.

CREATE TABLE wordings (
    number INTEGER PRIMARY KEY,
    zh     TEXT NOT NULL,
    en     TEXT NOT NULL,
    UNIQUE (zh, en)
);

CREATE TABLE rubrics (
    number     INTEGER PRIMARY KEY,
    id         TEXT NOT NULL,
    version    TEXT NOT NULL,
    hash       TEXT NOT NULL UNIQUE,
    text       TEXT NOT NULL,
    first_used INTEGER NOT NULL
);

-- A conversation that comes again with other content is a new revision; the old one stays.
CREATE TABLE conversations (
    number       INTEGER PRIMARY KEY,
    id           TEXT NOT NULL,
    revision     INTEGER NOT NULL,
    latest       INTEGER NOT NULL,
    content_hash BLOB NOT NULL,
    channel      TEXT,
    shop         TEXT,
    customer     TEXT,
    opened       INTEGER,
    opened_zone  INTEGER,
    closed       INTEGER,
    closed_zone  INTEGER,
    attributes   TEXT,
    source       TEXT NOT NULL,
    line         INTEGER NOT NULL,
    taken_at     INTEGER NOT NULL,
    UNIQUE (id, content_hash),
    UNIQUE (id, revision)
);

CREATE TABLE messages (
    conversation INTEGER NOT NULL REFERENCES conversations (number) ON DELETE CASCADE,
    n            INTEGER NOT NULL,
    speaker      INTEGER NOT NULL,
    kind         INTEGER NOT NULL,
    sender       TEXT,
    team         TEXT,
    sent_at      INTEGER,
    sent_zone    INTEGER,
    text         TEXT NOT NULL,
    PRIMARY KEY (conversation, n)
) WITHOUT ROWID;

-- agent '' is the unnamed one: NULLs would not be unique.
CREATE TABLE scores (
    number       INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL REFERENCES conversations (number) ON DELETE CASCADE,
    rubric       INTEGER NOT NULL REFERENCES rubrics (number),
    session      INTEGER NOT NULL,
    sessions     INTEGER NOT NULL,
    agent        TEXT NOT NULL,
    team         TEXT,
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
    receipt      TEXT NOT NULL,
    scored_at    INTEGER NOT NULL,
    UNIQUE (conversation, session, agent, rubric)
);

CREATE TABLE verdicts (
    score     INTEGER NOT NULL REFERENCES scores (number) ON DELETE CASCADE,
    n         INTEGER NOT NULL,
    criterion TEXT NOT NULL,
    verdict   TEXT NOT NULL CHECK (verdict IN ('pass', 'partial', 'fail', 'not-applicable', 'unsure')),
    value     INTEGER NOT NULL,
    weight    INTEGER NOT NULL,
    earned    INTEGER NOT NULL,
    lost      INTEGER NOT NULL,
    reason    INTEGER NOT NULL REFERENCES wordings (number),
    fix       INTEGER REFERENCES wordings (number),
    PRIMARY KEY (score, n)
) WITHOUT ROWID;

CREATE TABLE adjustments (
    score  INTEGER NOT NULL REFERENCES scores (number) ON DELETE CASCADE,
    n      INTEGER NOT NULL,
    id     TEXT NOT NULL,
    points INTEGER NOT NULL,
    reason INTEGER NOT NULL REFERENCES wordings (number),
    PRIMARY KEY (score, n)
) WITHOUT ROWID;

-- What a machine suspects; only a person moves it on.
CREATE TABLE suspicions (
    number   INTEGER PRIMARY KEY,
    score    INTEGER NOT NULL REFERENCES scores (number) ON DELETE CASCADE,
    critical TEXT NOT NULL,
    cap      INTEGER NOT NULL,
    reason   INTEGER NOT NULL REFERENCES wordings (number),
    state    TEXT NOT NULL DEFAULT 'suspected' CHECK (state IN ('suspected', 'confirmed', 'dismissed')),
    UNIQUE (score, critical)
);

-- The words behind a verdict, an adjustment or a suspicion, by its place in the message; the words stand in messages.
CREATE TABLE findings (
    score   INTEGER NOT NULL REFERENCES scores (number) ON DELETE CASCADE,
    n       INTEGER NOT NULL,
    part    TEXT NOT NULL CHECK (part IN ('criterion', 'adjustment', 'critical')),
    id      TEXT NOT NULL,
    rule    TEXT,
    message INTEGER NOT NULL,
    start   INTEGER NOT NULL,
    length  INTEGER NOT NULL,
    entry   TEXT,
    PRIMARY KEY (score, n)
) WITHOUT ROWID;

-- What was looked for in vain, where, and what came closest.
CREATE TABLE absences (
    score        INTEGER NOT NULL REFERENCES scores (number) ON DELETE CASCADE,
    n            INTEGER NOT NULL,
    criterion    TEXT NOT NULL,
    rule         TEXT NOT NULL,
    title        INTEGER NOT NULL REFERENCES wordings (number),
    message_from INTEGER NOT NULL,
    message_to   INTEGER NOT NULL,
    miss         TEXT NOT NULL,
    distance     INTEGER NOT NULL,
    miss_message INTEGER,
    miss_start   INTEGER,
    miss_length  INTEGER,
    PRIMARY KEY (score, n)
) WITHOUT ROWID;

-- Lines that are no conversation, and conversations that could not be scored. The text stays in its file.
CREATE TABLE set_aside (
    number       INTEGER PRIMARY KEY,
    source       TEXT NOT NULL,
    line         INTEGER NOT NULL,
    byte_offset  INTEGER NOT NULL,
    byte_length  INTEGER NOT NULL,
    hash         BLOB NOT NULL,
    conversation TEXT,
    reason       TEXT NOT NULL,
    at           INTEGER NOT NULL,
    UNIQUE (source, hash, reason)
);

-- Conversations that are not over yet, as their line in the file.
CREATE TABLE pending (
    id           TEXT PRIMARY KEY,
    content_hash BLOB NOT NULL,
    due_at       INTEGER NOT NULL,
    source       TEXT NOT NULL,
    line         INTEGER NOT NULL,
    json         BLOB NOT NULL
);

CREATE INDEX pending_by_due ON pending (due_at);

-- How far each source was read; moves in the transaction that keeps what was read.
CREATE TABLE positions (
    source TEXT NOT NULL,
    part   TEXT NOT NULL,
    value  TEXT NOT NULL,
    PRIMARY KEY (source, part)
) WITHOUT ROWID;

CREATE TABLE counters (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
);
