-- The list of conversations, newest first; in place of the index by the day alone, which it serves as well: counting roll-ups anew, what to forget.
DROP INDEX scores_by_day;
CREATE INDEX scores_by_day ON scores (day, COALESCE(happened_at, scored_at));
