"""Having the database write down what changes in a table, and keep what was written.

Which columns are masked is not listed: whatever the database knows as personal or secret is, by
the comment that the column has from its field (see `core.personal`).
"""

from collections.abc import Collection

from django.db.migrations import RunSQL

INSTALL = """
-- Sealing anew (`voltbay keys rotate`) changes a row's wrapping and nothing that it says: another
-- key's name before a text of the same length. So much the database sees without a key, and only
-- where it was said (SET LOCAL voltbay.resealing) a row that is written once lets it pass.
CREATE FUNCTION is_resealed(relation oid, old_row jsonb, new_row jsonb)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    change record;
    before bytea;
    after bytea;
BEGIN
    FOR change IN
        SELECT key, old_row ->> key AS was, value #>> '{}' AS is_now
        FROM jsonb_each(new_row) WHERE old_row -> key IS DISTINCT FROM value
    LOOP
        IF change.was IS NULL OR change.is_now IS NULL OR NOT EXISTS (
            SELECT FROM pg_attribute JOIN pg_description
                ON objoid = attrelid AND objsubid = attnum AND classoid = 'pg_class'::regclass
            WHERE attrelid = relation AND attname = change.key AND atttypid = 'bytea'::regtype
              AND description IN ('personal', 'secret'))
        THEN
            RETURN false;
        END IF;
        before := change.was::bytea;
        after := change.is_now::bytea;
        IF substr(before, 1, 1 + get_byte(before, 0)) = substr(after, 1, 1 + get_byte(after, 0))
           OR length(before) - get_byte(before, 0) <> length(after) - get_byte(after, 0)
        THEN
            RETURN false;
        END IF;
    END LOOP;
    RETURN true;
END $$;
-- Asked first, as it costs nothing: whether anything is being sealed anew here.
CREATE FUNCTION is_resealing() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT current_setting('voltbay.resealing', true) = 'on'
$$;

CREATE FUNCTION audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    who text := NULLIF(current_setting('voltbay.staff', true), '');
    old_row jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}' ELSE to_jsonb(OLD) END;
    new_row jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}' ELSE to_jsonb(NEW) END;
    masked text;
    before jsonb;
    after jsonb;
BEGIN
    IF TG_OP = 'UPDATE' AND is_resealing() AND is_resealed(TG_RELID, old_row, new_row) THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'INSERT' AND who IS NULL THEN
        RETURN NULL;  -- what loading and migrating add is not anybody's change
    END IF;
    -- What the database keeps by itself is nobody's change: the trigger's arguments name it.
    old_row := old_row - COALESCE(TG_ARGV, '{}');
    new_row := new_row - COALESCE(TG_ARGV, '{}');
    SELECT jsonb_object_agg(key, value) INTO before FROM jsonb_each(old_row)
        WHERE TG_OP = 'DELETE' OR new_row -> key IS DISTINCT FROM value;
    SELECT jsonb_object_agg(key, value) INTO after FROM jsonb_each(new_row)
        WHERE TG_OP = 'INSERT' OR old_row -> key IS DISTINCT FROM value;
    IF before IS NULL AND after IS NULL THEN
        RETURN NULL;
    END IF;
    FOR masked IN
        SELECT attname FROM pg_attribute JOIN pg_description
            ON objoid = attrelid AND objsubid = attnum AND classoid = 'pg_class'::regclass
        WHERE attrelid = TG_RELID AND description IN ('personal', 'secret')
    LOOP
        IF before ? masked THEN before := before || jsonb_build_object(masked, '***'); END IF;
        IF after ? masked THEN after := after || jsonb_build_object(masked, '***'); END IF;
    END LOOP;
    -- What is ended when its time is over is not written down anew.
    IF TG_OP <> 'INSERT' AND COALESCE(current_setting('voltbay.over_before', true), '') <> '' THEN
        SELECT jsonb_object_agg(key, '***') INTO before FROM jsonb_object_keys(before) AS key;
    END IF;
    INSERT INTO audit_auditentry (at, staff_id, address, what, target, before, after)
    VALUES (
        clock_timestamp(), who::bigint, COALESCE(current_setting('voltbay.address', true), ''),
        TG_TABLE_NAME || '.' || lower(TG_OP),
        left(COALESCE(new_row ->> 'name', old_row ->> 'name', new_row ->> 'username',
            old_row ->> 'username', new_row ->> 'id', old_row ->> 'id', ''), 120),
        before, after
    );
    RETURN NULL;
END $$;

CREATE FUNCTION log_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Its time is over, says who ends what was kept long enough: see core/retention.py.
    IF TG_OP = 'DELETE'
       AND OLD.at <= NULLIF(current_setting('voltbay.over_before', true), '')::timestamptz THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'entry % of % is written once', OLD.id, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'log_is_append_only';
END $$;
"""
REMOVE = """
DROP FUNCTION log_is_only_added_to();
DROP FUNCTION audit_change();
DROP FUNCTION is_resealing();
DROP FUNCTION is_resealed(oid, jsonb, jsonb);
"""


def install() -> RunSQL:
    """Make the functions that the triggers below call."""
    return RunSQL(INSTALL, REMOVE)


def watch(table: str, *, but: Collection[str] = ()) -> RunSQL:
    """Write down every change of a table, but for columns that the database keeps by itself."""
    kept = ", ".join(f"'{column}'" for column in but)
    return RunSQL(
        f"CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION audit_change({kept})",
        f"DROP TRIGGER audited ON {table}",
    )


def append_only(table: str) -> RunSQL:
    """Refuse to change what stands in a table, or to delete it before its time is over."""
    return RunSQL(
        f"CREATE TRIGGER log_is_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION log_is_only_added_to()",
        f"DROP TRIGGER log_is_append_only ON {table}",
    )
