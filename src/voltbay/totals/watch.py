"""Having the database note which days that are over were changed, whoever changes them.

A note is written in the transaction of the change, and only ever added, so nobody waits for it.
Rows of today and of days ahead are not noted: booking and arriving cost no more than before.
"""

from collections.abc import Collection

from django.db.migrations import RunSQL

# A note of one's own transaction is enough. One of another is not: whoever counts the day at this
# moment may be about to take that note away without having seen what is changed here.
INSTALL = """
CREATE FUNCTION totals_note_change(noted text, changed date) RETURNS void LANGUAGE sql AS $$
    INSERT INTO totals_daychange (kind, day, transaction)
    SELECT noted, changed, pg_current_xact_id()::text::bigint
    WHERE changed < (clock_timestamp() AT TIME ZONE 'Asia/Shanghai')::date
      AND NOT EXISTS (
        SELECT FROM totals_daychange WHERE kind = noted AND day = changed
          AND transaction = pg_current_xact_id()::text::bigint)
$$;
CREATE FUNCTION totals_row_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP IN ('UPDATE', 'DELETE') THEN
        PERFORM totals_note_change(TG_ARGV[0], ((to_jsonb(OLD) ->> TG_ARGV[1])::timestamptz
            AT TIME ZONE 'Asia/Shanghai')::date);
    END IF;
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        PERFORM totals_note_change(TG_ARGV[0], ((to_jsonb(NEW) ->> TG_ARGV[1])::timestamptz
            AT TIME ZONE 'Asia/Shanghai')::date);
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION totals_forget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM totals_daytotal WHERE kind = TG_ARGV[0];
    RETURN NULL;
END $$;
"""
REMOVE = """
DROP FUNCTION totals_forget();
DROP FUNCTION totals_row_changed();
DROP FUNCTION totals_note_change(text, date);
"""
WATCH = """
CREATE TRIGGER day_gains_a_row AFTER INSERT ON {table} FOR EACH ROW
    WHEN (NEW.{at} < clock_timestamp()) EXECUTE FUNCTION totals_row_changed('{kind}', '{at}');
CREATE TRIGGER day_loses_a_row AFTER DELETE ON {table} FOR EACH ROW
    WHEN (OLD.{at} < clock_timestamp()) EXECUTE FUNCTION totals_row_changed('{kind}', '{at}');
CREATE TRIGGER day_is_changed AFTER UPDATE OF {columns} ON {table} FOR EACH ROW
    WHEN ((OLD.{at} < clock_timestamp() OR NEW.{at} < clock_timestamp())
        AND ({old}) IS DISTINCT FROM ({new}))
    EXECUTE FUNCTION totals_row_changed('{kind}', '{at}');
CREATE TRIGGER days_are_emptied AFTER TRUNCATE ON {table} FOR EACH STATEMENT
    EXECUTE FUNCTION totals_forget('{kind}');
"""
UNWATCH = """
DROP TRIGGER days_are_emptied ON {table};
DROP TRIGGER day_is_changed ON {table};
DROP TRIGGER day_loses_a_row ON {table};
DROP TRIGGER day_gains_a_row ON {table};
"""


def install() -> RunSQL:
    """Make the functions that the triggers below call."""
    return RunSQL(INSTALL, REMOVE)


def watch_days(table: str, *, kind: str, at: str, columns: Collection[str]) -> RunSQL:
    """Note days of a table whose rows come, go, or change in a column that is counted.

    `at` is the column with the instant that a row is counted by, one of `columns`.
    """
    gaps = {
        "table": table,
        "kind": kind,
        "at": at,
        "columns": ", ".join(columns),
        "old": ", ".join(f"OLD.{column}" for column in columns),
        "new": ", ".join(f"NEW.{column}" for column in columns),
    }
    return RunSQL(WATCH.format(**gaps), UNWATCH.format(table=table))
