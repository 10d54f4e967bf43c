-- What people decide: accounts, reviews, disputes, coaching. One set of statements serves both stores (People/): whole numbers are bigint, times microseconds
-- since 1970 (UTC), days whole numbers such as 20260302, flags 0 or 1, texts as in the other tables.

-- Who may sign in. name: as it is typed, lower case. teams: a JSON list of those whose chats the account may see, "*" for all. agent, agent_team: whose card
-- an agent's account opens. password: ASP.NET Core's hash; null until its owner chose one. stamp changes with whatever must end older sign-ins.
CREATE TABLE qa.accounts (
    number       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name         text   NOT NULL UNIQUE,
    display      text   NOT NULL,
    role         text   NOT NULL CHECK (role IN ('agent', 'trainer', 'supervisor', 'admin')),
    teams        text   NOT NULL,
    agent_team   text,
    agent        text,
    password     text,
    stamp        text   NOT NULL,
    failures     bigint NOT NULL DEFAULT 0,
    locked_until bigint,
    disabled     bigint NOT NULL DEFAULT 0,
    created_at   bigint NOT NULL,
    seen_at      bigint
);

-- Links that let somebody choose a password once. digest: SHA-256 of the link's secret, which is kept nowhere.
CREATE TABLE qa.invitations (
    digest     text   PRIMARY KEY,
    account    bigint NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    used_at    bigint
);

-- The keys that protect cookies and forms, the same for every replica. XML of ASP.NET Core's data protection.
CREATE TABLE qa.protection_keys (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    xml    text NOT NULL
);

-- Who looked at which transcript and who decided what; only ever added to.
CREATE TABLE qa.audit_trail (
    number  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      bigint NOT NULL,
    account bigint,              -- null: nobody was signed in
    name    text   NOT NULL,     -- as it was then
    action  text   NOT NULL,     -- one of AuditAction
    object  text   NOT NULL,     -- what it was done to: a conversation's id, an account's name …
    detail  text   NOT NULL,     -- never words of a transcript
    address text   NOT NULL      -- where it came from
);
-- What one account did, and what was done to one object; the newest first.
CREATE INDEX audit_trail_account ON qa.audit_trail (account, number);
CREATE INDEX audit_trail_object ON qa.audit_trail (left(object, 200), number);

CREATE FUNCTION qa.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is only ever added to';
END
$$;
CREATE TRIGGER audit_trail_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON qa.audit_trail FOR EACH STATEMENT EXECUTE FUNCTION qa.refuse();

-- Filters of the list of conversations that somebody keeps. query: as in the page's address.
CREATE TABLE qa.saved_filters (
    number  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account bigint NOT NULL,
    name    text   NOT NULL,
    query   text   NOT NULL,
    UNIQUE (account, name)
);

-- A person's verdict beside the machine's, for one score and criterion; the newest that was not withdrawn counts. Added to and withdrawn, never changed.
CREATE TABLE qa.corrections (
    number       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    score        bigint NOT NULL,
    day          bigint NOT NULL,   -- of the score: retention goes by it
    conversation text   NOT NULL,
    criterion    text   NOT NULL,
    machine      text   NOT NULL,   -- the machine's verdict, a letter as in scores
    verdict      text   NOT NULL,
    value        bigint NOT NULL,   -- millionths of the weight
    comment      text   NOT NULL,
    account      bigint NOT NULL,
    name         text   NOT NULL,
    at           bigint NOT NULL,
    withdrawn_at bigint,
    withdrawn_by text
);
CREATE INDEX corrections_score ON qa.corrections (score);

-- What people said of suspected critical findings; the newest counts, and stands in suspicions.state.
CREATE TABLE qa.critical_decisions (
    number       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    score        bigint NOT NULL,
    day          bigint NOT NULL,   -- of the score: retention goes by it
    conversation text   NOT NULL,
    critical     text   NOT NULL,
    state        text   NOT NULL CHECK (state IN ('suspected', 'confirmed', 'dismissed')),
    comment      text   NOT NULL,
    account      bigint NOT NULL,
    name         text   NOT NULL,
    at           bigint NOT NULL
);
CREATE INDEX critical_decisions_score ON qa.critical_decisions (score);

-- A score as it stands once people decided: their verdicts in place of the machine's, confirmed critical findings capping it. Roll-ups count this one; the machine's
-- stays in scores as it was. No row: nobody decided anything.
CREATE TABLE qa.reviewed_scores (
    score    bigint PRIMARY KEY,
    day      bigint NOT NULL,       -- of the score, such as 20260302: retention goes by it
    counts   bigint,                -- hundredths: what counts in means; null: no score
    total    bigint,                -- hundredths: what is shown, suspected critical findings capping it too
    standing text   NOT NULL,       -- as in scores
    passed   bigint,
    verdicts text   NOT NULL,       -- as in scores
    document text   NOT NULL,       -- ScoreDocument, with the people's verdicts
    at       bigint NOT NULL
);

-- A person looked at a whole score and stands by every verdict that was not corrected.
CREATE TABLE qa.reviews (
    number       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    score        bigint NOT NULL,
    day          bigint NOT NULL,   -- of the score: retention goes by it
    conversation text   NOT NULL,
    account      bigint NOT NULL,
    name         text   NOT NULL,
    at           bigint NOT NULL,
    comment      text   NOT NULL,
    UNIQUE (score, account)
);

-- What people and the machine agree on, the newest first.
CREATE INDEX reviews_at ON qa.reviews (at);

-- Scores that were drawn for review. reason: random, low, unsure, critical, new-agent. taken_by: who has it on the desk.
CREATE TABLE qa.review_queue (
    number       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    drawn_on     bigint NOT NULL,   -- day of the draw
    score        bigint NOT NULL UNIQUE,
    day          bigint NOT NULL,   -- of the score
    conversation text   NOT NULL,
    team         text   NOT NULL,
    agent        text   NOT NULL,
    reason       text   NOT NULL CHECK (reason IN ('random', 'low', 'unsure', 'critical', 'new-agent')),
    risk         bigint NOT NULL,   -- thousandths; the highest first
    taken_by     bigint,
    taken_at     bigint,
    done_by      bigint,
    done_at      bigint
);
-- What waits, the most urgent first.
CREATE INDEX review_queue_open ON qa.review_queue (risk DESC, number) WHERE done_at IS NULL;
-- What a reviewer did on a day: quotas.
CREATE INDEX review_queue_done ON qa.review_queue (done_by, done_at);

-- An agent objects to a verdict or to a critical finding, a supervisor answers; each round is a row.
CREATE TABLE qa.disputes (
    number       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    score        bigint NOT NULL,
    day          bigint NOT NULL DEFAULT 0,   -- of the score, such as 20260302: retention goes by it
    conversation text   NOT NULL,
    team         text   NOT NULL,
    agent        text   NOT NULL,
    kind         text   NOT NULL DEFAULT 'verdict' CHECK (kind IN ('verdict', 'critical')),
    criterion    text   NOT NULL,   -- or the id of a critical finding
    verdict      text   NOT NULL DEFAULT 'F',   -- what is objected to, a letter as in scores; of a critical finding F
    person       bigint NOT NULL DEFAULT 0,     -- 1: a person had said it, not the machine
    round        bigint NOT NULL,   -- from 1
    wanted       text   NOT NULL,   -- the verdict the agent thinks right, a letter as in scores; of a critical finding N, a false alarm
    comment      text   NOT NULL,
    account      bigint NOT NULL,
    name         text   NOT NULL,
    at           bigint NOT NULL,
    state        text   NOT NULL CHECK (state IN ('open', 'accepted', 'declined', 'withdrawn')),
    answer       text   NOT NULL DEFAULT '',
    answered_by  text,
    answered_at  bigint,
    UNIQUE (score, kind, criterion, round)
);
-- What waits for an answer, the oldest first.
CREATE INDEX disputes_open ON qa.disputes (at, number) WHERE state = 'open';
-- Of one agent; the figures of some days.
CREATE INDEX disputes_agent ON qa.disputes (substr(agent, 1, 200), at);
CREATE INDEX disputes_at ON qa.disputes (at);

-- An agent has seen an evaluation.
CREATE TABLE qa.acknowledgements (
    score   bigint PRIMARY KEY,
    day     bigint NOT NULL DEFAULT 0,   -- of the score: retention goes by it
    account bigint NOT NULL,
    at      bigint NOT NULL
);

-- When somebody last opened the own card; before_at: the visit before that one, since which evaluations are new.
CREATE TABLE qa.card_visits (
    account   bigint PRIMARY KEY,
    seen_at   bigint NOT NULL,
    before_at bigint
);

-- One skill that one agent works on, from a day on.
CREATE TABLE qa.coaching (
    number      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    team        text   NOT NULL,
    agent       text   NOT NULL,
    criterion   text   NOT NULL,
    note        text   NOT NULL,
    starts_on   bigint NOT NULL,    -- day: before it is before, from it on is after
    due_on      bigint,             -- day of the follow-up
    assigned_by bigint NOT NULL,
    name        text   NOT NULL,
    assigned_at bigint NOT NULL,
    ended_at    bigint,
    outcome     text   NOT NULL DEFAULT ''
);
-- A team's, an agent's; and one at a time for an agent and a skill.
CREATE INDEX coaching_team ON qa.coaching (substr(team, 1, 200), number);
CREATE UNIQUE INDEX coaching_under_way ON qa.coaching (substr(team, 1, 200), substr(agent, 1, 200), substr(criterion, 1, 200)) WHERE ended_at IS NULL;

-- The scores of one agent, or of a team's agents: without it, every score of a month would be read for some hundred rows.
CREATE INDEX scores_agent ON qa.scores (left(agent, 200), day, number) WHERE official;

-- A team's days on its pages.
CREATE INDEX rollups_team ON qa.rollups (left(team, 200), day);

-- From a score to its conversation's id.
CREATE INDEX known_number ON qa.known (number);

-- What waits for a person.
CREATE INDEX suspicions_waiting ON qa.suspicions (day, score) WHERE state = 'suspected' AND official;

-- Caps that people confirmed are in the roll-ups.
ALTER TABLE qa.suspicions DROP COLUMN uncapped;

