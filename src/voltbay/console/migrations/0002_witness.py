"""Changes of master data are written down by the database, whoever makes them; nobody rewrites it."""

from django.db import migrations

# Who changes something is said by the transaction (see `witness`); unsaid, it is the system.
GUARD = """
CREATE FUNCTION audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    who text := NULLIF(current_setting('voltbay.staff', true), '');
    old_row jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}' ELSE to_jsonb(OLD) END;
    new_row jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}' ELSE to_jsonb(NEW) END;
    secret text;
    before jsonb;
    after jsonb;
BEGIN
    IF TG_OP = 'INSERT' AND who IS NULL THEN
        RETURN NULL;  -- what loading and migrating add is not anybody's change
    END IF;
    -- What the database keeps by itself is nobody's change.
    old_row := old_row - ARRAY['last_login', 'stored_kg', 'expected_kg'];
    new_row := new_row - ARRAY['last_login', 'stored_kg', 'expected_kg'];
    SELECT jsonb_object_agg(key, value) INTO before FROM jsonb_each(old_row)
        WHERE TG_OP = 'DELETE' OR new_row -> key IS DISTINCT FROM value;
    SELECT jsonb_object_agg(key, value) INTO after FROM jsonb_each(new_row)
        WHERE TG_OP = 'INSERT' OR old_row -> key IS DISTINCT FROM value;
    IF before IS NULL AND after IS NULL THEN
        RETURN NULL;
    END IF;
    FOREACH secret IN ARRAY ARRAY['password', 'secret'] LOOP
        IF before ? secret THEN before := before || jsonb_build_object(secret, '***'); END IF;
        IF after ? secret THEN after := after || jsonb_build_object(secret, '***'); END IF;
    END LOOP;
    INSERT INTO console_auditentry (at, staff_id, address, what, target, before, after)
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
    RAISE EXCEPTION 'entry % of % is written once', OLD.id, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'log_is_append_only';
END $$;
CREATE TRIGGER log_is_append_only BEFORE UPDATE OR DELETE ON console_auditentry
    FOR EACH ROW EXECUTE FUNCTION log_is_only_added_to();
CREATE TRIGGER log_is_append_only BEFORE UPDATE OR DELETE ON console_numberview
    FOR EACH ROW EXECUTE FUNCTION log_is_only_added_to();
"""
UNGUARD = """
DROP TRIGGER log_is_append_only ON console_numberview;
DROP TRIGGER log_is_append_only ON console_auditentry;
DROP FUNCTION log_is_only_added_to();
DROP FUNCTION audit_change();
"""
WATCHED = [
    "directory_company",
    "directory_qualification",
    "directory_outlet",
    "directory_service",
    "directory_openinghours",
    "directory_closure",
    "accounts_staffuser",
    "accounts_staffuser_outlets",
    "accounts_secondfactor",
    "accounts_agreement",
    "accounts_support",
]
WATCH = "".join(
    f"CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION audit_change();\n"
    for table in WATCHED
)
UNWATCH = "".join(f"DROP TRIGGER audited ON {table};\n" for table in WATCHED)


class Migration(migrations.Migration):
    dependencies = [("console", "0001_initial"), ("accounts", "0003_staff")]

    operations = [migrations.RunSQL(GUARD, UNGUARD), migrations.RunSQL(WATCH, UNWATCH)]
