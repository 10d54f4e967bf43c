-- Pages read the roll-ups of a team's days by the thousand. Their criteria in one column, in the compact form that rollup_deltas has (RollupDelta): a fifth of the
-- bytes of six arrays, and of the time to send and to read them.
CREATE FUNCTION qa.compact(criteria int[], pass bigint[], partial bigint[], fail bigint[], unsure bigint[], value bigint[], lost bigint[]) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    bytes  bytea := '';
    number bigint;
BEGIN
    FOR i IN 1 .. cardinality(criteria) LOOP
        FOREACH number IN ARRAY ARRAY[criteria[i], pass[i], partial[i], fail[i], unsure[i], value[i], lost[i]] LOOP
            number := (number << 1) # (number >> 63);
            WHILE number >= 128 LOOP
                bytes := bytes || set_byte('\x00', 0, (number & 127 | 128)::int);
                number := number >> 7;
            END LOOP;
            bytes := bytes || set_byte('\x00', 0, number::int);
        END LOOP;
    END LOOP;
    RETURN bytes;
END
$$;
ALTER TABLE qa.rollups ALTER COLUMN criteria TYPE bytea USING qa.compact(criteria, pass, partial, fail, unsure, value, lost);
DROP FUNCTION qa.compact;
ALTER TABLE qa.rollups DROP COLUMN pass, DROP COLUMN partial, DROP COLUMN fail, DROP COLUMN unsure, DROP COLUMN value, DROP COLUMN lost;

-- Writes the rows anew, without the columns that are gone.
CLUSTER qa.rollups USING rollups_pkey;
