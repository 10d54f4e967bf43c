-- How soon customers were answered, beside the rubric. service: what a conversation's latest revision added (ServiceCounts), so that a later one can take it
-- out again, whatever the definitions say by then; null: nothing counted.
ALTER TABLE conversations ADD COLUMN service BLOB;

-- What each agent's days come to; and, counted apart, each shop's: a session that two agents answered is one of the shop's.
CREATE TABLE service_days (
    number  INTEGER PRIMARY KEY,
    day     INTEGER NOT NULL,   -- in the definition's own zone
    of_shop INTEGER NOT NULL,
    shop    TEXT    NOT NULL,
    team    TEXT    NOT NULL,
    agent   TEXT    NOT NULL,
    counts  BLOB    NOT NULL,   -- ServiceCounts, by definition
    UNIQUE (day, of_shop, shop, team, agent)
);
CREATE INDEX service_days_team ON service_days (team, day) WHERE of_shop = 0;
