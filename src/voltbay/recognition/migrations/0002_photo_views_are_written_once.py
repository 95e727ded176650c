"""Who looked at a photo is written once, whoever asks: the database says so."""

from django.db import migrations

GUARD = """
CREATE FUNCTION photo_view_is_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'photo view % is evidence and cannot change', OLD.id
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'photo_view_is_append_only';
END $$;

CREATE TRIGGER photo_view_is_append_only BEFORE UPDATE OR DELETE ON recognition_photoview
    FOR EACH ROW EXECUTE FUNCTION photo_view_is_written_once();
"""

UNGUARD = """
DROP TRIGGER photo_view_is_append_only ON recognition_photoview;
DROP FUNCTION photo_view_is_written_once();
"""


class Migration(migrations.Migration):
    dependencies = [("recognition", "0001_initial")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
