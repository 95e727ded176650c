"""History is only added to, and a booking holds places exactly as long as it is live."""

from django.db import migrations

GUARD = """
CREATE FUNCTION booking_event_is_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'event % of a booking: history is only added to', OLD.id
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'booking_event_is_append_only';
END $$;
CREATE TRIGGER booking_event_is_append_only BEFORE UPDATE OR DELETE ON bookings_bookingevent
    FOR EACH ROW EXECUTE FUNCTION booking_event_is_written_once();

-- Whoever told an outlet of a dangerous battery does not bring it: the outlet comes or calls. A
-- desk may still book, as it knows. Asked and held at the same instant both stand; staff see both.
CREATE FUNCTION booking_waits_while_in_danger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM callouts_callout
        WHERE owner_id = NEW.owner_id AND outlet_id = NEW.outlet_id
            AND kind = 'danger' AND state IN ('asked', 'accepted')
    ) THEN
        RAISE EXCEPTION 'the owner of booking % told this outlet of a danger', NEW.code
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'booking_held_in_no_danger';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER booking_held_in_no_danger BEFORE INSERT ON bookings_booking
    FOR EACH ROW WHEN (NEW.state = 'held') EXECUTE FUNCTION booking_waits_while_in_danger();

-- Looks at the rows as they are at the end of the transaction, not as they were when it fired:
-- a booking may be held, moved and cancelled in one.
CREATE FUNCTION booking_check_places(asked uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    booking record;
    first timestamptz;
    last timestamptz;
BEGIN
    SELECT code, state, starts_at, ends_at + buffer_minutes * interval '1 minute' AS bay_until
        INTO booking FROM bookings_booking WHERE id = asked;
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
    ELSIF first IS DISTINCT FROM booking.starts_at OR last IS DISTINCT FROM booking.bay_until
    THEN
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
    AFTER INSERT OR UPDATE OF state, starts_at, ends_at, buffer_minutes ON bookings_booking
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

-- An appointment stands for a car that its service takes, or with why it stands all the same. What
-- nobody has read or said yet (an empty class) is not judged. Only what changes is looked at: an
-- outlet that takes less from today on has not broken its word to who is booked.
CREATE FUNCTION booking_check_fit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    service directory_service;
BEGIN
    SELECT * INTO service FROM directory_service WHERE id = NEW.service_id;
    IF NOT NEW.vehicle_class = ANY (service.vehicle_classes)
       OR NOT NEW.fuel = ANY (service.fuels)
       OR NEW.mass_kg > service.heaviest_kg THEN
        RAISE EXCEPTION 'the service of booking % does not take its car', NEW.code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'booking_fits_its_service';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER booking_fits_its_service
    AFTER INSERT OR UPDATE OF state, service_id, vehicle_class, fuel, mass_kg, fit_why
    ON bookings_booking FOR EACH ROW
    WHEN (NEW.state = 'confirmed' AND NEW.vehicle_class <> '' AND NEW.fit_why = '')
    EXECUTE FUNCTION booking_check_fit();
"""

UNGUARD = """
DROP TRIGGER booking_held_in_no_danger ON bookings_booking;
DROP FUNCTION booking_waits_while_in_danger();
DROP TRIGGER booking_fits_its_service ON bookings_booking;
DROP FUNCTION booking_check_fit();
DROP TRIGGER booking_keeps_its_places ON slots_claim;
DROP FUNCTION booking_check_claimed_places();
DROP TRIGGER booking_places_follow_state ON bookings_booking;
DROP FUNCTION booking_check_own_places();
DROP FUNCTION booking_check_places(uuid);
DROP TRIGGER booking_event_is_append_only ON bookings_bookingevent;
DROP FUNCTION booking_event_is_written_once();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0001_initial"),
        ("callouts", "0002_guard"),
        ("slots", "0002_guard"),
    ]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
