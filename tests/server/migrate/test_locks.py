"""What a statement locks."""

import pytest

from voltbay.server.migrate.locks import Locked, locks_of


@pytest.mark.parametrize(
    ("statement", "lock"),
    [
        ('ALTER TABLE "slots_slot" ADD COLUMN "shade" text NULL;', "exclusive"),
        ('ALTER TABLE "slots_slot" VALIDATE CONSTRAINT "a";', "share_update_exclusive"),
        ("ALTER TABLE slots_slot SET (fillfactor = 70)", "share_update_exclusive"),
        ("ALTER TABLE slots_slot SET UNLOGGED", "exclusive"),
        ('CREATE INDEX CONCURRENTLY "i" ON "slots_slot" ("a");', "share_update_exclusive"),
        ('CREATE UNIQUE INDEX "i" ON "slots_slot" ("a");', "share"),
        ("-- why\nCREATE TRIGGER t BEFORE UPDATE OF a ON slots_slot\nFOR", "share_row_exclusive"),
        ("DROP TRIGGER t ON slots_slot", "exclusive"),
        ("LOCK TABLE slots_slot IN ACCESS EXCLUSIVE MODE", "exclusive"),
        ("UPDATE slots_slot SET a = 1", "row_exclusive"),
        ('DROP TABLE "slots_slot" CASCADE', "exclusive"),
    ],
)
def test_a_statement_locks_its_table(statement: str, lock: str):
    assert locks_of([statement]) == [Locked("slots_slot", lock)]


def test_a_reference_holds_off_writers_of_the_other_table_too():
    statement = 'ALTER TABLE "a" ADD CONSTRAINT "b" FOREIGN KEY ("c") REFERENCES "d" ("id")'

    assert locks_of([statement]) == [
        Locked("a", "share_row_exclusive"),
        Locked("d", "share_row_exclusive"),
    ]


def test_the_strongest_lock_of_a_step_is_told_and_new_tables_have_none():
    made = ['CREATE TABLE "new" ("id" bigint)', 'CREATE INDEX "i" ON "new" ("id")']
    twice = ["UPDATE slots_slot SET a = 1", "ALTER TABLE slots_slot DROP COLUMN b"]

    assert locks_of([*made, *twice]) == [Locked("slots_slot", "exclusive")]


@pytest.mark.parametrize(
    ("statement", "lock"),
    [
        ('DROP INDEX IF EXISTS "slot_by_start"', "exclusive"),
        ("DROP INDEX CONCURRENTLY IF EXISTS slot_by_start;", "share_update_exclusive"),
    ],
)
def test_dropping_an_index_locks_its_table(statement: str, lock: str):
    indexes = {"slot_by_start": "slots_slot"}

    assert locks_of([statement], indexes) == [Locked("slots_slot", lock)]


def test_a_function_locks_nothing():
    assert locks_of(["CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN UPDATE a SET b = 1;"]) == []
