-- How soon customers were answered, beside the rubric. service: what a conversation's latest revision added (ServiceCounts), so that a later one can take it
-- out again, whatever the definitions say by then; null: nothing counted.
ALTER TABLE qa.conversations ADD COLUMN service bytea;

-- What each agent's days come to; and, counted apart, each shop's: a session that two agents answered is one of the shop's.
CREATE TABLE qa.service_days (
    day     date    NOT NULL,   -- in the definition's own zone
    digest  uuid    NOT NULL,   -- of the four columns behind it
    of_shop boolean NOT NULL,
    shop    text    NOT NULL,
    team    text    NOT NULL,
    agent   text    NOT NULL,
    counts  bytea   NOT NULL,   -- ServiceCounts, by definition
    PRIMARY KEY (day, digest)   -- the row a merge adds to
);
-- A team's days; a shop's.
CREATE INDEX service_days_team ON qa.service_days (left(team, 200), day) WHERE NOT of_shop;
CREATE INDEX service_days_shop ON qa.service_days (day) WHERE of_shop;

-- What batches add, as with rollup_deltas.
CREATE TABLE qa.service_deltas (
    day     date    NOT NULL,
    of_shop boolean NOT NULL,
    shop    text    NOT NULL,
    team    text    NOT NULL,
    agent   text    NOT NULL,
    counts  bytea   NOT NULL
);
ALTER TABLE qa.service_deltas SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);
