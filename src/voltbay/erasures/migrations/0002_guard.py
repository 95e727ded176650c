"""What was erased stays noted."""

from django.db import migrations

GUARD = """
CREATE FUNCTION erasure_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'erasure % is only added to', OLD.id
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'erasure_is_append_only';
END $$;
CREATE TRIGGER erasure_is_append_only BEFORE UPDATE OR DELETE ON erasures_erasure
    FOR EACH ROW EXECUTE FUNCTION erasure_is_kept();
"""
UNGUARD = """
DROP TRIGGER erasure_is_append_only ON erasures_erasure;
DROP FUNCTION erasure_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("erasures", "0001_initial")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
