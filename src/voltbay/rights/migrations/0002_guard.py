"""What was answered stays; and what a correction says goes with what it corrected."""

from django.db import migrations

from voltbay.audit.triggers import watch

GUARD = """
CREATE FUNCTION rights_keep_correction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND is_resealing()
       AND is_resealed(TG_RELID, to_jsonb(OLD), to_jsonb(NEW)) THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE'
       OR (OLD.booking_id, OLD.field, OLD.by_owner, OLD.asked_at)
          IS DISTINCT FROM (NEW.booking_id, NEW.field, NEW.by_owner, NEW.asked_at)
       OR (OLD.state <> 'asked' AND to_jsonb(NEW) - '{was,wanted,why,answer}'::text[]
           IS DISTINCT FROM to_jsonb(OLD) - '{was,wanted,why,answer}'::text[])
       OR (NEW.was IS NOT NULL OR NEW.wanted IS NOT NULL OR NEW.why IS NOT NULL)
          AND (OLD.was, OLD.wanted, OLD.why) IS DISTINCT FROM (NEW.was, NEW.wanted, NEW.why)
          AND OLD.state <> 'asked' THEN
        RAISE EXCEPTION 'correction % stays as it was', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'correction_stays_as_it_was';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER correction_stays_as_it_was BEFORE UPDATE OR DELETE ON rights_correction
    FOR EACH ROW EXECUTE FUNCTION rights_keep_correction();

-- Whoever empties a booking's column - its time is over, its account was closed, its phone has
-- another holder - empties what was corrected of it, in the same transaction.
CREATE FUNCTION rights_forget_corrected() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE emptied text[] := array_remove(ARRAY[
    CASE WHEN NEW.name IS NULL THEN 'name' END, CASE WHEN NEW.phone IS NULL THEN 'phone' END,
    CASE WHEN NEW.plate IS NULL THEN 'plate' END, CASE WHEN NEW.vin IS NULL THEN 'vin' END], NULL);
BEGIN
    UPDATE rights_correction SET was = NULL, wanted = NULL, why = NULL, answer = NULL
        WHERE booking_id = NEW.id AND field = ANY (emptied)
          AND (was IS NOT NULL OR wanted IS NOT NULL OR why IS NOT NULL OR answer IS NOT NULL);
    RETURN NULL;
END $$;
CREATE TRIGGER corrections_go_with_the_booking
    AFTER UPDATE OF name, phone, plate, vin ON bookings_booking FOR EACH ROW
    WHEN (OLD.name IS NOT NULL AND NEW.name IS NULL OR OLD.phone IS NOT NULL AND NEW.phone IS NULL
          OR OLD.plate IS NOT NULL AND NEW.plate IS NULL OR OLD.vin IS NOT NULL AND NEW.vin IS NULL)
    EXECUTE FUNCTION rights_forget_corrected();

-- A request is decided once, granted only after a look at a paper, and never deleted.
CREATE FUNCTION rights_keep_request() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND is_resealing()
       AND is_resealed(TG_RELID, to_jsonb(OLD), to_jsonb(NEW)) THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.state <> 'open'
       AND to_jsonb(NEW) - '{asker,phone,subject,words,answer}'::text[]
           IS DISTINCT FROM to_jsonb(OLD) - '{asker,phone,subject,words,answer}'::text[] THEN
        RAISE EXCEPTION 'request % stays as it was decided', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'rights_request_stays_decided';
    END IF;
    IF OLD.state = 'open' AND NEW.state = 'granted'
       AND NOT EXISTS (SELECT FROM rights_seenpaper WHERE request_id = NEW.id) THEN
        RAISE EXCEPTION 'request % is granted without a paper', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'rights_request_needs_a_paper';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rights_request_stays_decided BEFORE UPDATE OR DELETE ON rights_rightsrequest
    FOR EACH ROW EXECUTE FUNCTION rights_keep_request();
"""
UNGUARD = """
DROP TRIGGER rights_request_stays_decided ON rights_rightsrequest;
DROP FUNCTION rights_keep_request();
DROP TRIGGER corrections_go_with_the_booking ON bookings_booking;
DROP FUNCTION rights_forget_corrected();
DROP TRIGGER correction_stays_as_it_was ON rights_correction;
DROP FUNCTION rights_keep_correction();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("rights", "0001_initial"),
        ("audit", "0002_guard"),
        ("bookings", "0002_guard"),
        ("traceability", "0002_guard"),
    ]

    operations = [
        migrations.RunSQL(GUARD, UNGUARD),
        watch("rights_correction"),
        watch("rights_rightsrequest"),
        watch("rights_seenpaper"),
    ]
