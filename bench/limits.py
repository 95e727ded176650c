"""The smallest transactions that would do the same, for pgbench: plain tables, no guard, no code."""

TABLES = """
CREATE TABLE limit_slot (id int PRIMARY KEY, capacity int NOT NULL, taken int NOT NULL);
INSERT INTO limit_slot SELECT n, 1000000, 0 FROM generate_series(1, 14400) AS n;
CREATE TABLE limit_booking (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(), code text UNIQUE NOT NULL, slot_id int NOT NULL,
    state text NOT NULL, held_until timestamptz, sealed bytea
);
CREATE TABLE limit_event (
    id bigserial PRIMARY KEY, code text NOT NULL, at timestamptz NOT NULL, to_state text NOT NULL
);
CREATE TABLE limit_job (id bigserial PRIMARY KEY, args jsonb NOT NULL);
INSERT INTO limit_booking (code, slot_id, state)
SELECT 'L' || n, 1, 'held' FROM generate_series(1, 20000) AS n;
"""

HOLD = r"""
\set slot random(1, 14400)
\set code random(1, 2000000000000)
BEGIN;
UPDATE limit_slot SET taken = taken + 1 WHERE id = :slot AND taken < capacity;
INSERT INTO limit_booking (code, slot_id, state, held_until)
    VALUES ('VB' || :code, :slot, 'held', now() + interval '15 minutes');
INSERT INTO limit_event (code, at, to_state) VALUES ('VB' || :code, now(), 'held');
COMMIT;
"""

CONFIRM = r"""
\set number random(1, 20000)
BEGIN;
UPDATE limit_booking SET state = 'confirmed', sealed = '\x00' WHERE code = 'L' || :number;
INSERT INTO limit_event (code, at, to_state) VALUES ('L' || :number, now(), 'confirmed');
INSERT INTO limit_job (args) VALUES ('{"notice": 1}');
COMMIT;
"""
