"""A place given back in a slot that the hours no longer staff is gone, not free again."""

from django.db import migrations, models

SHRINK_ON_GIVING_BACK = """
CREATE OR REPLACE FUNCTION slots_keep_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A claim that moves gives back before it takes, in case both are the same slot.
    IF TG_OP IN ('UPDATE', 'DELETE') THEN
        UPDATE slots_slot
        SET taken = taken - OLD.places,
            capacity = CASE
                WHEN shrinks_to IS NULL THEN capacity
                ELSE LEAST(capacity, GREATEST(shrinks_to, taken - OLD.places))
            END
        WHERE id = OLD.slot_id;
    END IF;
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        UPDATE slots_slot SET taken = taken + NEW.places WHERE id = NEW.slot_id;
    END IF;
    RETURN NULL;
END $$;
"""

KEEP_CAPACITY = """
CREATE OR REPLACE FUNCTION slots_keep_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP IN ('UPDATE', 'DELETE') THEN
        UPDATE slots_slot SET taken = taken - OLD.places WHERE id = OLD.slot_id;
    END IF;
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        UPDATE slots_slot SET taken = taken + NEW.places WHERE id = NEW.slot_id;
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("slots", "0002_guard")]

    operations = [
        migrations.AddField(
            model_name="slot",
            name="shrinks_to",
            field=models.PositiveSmallIntegerField(editable=False, null=True),
        ),
        migrations.RunSQL(SHRINK_ON_GIVING_BACK, KEEP_CAPACITY),
    ]
