"""What is owed is kept by the database, so that counting it does not look at what was reported."""

import django.db.models.deletion
from django.db import migrations, models

# The profiles that come along; one more needs a migration that fills its rows. What is known of a
# pack is read under locks, or of two who change it and its removal neither would see the other:
# a finished removal stays finished, so only one under way is locked.
KEEP = """
CREATE FUNCTION traceability_owe(owing removals_batterypack) RETURNS void LANGUAGE sql AS $$
    INSERT INTO traceability_owed (profile, pack_id, way, outlet_id, known_at)
    SELECT profile, owing.id, went.way, owing.outlet_id, GREATEST(went.at, owing.code_found_at)
    FROM unnest(ARRAY['car_maker', 'national_platform']) AS profile,
        (VALUES ('in', owing.stored_at), ('out', owing.left_at)) AS went (way, at)
    WHERE went.at IS NOT NULL AND NOT EXISTS (
        SELECT FROM traceability_reportrow AS told WHERE told.profile = profile.profile
          AND told.pack_id = owing.id AND told.way = went.way AND told.is_current)
    ON CONFLICT (pack_id, way, profile) DO UPDATE
        SET outlet_id = excluded.outlet_id, known_at = excluded.known_at
$$;
CREATE FUNCTION traceability_pack_owes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    whose uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.removal_id ELSE NEW.removal_id END;
BEGIN
    PERFORM FROM removals_removal WHERE id = whose AND finished_at IS NOT NULL;
    IF NOT FOUND THEN
        PERFORM FROM removals_removal WHERE id = whose FOR SHARE;
    END IF;
    IF TG_OP = 'DELETE' THEN
        DELETE FROM traceability_owed WHERE pack_id = OLD.id;
        RETURN NULL;
    END IF;
    PERFORM FROM removals_removal WHERE id = whose AND finished_at IS NOT NULL;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    IF NEW.left_at IS NULL THEN
        DELETE FROM traceability_owed WHERE pack_id = NEW.id AND way = 'out';
    END IF;
    PERFORM traceability_owe(NEW);
    RETURN NULL;
END $$;
CREATE TRIGGER pack_owes_reports
    AFTER INSERT OR DELETE OR UPDATE OF stored_at, left_at, code_found_at, outlet_id, removal_id
    ON removals_batterypack FOR EACH ROW EXECUTE FUNCTION traceability_pack_owes();

CREATE FUNCTION traceability_removal_owes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.finished_at IS NULL THEN
        DELETE FROM traceability_owed USING removals_batterypack AS pack
            WHERE pack.id = pack_id AND pack.removal_id = NEW.id;
    ELSE
        PERFORM traceability_owe(pack) FROM removals_batterypack AS pack
            WHERE pack.removal_id = NEW.id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER finished_removal_owes_reports AFTER UPDATE OF finished_at ON removals_removal
    FOR EACH ROW WHEN ((OLD.finished_at IS NULL) <> (NEW.finished_at IS NULL))
    EXECUTE FUNCTION traceability_removal_owes();

CREATE FUNCTION traceability_row_settles() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM removals_batterypack WHERE id = NEW.pack_id FOR SHARE;
    IF NEW.is_current THEN
        DELETE FROM traceability_owed
            WHERE pack_id = NEW.pack_id AND way = NEW.way AND profile = NEW.profile;
    ELSE
        PERFORM traceability_owe(pack)
            FROM removals_batterypack AS pack JOIN removals_removal AS removal
                ON removal.id = pack.removal_id AND removal.finished_at IS NOT NULL
            WHERE pack.id = NEW.pack_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER report_row_settles AFTER INSERT ON traceability_reportrow
    FOR EACH ROW WHEN (NEW.is_current) EXECUTE FUNCTION traceability_row_settles();
CREATE TRIGGER report_row_settles_no_more AFTER UPDATE OF is_current ON traceability_reportrow
    FOR EACH ROW WHEN (OLD.is_current <> NEW.is_current)
    EXECUTE FUNCTION traceability_row_settles();
"""
NO_KEEP = """
DROP TRIGGER report_row_settles_no_more ON traceability_reportrow;
DROP TRIGGER report_row_settles ON traceability_reportrow;
DROP FUNCTION traceability_row_settles();
DROP TRIGGER finished_removal_owes_reports ON removals_removal;
DROP FUNCTION traceability_removal_owes();
DROP TRIGGER pack_owes_reports ON removals_batterypack;
DROP FUNCTION traceability_pack_owes();
DROP FUNCTION traceability_owe(removals_batterypack);
"""


class Migration(migrations.Migration):
    reasons = {
        "run-sql": "adds triggers under a lock of an instant; nothing reads yet what they keep"
    }

    dependencies = [("traceability", "0002_guard"), ("removals", "0002_guard")]

    operations = [
        migrations.CreateModel(
            name="Owed",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("profile", models.CharField(max_length=20)),
                ("way", models.CharField(choices=[("in", "In"), ("out", "Out")], max_length=3)),
                ("known_at", models.DateTimeField()),
                (
                    "outlet",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="directory.outlet",
                    ),
                ),
                (
                    "pack",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="removals.batterypack",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["profile", "known_at"], include=("outlet",), name="owed_anywhere"
                    ),
                    models.Index(fields=["outlet", "profile", "known_at"], name="owed_at_outlet"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("pack", "way", "profile"), name="owed_once")
                ],
            },
        ),
        migrations.RunSQL(KEEP, NO_KEEP),
    ]
