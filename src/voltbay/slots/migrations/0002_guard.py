"""The database keeps `taken` from the claims, for every writer, and lets nobody else write it."""

from django.db import migrations

KEEP_TAKEN = """
-- A place given back in a slot that the hours no longer staff is gone, not free again. So is a
-- technician who has left, and a bay that owners no longer have.
CREATE FUNCTION slots_keep_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A claim that moves gives back before it takes, in case both are the same slot.
    IF TG_OP IN ('UPDATE', 'DELETE') THEN
        UPDATE slots_slot
        SET taken = taken - OLD.places,
            capacity = CASE
                WHEN shrinks_to IS NULL THEN capacity
                ELSE LEAST(capacity, GREATEST(shrinks_to, taken - OLD.places))
            END,
            technicians_taken = technicians_taken - OLD.technicians,
            technicians = CASE
                WHEN technicians_shrink_to IS NULL THEN technicians
                ELSE LEAST(technicians,
                    GREATEST(technicians_shrink_to, technicians_taken - OLD.technicians))
            END,
            owners_taken = CASE
                WHEN OLD.by_desk THEN owners_taken ELSE owners_taken - OLD.places
            END,
            for_owners = CASE
                WHEN owners_shrink_to IS NULL OR OLD.by_desk THEN for_owners
                ELSE LEAST(for_owners, GREATEST(owners_shrink_to, owners_taken - OLD.places))
            END
        WHERE id = OLD.slot_id;
    END IF;
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        UPDATE slots_slot
        SET taken = taken + NEW.places,
            technicians_taken = technicians_taken + NEW.technicians,
            owners_taken = CASE
                WHEN NEW.by_desk THEN owners_taken ELSE owners_taken + NEW.places
            END
        WHERE id = NEW.slot_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER slots_claim_keeps_taken
    AFTER INSERT OR UPDATE OF slot_id, places, technicians, by_desk OR DELETE ON slots_claim
    FOR EACH ROW EXECUTE FUNCTION slots_keep_taken();

CREATE FUNCTION slots_forget_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE slots_slot SET taken = 0, technicians_taken = 0, owners_taken = 0
        WHERE (taken, technicians_taken, owners_taken) <> (0, 0, 0);
    RETURN NULL;
END $$;
CREATE TRIGGER slots_claim_truncated
    AFTER TRUNCATE ON slots_claim
    FOR EACH STATEMENT EXECUTE FUNCTION slots_forget_taken();

CREATE FUNCTION slots_refuse_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'slots_slot.taken is kept from slots_claim: write a claim instead'
        USING ERRCODE = 'restrict_violation';
END $$;
-- Depth 0 is a statement of a client; the claims' trigger comes at depth 1.
CREATE TRIGGER slots_slot_taken_is_kept
    BEFORE UPDATE OF taken, technicians_taken, owners_taken ON slots_slot FOR EACH ROW
    WHEN ((OLD.taken, OLD.technicians_taken, OLD.owners_taken)
        IS DISTINCT FROM (NEW.taken, NEW.technicians_taken, NEW.owners_taken)
        AND pg_trigger_depth() = 0)
    EXECUTE FUNCTION slots_refuse_taken();
CREATE TRIGGER slots_slot_begins_untaken
    BEFORE INSERT ON slots_slot FOR EACH ROW
    WHEN ((NEW.taken, NEW.technicians_taken, NEW.owners_taken) <> (0, 0, 0))
    EXECUTE FUNCTION slots_refuse_taken();

-- A slot has a number of technicians exactly where its outlet counts them. Without it any number
-- would do, so a writer who leaves it out would give places that nobody certified is there for.
CREATE FUNCTION slots_check_technicians() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.technicians IS NOT NULL) IS DISTINCT FROM
        (SELECT counts_technicians FROM directory_outlet WHERE id = NEW.outlet_id)
    THEN
        RAISE EXCEPTION 'slot of %: technicians are given exactly where the outlet counts them',
            NEW.starts_at
            USING ERRCODE = 'check_violation', CONSTRAINT = 'slot_counts_as_its_outlet';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER slot_counts_when_made BEFORE INSERT ON slots_slot
    FOR EACH ROW EXECUTE FUNCTION slots_check_technicians();
CREATE TRIGGER slot_counts_when_changed BEFORE UPDATE OF technicians, outlet_id ON slots_slot
    FOR EACH ROW WHEN ((OLD.technicians IS NULL) <> (NEW.technicians IS NULL)
        OR OLD.outlet_id <> NEW.outlet_id)
    EXECUTE FUNCTION slots_check_technicians();

-- From the moment in which an outlet counts, nothing more is given until publishing has counted.
-- In time order, as takers lock them.
CREATE FUNCTION slots_follow_outlet() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM slots_slot WHERE outlet_id = NEW.id ORDER BY starts_at FOR NO KEY UPDATE;
    UPDATE slots_slot
    SET technicians = CASE WHEN NEW.counts_technicians THEN technicians_taken END,
        technicians_shrink_to = CASE WHEN NEW.counts_technicians THEN 0 END
    WHERE outlet_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER slots_follow_outlet AFTER UPDATE OF counts_technicians ON directory_outlet
    FOR EACH ROW WHEN (OLD.counts_technicians <> NEW.counts_technicians)
    EXECUTE FUNCTION slots_follow_outlet();

-- `taken` changes often and is in no index: room on the page keeps these updates heap-only.
ALTER TABLE slots_slot SET (fillfactor = 70);
"""

UNDO = """
ALTER TABLE slots_slot RESET (fillfactor);
DROP TRIGGER slots_follow_outlet ON directory_outlet;
DROP FUNCTION slots_follow_outlet();
DROP TRIGGER slot_counts_when_changed ON slots_slot;
DROP TRIGGER slot_counts_when_made ON slots_slot;
DROP FUNCTION slots_check_technicians();
DROP TRIGGER slots_slot_begins_untaken ON slots_slot;
DROP TRIGGER slots_slot_taken_is_kept ON slots_slot;
DROP FUNCTION slots_refuse_taken();
DROP TRIGGER slots_claim_truncated ON slots_claim;
DROP FUNCTION slots_forget_taken();
DROP TRIGGER slots_claim_keeps_taken ON slots_claim;
DROP FUNCTION slots_keep_taken();
"""


class Migration(migrations.Migration):
    dependencies = [("slots", "0001_initial")]

    operations = [migrations.RunSQL(KEEP_TAKEN, UNDO)]
