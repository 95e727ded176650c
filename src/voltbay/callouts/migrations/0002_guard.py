"""A call-out moves only as its lifecycle says, and one that ended stays as it ended."""

from django.db import migrations

GUARD = """
CREATE FUNCTION call_out_keeps_to_its_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.state, NEW.state) NOT IN (
        ('asked', 'accepted'), ('asked', 'declined'), ('asked', 'withdrawn'), ('asked', 'lapsed'),
        ('accepted', 'withdrawn'), ('accepted', 'done')
    ) THEN
        RAISE EXCEPTION 'call-out % does not go from % to %', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'call_out_moves_as_allowed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER call_out_moves_as_allowed BEFORE UPDATE OF state ON callouts_callout
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state)
    EXECUTE FUNCTION call_out_keeps_to_its_moves();
"""

UNGUARD = """
DROP TRIGGER call_out_moves_as_allowed ON callouts_callout;
DROP FUNCTION call_out_keeps_to_its_moves();
"""


class Migration(migrations.Migration):
    dependencies = [("callouts", "0001_initial")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
