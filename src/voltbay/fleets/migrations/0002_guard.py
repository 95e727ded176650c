"""A fleet account is decided in one order, changes are written down, and imports stay as they were."""

from django.db import migrations

from voltbay.audit.triggers import append_only, watch

ORDER = """
CREATE FUNCTION fleet_check_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.state, NEW.state) NOT IN (
        ('asked', 'approved'), ('asked', 'refused'), ('approved', 'suspended'),
        ('suspended', 'approved'), ('asked', 'closed'), ('approved', 'closed'),
        ('suspended', 'closed'), ('refused', 'closed')
    ) THEN
        RAISE EXCEPTION 'fleet account: from % to % is no step', OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'fleet_is_decided_in_order';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER fleet_is_decided_in_order AFTER UPDATE OF state ON fleets_fleetaccount
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state)
    EXECUTE FUNCTION fleet_check_decision();
"""
NO_ORDER = """
DROP TRIGGER fleet_is_decided_in_order ON fleets_fleetaccount;
DROP FUNCTION fleet_check_decision();
"""


class Migration(migrations.Migration):
    dependencies = [("fleets", "0001_initial"), ("audit", "0002_guard")]

    operations = [
        migrations.RunSQL(ORDER, NO_ORDER),
        watch("fleets_fleetaccount"),
        watch("fleets_fleetmember"),
        append_only("fleets_fleetimport"),
    ]
