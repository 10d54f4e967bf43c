-- How the customer's mood moved over a score (MoodChange): -1,000 to 1,000 at the start and at the end, and over how many turns. Null: no model said anything of it.
-- What was scored before stays null and counts in no sum: to fill it in, every document would have to be read and every row written again.
ALTER TABLE qa.scores ADD COLUMN mood_start int, ADD COLUMN mood_end int, ADD COLUMN mood_turns int;
-- Chats to teach with: the few whose customers came unhappy and recovered (150: MoodChange.Clearly).
CREATE INDEX scores_calmed ON qa.scores (left(team, 200), day) WHERE official AND mood_start <= -150 AND mood_end > -150 AND mood_end - mood_start >= 150;

-- The same added up (MoodCounts), spelt as the numbers of criteria (RollupDelta): steady, recovered, worsened, unhappy, came unhappy, left unhappy, start, end;
-- empty: none is known.
ALTER TABLE qa.rollups ADD COLUMN moods bytea NOT NULL DEFAULT '';
ALTER TABLE qa.rollup_deltas ADD COLUMN moods bytea NOT NULL DEFAULT '';
