-- How the customer's mood moved over a score (MoodChange): -1,000 to 1,000 at the start and at the end, and over how many turns. Null: no model said anything of it.
-- What was scored before stays null and counts in no sum: to fill it in, every document would have to be read and every row written again.
ALTER TABLE scores ADD COLUMN mood_start INTEGER;
ALTER TABLE scores ADD COLUMN mood_end INTEGER;
ALTER TABLE scores ADD COLUMN mood_turns INTEGER;

-- The same added up (MoodCounts), a JSON list: steady, recovered, worsened, unhappy, came unhappy, left unhappy, start, end; empty: none is known.
ALTER TABLE rollups ADD COLUMN moods TEXT NOT NULL DEFAULT '[]';
