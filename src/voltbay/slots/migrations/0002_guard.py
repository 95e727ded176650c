"""The database keeps `taken` from the claims, for every writer, and lets nobody else write it."""

from django.db import migrations

KEEP_TAKEN = """
-- A place given back in a slot that the hours no longer staff is gone, not free again.
CREATE FUNCTION slots_keep_taken() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER slots_claim_keeps_taken
    AFTER INSERT OR UPDATE OF slot_id, places OR DELETE ON slots_claim
    FOR EACH ROW EXECUTE FUNCTION slots_keep_taken();

CREATE FUNCTION slots_forget_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE slots_slot SET taken = 0 WHERE taken <> 0;
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
    BEFORE UPDATE OF taken ON slots_slot FOR EACH ROW
    WHEN (OLD.taken IS DISTINCT FROM NEW.taken AND pg_trigger_depth() = 0)
    EXECUTE FUNCTION slots_refuse_taken();
CREATE TRIGGER slots_slot_begins_untaken
    BEFORE INSERT ON slots_slot FOR EACH ROW
    WHEN (NEW.taken <> 0)
    EXECUTE FUNCTION slots_refuse_taken();

-- `taken` changes often and is in no index: room on the page keeps these updates heap-only.
ALTER TABLE slots_slot SET (fillfactor = 70);
"""

UNDO = """
ALTER TABLE slots_slot RESET (fillfactor);
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
