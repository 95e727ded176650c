"""Records are only added to, and an outlet's stock is always the sum of its packs."""

from django.db import migrations

GUARD = """
CREATE FUNCTION removals_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only added to', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER removal_event_is_append_only BEFORE UPDATE OR DELETE ON removals_removalevent
    FOR EACH ROW EXECUTE FUNCTION removals_written_once();
CREATE TRIGGER receipt_is_written_once BEFORE UPDATE OR DELETE ON removals_receipt
    FOR EACH ROW EXECUTE FUNCTION removals_written_once();
CREATE TRIGGER handover_is_written_once BEFORE UPDATE OR DELETE ON removals_handover
    FOR EACH ROW EXECUTE FUNCTION removals_written_once();
CREATE TRIGGER export_packs_are_written_once BEFORE UPDATE OR DELETE ON removals_export_packs
    FOR EACH ROW EXECUTE FUNCTION removals_written_once();
CREATE TRIGGER export_is_kept BEFORE DELETE ON removals_export
    FOR EACH ROW EXECUTE FUNCTION removals_written_once();
-- Only that it was reported may be added, once.
CREATE TRIGGER export_stays_as_it_was BEFORE UPDATE ON removals_export
    FOR EACH ROW
    WHEN (OLD.reported_at IS NOT NULL
          OR (OLD.kind, OLD.form, OLD.rows, OLD.filename, OLD.size, OLD.sha256, OLD.at, OLD.staff_id)
             IS DISTINCT FROM
             (NEW.kind, NEW.form, NEW.rows, NEW.filename, NEW.size, NEW.sha256, NEW.at, NEW.staff_id))
    EXECUTE FUNCTION removals_written_once();

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
DROP TRIGGER export_stays_as_it_was ON removals_export;
DROP TRIGGER export_is_kept ON removals_export;
DROP TRIGGER export_packs_are_written_once ON removals_export_packs;
DROP TRIGGER handover_is_written_once ON removals_handover;
DROP TRIGGER receipt_is_written_once ON removals_receipt;
DROP TRIGGER removal_event_is_append_only ON removals_removalevent;
DROP FUNCTION removals_written_once();
"""


class Migration(migrations.Migration):
    dependencies = [("removals", "0001_initial"), ("directory", "0001_initial")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
