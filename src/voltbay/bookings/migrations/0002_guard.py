"""History is only added to, no car comes in unseen, and live bookings hold their places."""

from django.db import migrations

GUARD = """
CREATE FUNCTION booking_event_is_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'event % of a booking: history is only added to', OLD.id
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'booking_event_is_append_only';
END $$;
CREATE TRIGGER booking_event_is_append_only BEFORE UPDATE OR DELETE ON bookings_bookingevent
    FOR EACH ROW EXECUTE FUNCTION booking_event_is_written_once();

-- Only what is personal may be taken out of a look at a paper, when its owner is erased.
CREATE FUNCTION look_is_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        OLD.note := NULL;
        IF NEW IS NOT DISTINCT FROM OLD THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'look % at a paper: history is only added to', OLD.id
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'look_is_append_only';
END $$;
CREATE TRIGGER look_is_append_only BEFORE UPDATE OR DELETE ON bookings_originallook
    FOR EACH ROW EXECUTE FUNCTION look_is_written_once();

-- No car comes in whose owner's paper nobody saw, or while a paper differs or is missing. Which
-- papers are needed is a rule of the code.
CREATE FUNCTION booking_check_originals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM bookings_originallook WHERE booking_id = NEW.id AND paper = 'identity_card'
    ) OR EXISTS (
        SELECT FROM (
            SELECT DISTINCT ON (paper) verdict FROM bookings_originallook
                WHERE booking_id = NEW.id ORDER BY paper, id DESC
        ) AS newest WHERE verdict IN ('differs', 'missing')
    ) THEN
        RAISE EXCEPTION 'papers of booking % were not seen, or one does not agree', NEW.code
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'booking_originals_were_seen';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER booking_originals_were_seen BEFORE UPDATE OF state ON bookings_booking
    FOR EACH ROW WHEN (NEW.state = 'checked_in' AND OLD.state <> 'checked_in')
    EXECUTE FUNCTION booking_check_originals();

-- Looks at the rows as they are at the end of the transaction, not as they were when it fired:
-- a booking may be held, moved and cancelled in one.
CREATE FUNCTION booking_check_places(asked uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    booking record;
    first timestamptz;
    last timestamptz;
BEGIN
    SELECT code, state, starts_at, ends_at INTO booking
        FROM bookings_booking WHERE id = asked;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT min(slot.starts_at), max(slot.ends_at) INTO first, last
        FROM slots_claim AS claim JOIN slots_slot AS slot ON slot.id = claim.slot_id
        WHERE claim.claimant = asked;
    IF booking.state IN ('cancelled', 'expired') THEN
        IF first IS NOT NULL THEN
            RAISE EXCEPTION 'places of booking % are not given back', booking.code
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'booking_places_follow_state';
        END IF;
    ELSIF first IS DISTINCT FROM booking.starts_at OR last IS DISTINCT FROM booking.ends_at THEN
        RAISE EXCEPTION 'places of booking % do not cover its time', booking.code
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'booking_places_follow_state';
    END IF;
END $$;

CREATE FUNCTION booking_check_own_places() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM booking_check_places(NEW.id);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER booking_places_follow_state
    AFTER INSERT OR UPDATE OF state, starts_at, ends_at ON bookings_booking
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION booking_check_own_places();

CREATE FUNCTION booking_check_claimed_places() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM booking_check_places(OLD.claimant);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER booking_keeps_its_places
    AFTER UPDATE OR DELETE ON slots_claim
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION booking_check_claimed_places();
"""

UNGUARD = """
DROP TRIGGER booking_keeps_its_places ON slots_claim;
DROP FUNCTION booking_check_claimed_places();
DROP TRIGGER booking_places_follow_state ON bookings_booking;
DROP FUNCTION booking_check_own_places();
DROP FUNCTION booking_check_places(uuid);
DROP TRIGGER booking_originals_were_seen ON bookings_booking;
DROP FUNCTION booking_check_originals();
DROP TRIGGER look_is_append_only ON bookings_originallook;
DROP FUNCTION look_is_written_once();
DROP TRIGGER booking_event_is_append_only ON bookings_bookingevent;
DROP FUNCTION booking_event_is_written_once();
"""


class Migration(migrations.Migration):
    dependencies = [("bookings", "0001_initial"), ("slots", "0002_guard")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
