"""Records are only added to, stock is the sum of packs, and money follows what was agreed."""

from django.db import migrations

from voltbay.audit.triggers import watch

GUARD = """
CREATE FUNCTION removals_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND is_resealing()
       AND is_resealed(TG_RELID, to_jsonb(OLD), to_jsonb(NEW)) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is only added to', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER removal_event_is_append_only BEFORE UPDATE OR DELETE ON removals_removalevent
    FOR EACH ROW EXECUTE FUNCTION removals_written_once();
-- Of a receipt owner, plate and VIN may be taken out, once: the rest is then signed anew.
CREATE TRIGGER receipt_is_kept BEFORE DELETE ON removals_receipt
    FOR EACH ROW EXECUTE FUNCTION removals_written_once();
CREATE TRIGGER receipt_is_written_once BEFORE UPDATE ON removals_receipt
    FOR EACH ROW
    WHEN (OLD.reduced_at IS NOT NULL OR NEW.reduced_at IS NULL
          OR (OLD.serial, OLD.removal_id, OLD.number, OLD.replaces_id, OLD.issued_at)
             IS DISTINCT FROM
             (NEW.serial, NEW.removal_id, NEW.number, NEW.replaces_id, NEW.issued_at))
    EXECUTE FUNCTION removals_written_once();
CREATE TRIGGER handover_is_kept BEFORE DELETE ON removals_handover
    FOR EACH ROW EXECUTE FUNCTION removals_written_once();
-- Its note and the reason for a code go when their time is over: see core/retention.py.
CREATE TRIGGER handover_is_written_once BEFORE UPDATE ON removals_handover
    FOR EACH ROW
    WHEN (NEW.note <> '' OR NEW.credit_code_override_reason <> ''
          OR to_jsonb(NEW) - '{note,credit_code_override_reason}'::text[]
             IS DISTINCT FROM to_jsonb(OLD) - '{note,credit_code_override_reason}'::text[]
          OR OLD.at <= NULLIF(current_setting('voltbay.over_before', true), '')::timestamptz
             IS NOT TRUE)
    EXECUTE FUNCTION removals_written_once();

-- Nor while its booking is under a legal hold.
CREATE FUNCTION removals_hold_receipt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM removals_removal AS removal JOIN bookings_legalhold AS hold
        ON hold.booking_id = removal.booking_id AND hold.lifted_at IS NULL
        WHERE removal.id = NEW.removal_id;
    IF FOUND THEN
        RAISE EXCEPTION 'receipt % is under a legal hold', NEW.serial
            USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER receipt_is_held BEFORE UPDATE OF payload ON removals_receipt
    FOR EACH ROW EXECUTE FUNCTION removals_hold_receipt();

CREATE FUNCTION removals_keep_stock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP IN ('UPDATE', 'DELETE') AND OLD.left_at IS NULL AND OLD.mass_kg IS NOT NULL THEN
        UPDATE directory_outlet SET stored_kg = stored_kg - OLD.mass_kg WHERE id = OLD.outlet_id;
    END IF;
    IF TG_OP IN ('INSERT', 'UPDATE') AND NEW.left_at IS NULL AND NEW.mass_kg IS NOT NULL THEN
        UPDATE directory_outlet SET stored_kg = stored_kg + NEW.mass_kg WHERE id = NEW.outlet_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER pack_keeps_stock
    AFTER INSERT OR UPDATE OF mass_kg, left_at, outlet_id OR DELETE ON removals_batterypack
    FOR EACH ROW EXECUTE FUNCTION removals_keep_stock();

-- Our number and why there was no code stay, and a code that was found is not lost again.
CREATE FUNCTION removals_keep_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the number of a battery stays: %', OLD.own_number
        USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER pack_keeps_its_number BEFORE UPDATE ON removals_batterypack
    FOR EACH ROW
    WHEN ((OLD.own_number, OLD.no_code_reason) IS DISTINCT FROM (NEW.own_number, NEW.no_code_reason)
          OR (OLD.code_found_at IS NOT NULL AND NEW.code_found_at IS NULL))
    EXECUTE FUNCTION removals_keep_number();

-- A battery that nothing but our label tells from another is known again by its photo.
CREATE FUNCTION removals_need_photos() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE unseen text;
BEGIN
    SELECT pack.own_number INTO unseen FROM removals_batterypack AS pack
    WHERE pack.removal_id = NEW.id AND pack.code = pack.own_number
      AND NOT EXISTS (SELECT FROM removals_removalphoto AS photo WHERE photo.pack_id = pack.id)
    LIMIT 1;
    IF unseen IS NOT NULL THEN
        RAISE EXCEPTION 'battery % has no photo', unseen
            USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER removal_finishes_with_photos BEFORE UPDATE OF finished_at ON removals_removal
    FOR EACH ROW WHEN (OLD.finished_at IS NULL AND NEW.finished_at IS NOT NULL)
    EXECUTE FUNCTION removals_need_photos();
-- The photo stays where it is once it counted; a strike may still take the battery from under it.
CREATE FUNCTION removals_keep_photos() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
       AND OLD.taken_at <= NULLIF(current_setting('voltbay.over_before', true), '')::timestamptz THEN
        RETURN OLD;  -- its time is over: see core/retention.py
    END IF;
    IF EXISTS (SELECT FROM removals_removal WHERE id = OLD.removal_id AND finished_at IS NOT NULL)
    THEN
        RAISE EXCEPTION 'photo % is of a finished removal', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER photo_of_a_pack_is_kept BEFORE UPDATE OR DELETE ON removals_removalphoto
    FOR EACH ROW WHEN (OLD.pack_id IS NOT NULL) EXECUTE FUNCTION removals_keep_photos();

CREATE FUNCTION removals_forget_stock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE directory_outlet SET stored_kg = 0 WHERE stored_kg <> 0;
    RETURN NULL;
END $$;
CREATE TRIGGER pack_truncated AFTER TRUNCATE ON removals_batterypack
    FOR EACH STATEMENT EXECUTE FUNCTION removals_forget_stock();

-- A form of the back office writes every column back as it was read: the stock stays the packs'.
-- Depth 0 is a statement of a client; the packs' trigger comes at depth 1.
CREATE FUNCTION directory_stock_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.stored_kg := OLD.stored_kg;
    RETURN NEW;
END $$;
CREATE TRIGGER outlet_stock_is_kept BEFORE UPDATE OF stored_kg ON directory_outlet
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION directory_stock_is_kept();
"""

UNGUARD = """
DROP TRIGGER photo_of_a_pack_is_kept ON removals_removalphoto;
DROP FUNCTION removals_keep_photos();
DROP TRIGGER removal_finishes_with_photos ON removals_removal;
DROP FUNCTION removals_need_photos();
DROP TRIGGER pack_keeps_its_number ON removals_batterypack;
DROP FUNCTION removals_keep_number();
DROP TRIGGER outlet_stock_is_kept ON directory_outlet;
DROP FUNCTION directory_stock_is_kept();
DROP TRIGGER pack_truncated ON removals_batterypack;
DROP FUNCTION removals_forget_stock();
DROP TRIGGER pack_keeps_stock ON removals_batterypack;
DROP FUNCTION removals_keep_stock();
DROP TRIGGER handover_is_written_once ON removals_handover;
DROP TRIGGER handover_is_kept ON removals_handover;
DROP TRIGGER receipt_is_held ON removals_receipt;
DROP FUNCTION removals_hold_receipt();
DROP TRIGGER receipt_is_written_once ON removals_receipt;
DROP TRIGGER receipt_is_kept ON removals_receipt;
DROP TRIGGER removal_event_is_append_only ON removals_removalevent;
DROP FUNCTION removals_written_once();
"""

MONEY = """
CREATE FUNCTION quote_refuse(what text, named text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', what USING ERRCODE = 'restrict_violation', CONSTRAINT = named;
END $$;

-- Whether somebody ends what was kept long enough: see core/retention.py.
CREATE FUNCTION quote_is_ending() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT COALESCE(current_setting('voltbay.over_before', true), '') <> ''
$$;

-- A quote is written whole and answered once. Afterwards nothing of it changes but that it may
-- lose what tells who somebody is.
CREATE FUNCTION quote_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND is_resealing()
       AND is_resealed(TG_RELID, to_jsonb(OLD), to_jsonb(NEW)) THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR (NEW.id, NEW.removal_id, NEW.number, NEW.total_yuan,
                            NEW.made_at, NEW.made_by_id)
        IS DISTINCT FROM (OLD.id, OLD.removal_id, OLD.number, OLD.total_yuan,
                          OLD.made_at, OLD.made_by_id)
        OR (NEW.note <> OLD.note AND NOT (NEW.note = '' AND quote_is_ending())) THEN
        PERFORM quote_refuse('what was quoted stays', 'quote_is_written_once');
    END IF;
    IF OLD.state <> 'waiting' AND (
        (NEW.state, NEW.answered_at, NEW.answered_on, NEW.answered_by_id, NEW.witness_id)
        IS DISTINCT FROM
        (OLD.state, OLD.answered_at, OLD.answered_on, OLD.answered_by_id, OLD.witness_id)
        OR (NEW.signer IS NOT NULL AND NEW.signer IS DISTINCT FROM OLD.signer)
        OR (NEW.signature IS NOT NULL AND NEW.signature IS DISTINCT FROM OLD.signature)
        OR (NEW.why IS NOT NULL AND NEW.why IS DISTINCT FROM OLD.why)) THEN
        PERFORM quote_refuse('an answered quote stays as it is', 'quote_is_answered_once');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER quote_is_kept BEFORE UPDATE OR DELETE ON removals_quote
    FOR EACH ROW EXECUTE FUNCTION quote_keep();

CREATE FUNCTION quote_check_begin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM quote_refuse('a quote begins by waiting', 'quote_begins_by_waiting');
    RETURN NULL;
END $$;
CREATE TRIGGER quote_begins_by_waiting BEFORE INSERT ON removals_quote
    FOR EACH ROW WHEN (NEW.state <> 'waiting') EXECUTE FUNCTION quote_check_begin();

-- What is accepted adds up, was signed, and is of the batteries that are there.
CREATE FUNCTION quote_check_accepted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- On the phone a typed name stands for the signature of whoever cannot draw.
    IF NEW.signer IS NULL OR (NEW.answered_on = 'tablet' AND NEW.signature IS NULL) THEN
        PERFORM quote_refuse('nobody has signed', 'quote_is_signed');
    END IF;
    IF NEW.total_yuan IS DISTINCT FROM
        (SELECT sum(amount_yuan) FROM removals_quoteline WHERE quote_id = NEW.id) THEN
        PERFORM quote_refuse('the lines do not add up', 'quote_adds_up');
    END IF;
    IF NOT quote_fits(NEW.id, NEW.removal_id) THEN
        PERFORM quote_refuse('the batteries have changed', 'quote_fits_the_batteries');
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION quote_fits(asked uuid, of_removal uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT NOT EXISTS (
        SELECT FROM (SELECT pack_id, mass_kg FROM removals_quoteline WHERE quote_id = asked) AS line
        FULL JOIN (SELECT id, mass_kg FROM removals_batterypack WHERE removal_id = of_removal)
            AS pack ON pack.id = line.pack_id
        WHERE pack.id IS NULL OR line.pack_id IS NULL OR pack.mass_kg IS DISTINCT FROM line.mass_kg)
$$;
CREATE TRIGGER quote_is_accepted_as_it_stands BEFORE UPDATE OF state ON removals_quote
    FOR EACH ROW WHEN (OLD.state = 'waiting' AND NEW.state = 'accepted')
    EXECUTE FUNCTION quote_check_accepted();

CREATE FUNCTION quote_keep_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Why something was taken off is written over when its time is over.
    IF TG_OP = 'UPDATE' AND quote_is_ending() AND NEW.deduction_why = 'erased'
       AND to_jsonb(NEW) - 'deduction_why' = to_jsonb(OLD) - 'deduction_why' THEN
        RETURN NEW;
    END IF;
    IF TG_OP <> 'INSERT' OR NOT EXISTS (
        SELECT FROM removals_quote WHERE id = NEW.quote_id AND state = 'waiting') THEN
        PERFORM quote_refuse('the lines of a quote stay', 'quote_lines_are_written_once');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER quote_lines_are_kept BEFORE INSERT OR UPDATE OR DELETE ON removals_quoteline
    FOR EACH ROW EXECUTE FUNCTION quote_keep_lines();

-- A battery is not taken in while its owner thinks, nor against a no.
CREATE FUNCTION quote_check_finish() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last record;
BEGIN
    IF NOT EXISTS (SELECT FROM removals_batterypack WHERE removal_id = NEW.id) THEN
        RETURN NEW;  -- given up: the battery stays in its car
    END IF;
    SELECT id, state INTO last FROM removals_quote
        WHERE removal_id = NEW.id AND state <> 'withdrawn' ORDER BY number DESC LIMIT 1;
    IF last.state IN ('waiting', 'refused') THEN
        PERFORM quote_refuse('the price is not agreed', 'removal_finishes_with_an_answer');
    END IF;
    IF last.state = 'accepted' AND NOT quote_fits(last.id, NEW.id) THEN
        PERFORM quote_refuse('the batteries have changed', 'quote_fits_the_batteries');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER removal_finishes_with_an_answer BEFORE UPDATE OF finished_at ON removals_removal
    FOR EACH ROW WHEN (OLD.finished_at IS NULL AND NEW.finished_at IS NOT NULL)
    EXECUTE FUNCTION quote_check_finish();

-- A payout is owed for what was accepted, moves only where it may, and is not forgotten.
CREATE FUNCTION payout_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM quote_refuse('a payout is kept', 'payout_is_kept');
    ELSIF TG_OP = 'INSERT' AND (NEW.state <> 'owed' OR NOT EXISTS (
        SELECT FROM removals_quote WHERE id = NEW.quote_id AND state = 'accepted'
                                     AND total_yuan > 0)) THEN
        PERFORM quote_refuse('nothing was accepted', 'payout_is_of_an_accepted_quote');
    ELSIF TG_OP = 'UPDATE' AND (NEW.id, NEW.quote_id) IS DISTINCT FROM (OLD.id, OLD.quote_id) THEN
        PERFORM quote_refuse('a payout stays with its quote', 'payout_is_kept');
    ELSIF TG_OP = 'UPDATE' AND NEW.changes <> OLD.changes + 1 AND ((NEW.state, NEW.way, NEW.paid_at)
        IS DISTINCT FROM (OLD.state, OLD.way, OLD.paid_at)
        OR (NEW.reference, NEW.reason) IS DISTINCT FROM (OLD.reference, OLD.reason)
           AND NOT (NEW.reference = '' AND NEW.reason IN (OLD.reason, 'erased')
                    AND quote_is_ending())) THEN
        PERFORM quote_refuse('a change is counted', 'payout_changes_are_counted');
    ELSIF TG_OP = 'UPDATE' AND NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        ('owed', 'paid'), ('owed', 'failed'), ('owed', 'waived'), ('failed', 'owed'),
        ('failed', 'paid'), ('failed', 'waived'), ('paid', 'failed'), ('waived', 'owed')) THEN
        PERFORM quote_refuse('a payout does not move so', 'payout_moves_where_it_may');
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER payout_is_kept BEFORE INSERT OR UPDATE OR DELETE ON removals_payout
    FOR EACH ROW EXECUTE FUNCTION payout_check();

CREATE TRIGGER statement_is_written_once BEFORE UPDATE OR DELETE ON removals_statement
    FOR EACH ROW EXECUTE FUNCTION removals_written_once();
"""

UNMONEY = """
DROP TRIGGER statement_is_written_once ON removals_statement;
DROP TRIGGER payout_is_kept ON removals_payout;
DROP FUNCTION payout_check();
DROP TRIGGER removal_finishes_with_an_answer ON removals_removal;
DROP FUNCTION quote_check_finish();
DROP TRIGGER quote_lines_are_kept ON removals_quoteline;
DROP FUNCTION quote_keep_lines();
DROP TRIGGER quote_is_accepted_as_it_stands ON removals_quote;
DROP FUNCTION quote_fits(uuid, uuid);
DROP FUNCTION quote_check_accepted();
DROP TRIGGER quote_begins_by_waiting ON removals_quote;
DROP FUNCTION quote_check_begin();
DROP TRIGGER quote_is_kept ON removals_quote;
DROP FUNCTION quote_keep();
DROP FUNCTION quote_is_ending();
DROP FUNCTION quote_refuse(text, text);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("removals", "0001_initial"),
        ("directory", "0001_initial"),
        ("audit", "0002_guard"),
        ("bookings", "0002_guard"),
    ]

    operations = [
        migrations.RunSQL(GUARD, UNGUARD),
        migrations.RunSQL(MONEY, UNMONEY),
        watch("removals_quote"),
        watch("removals_payout"),
    ]
