"""History is only added to, no car comes in unseen, and live bookings hold their places."""

from django.db import migrations

from voltbay.audit.triggers import watch

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


-- Only what is personal may be taken out of a look at a paper, when its owner is erased.
CREATE FUNCTION look_is_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND is_resealing()
       AND is_resealed(TG_RELID, to_jsonb(OLD), to_jsonb(NEW)) THEN
        RETURN NEW;
    END IF;
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

-- While somebody needs a booking as evidence, nothing takes out of it who and which car it was.
-- Its phone is not looked at: another person may have that number by now.
CREATE FUNCTION booking_check_hold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM bookings_legalhold WHERE booking_id = NEW.id AND lifted_at IS NULL;
    IF FOUND THEN
        RAISE EXCEPTION 'booking % is under a legal hold', NEW.code
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'booking_is_held_by_law';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER booking_is_held_by_law
    BEFORE UPDATE OF name, identity_number, certificate_number, plate, vin, licence_owner
    ON bookings_booking FOR EACH ROW
    WHEN (OLD.name IS NOT NULL AND NEW.name IS NULL
          OR OLD.identity_number IS NOT NULL AND NEW.identity_number IS NULL
          OR OLD.certificate_number IS NOT NULL AND NEW.certificate_number IS NULL
          OR OLD.plate IS NOT NULL AND NEW.plate IS NULL
          OR OLD.vin IS NOT NULL AND NEW.vin IS NULL
          OR OLD.licence_owner IS NOT NULL AND NEW.licence_owner IS NULL)
    EXECUTE FUNCTION booking_check_hold();

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
-- Of an outlet's day blocks take no more than its share. Places are counted in slots, as a service
-- takes several. The lock lets two blocks of one day count one after the other; it comes last in
-- their transactions, so that nobody who has it waits for a slot.
CREATE FUNCTION booking_check_blocks_share() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    day date := (NEW.starts_at AT TIME ZONE 'Asia/Shanghai')::date;
    first timestamptz := day::timestamp AT TIME ZONE 'Asia/Shanghai';
    last timestamptz := (day + 1)::timestamp AT TIME ZONE 'Asia/Shanghai';
    share bigint;
    used bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(
        hashtextextended(NEW.outlet_id::text || day::text, 0));
    SELECT floor(sum(slot.capacity) * min(outlet.fleet_share_percent) / 100.0) INTO share
        FROM slots_slot AS slot JOIN directory_outlet AS outlet ON outlet.id = slot.outlet_id
        WHERE slot.outlet_id = NEW.outlet_id AND slot.starts_at >= first AND slot.starts_at < last;
    SELECT COALESCE(sum(claim.places), 0) INTO used
        FROM slots_slot AS slot JOIN slots_claim AS claim ON claim.slot_id = slot.id
        JOIN bookings_booking AS booking
            ON booking.id = claim.claimant AND booking.block_id IS NOT NULL
        WHERE slot.outlet_id = NEW.outlet_id AND slot.starts_at >= first AND slot.starts_at < last;
    IF used > COALESCE(share, 0) THEN
        RAISE EXCEPTION 'blocks take % places of %, their share is %', used, day, share
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'blocks_keep_to_their_share';
    END IF;
    RETURN NULL;
END $$;
-- Only when it is made: what a desk moves later is the desk's own decision.
CREATE CONSTRAINT TRIGGER blocks_keep_to_their_share
    AFTER INSERT ON bookings_booking
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.block_id IS NOT NULL) EXECUTE FUNCTION booking_check_blocks_share();
"""

UNGUARD = """
DROP TRIGGER blocks_keep_to_their_share ON bookings_booking;
DROP FUNCTION booking_check_blocks_share();
DROP TRIGGER booking_held_in_no_danger ON bookings_booking;
DROP FUNCTION booking_waits_while_in_danger();
DROP TRIGGER booking_fits_its_service ON bookings_booking;
DROP FUNCTION booking_check_fit();
DROP TRIGGER booking_keeps_its_places ON slots_claim;
DROP FUNCTION booking_check_claimed_places();
DROP TRIGGER booking_places_follow_state ON bookings_booking;
DROP FUNCTION booking_check_own_places();
DROP FUNCTION booking_check_places(uuid);
DROP TRIGGER booking_is_held_by_law ON bookings_booking;
DROP FUNCTION booking_check_hold();
DROP TRIGGER booking_originals_were_seen ON bookings_booking;
DROP FUNCTION booking_check_originals();
DROP TRIGGER look_is_append_only ON bookings_originallook;
DROP FUNCTION look_is_written_once();
DROP TRIGGER booking_event_is_append_only ON bookings_bookingevent;
DROP FUNCTION booking_event_is_written_once();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0001_initial"),
        ("audit", "0002_guard"),
        ("callouts", "0002_guard"),
        ("slots", "0002_guard"),
    ]

    operations = [migrations.RunSQL(GUARD, UNGUARD), watch("bookings_legalhold")]
