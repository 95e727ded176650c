"""What moved is seen in one view; what was reported stays, numbered, chained and once a profile."""

from django.db import migrations

MOVEMENTS = """
CREATE VIEW traceability_movement AS
SELECT
    pack.id::text || ':' || went.way AS id,
    pack.id AS pack_id,
    went.way,
    CASE WHEN pack.code = pack.own_number THEN 'uncoded'
         WHEN pack.is_reused THEN 'reused' ELSE 'coded' END AS sort,
    pack.outlet_id,
    outlet.company_id,
    pack.removal_id,
    booking.code AS booking_code,
    COALESCE(maker.name, CASE WHEN strpos(booking.vehicle_model, '牌') > 1
        THEN left(split_part(booking.vehicle_model, '牌', 1), 60) ELSE '' END) AS car_maker,
    booking.vin IS NOT NULL AS has_vin,
    went.at AS happened_at,
    GREATEST(went.at, pack.code_found_at) AS known_at,
    GREATEST(pack.code_found_at, maker.at, receiver.at,
        (SELECT max(vin.at) FROM traceability_correctedvin AS vin
         WHERE vin.removal_id = pack.removal_id),
        (SELECT max(former.at) FROM traceability_formercode AS former WHERE former.pack_id = pack.id),
        (SELECT max(event.at) FROM removals_removalevent AS event
         WHERE event.removal_id = pack.removal_id AND event.kind IN ('corrected', 'code_found'))
    ) AS changed_at,
    jsonb_build_object(
        'sort', CASE WHEN pack.code = pack.own_number THEN 'uncoded'
                     WHEN pack.is_reused THEN 'reused' ELSE 'coded' END,
        'car_maker', COALESCE(maker.name, CASE WHEN strpos(booking.vehicle_model, '牌') > 1
            THEN left(split_part(booking.vehicle_model, '牌', 1), 60) ELSE '' END),
        'code', CASE WHEN pack.code = pack.own_number THEN '' ELSE pack.code END,
        'own_number', COALESCE(pack.own_number, ''),
        'no_code_reason', pack.no_code_reason,
        'product', pack.product,
        'chemistry', pack.chemistry,
        'maker', pack.maker,
        'energy_kwh', COALESCE(pack.energy_kwh::text, ''),
        'mass_kg', COALESCE(pack.mass_kg::text, ''),
        'printed_serial', pack.printed_serial,
        'former_codes', COALESCE((SELECT string_agg(former.code, '、' ORDER BY former.code)
            FROM traceability_formercode AS former WHERE former.pack_id = pack.id), ''),
        'stored_date', to_char(pack.stored_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD'),
        'left_date', COALESCE(to_char(pack.left_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD'), ''),
        'receiver_name', COALESCE(receiver.receiver_name, handover.receiver_name, ''),
        'receiver_code', COALESCE(receiver.receiver_credit_code, handover.receiver_credit_code, ''),
        'vin_corrected', (SELECT COALESCE(NULLIF(count(*), 0)::text, '')
            FROM traceability_correctedvin AS vin WHERE vin.removal_id = pack.removal_id),
        'outlet_name', outlet.name,
        'company_name', company.name,
        'company_code', company.credit_code
    ) AS facts
FROM removals_batterypack AS pack
JOIN removals_removal AS removal ON removal.id = pack.removal_id
JOIN bookings_booking AS booking ON booking.id = removal.booking_id
JOIN directory_outlet AS outlet ON outlet.id = pack.outlet_id
JOIN directory_company AS company ON company.id = outlet.company_id
CROSS JOIN LATERAL (VALUES ('in', pack.stored_at), ('out', pack.left_at)) AS went(way, at)
LEFT JOIN removals_handover AS handover ON handover.id = pack.handover_id
LEFT JOIN LATERAL (
    SELECT name, at FROM traceability_carmaker AS named
    WHERE named.removal_id = pack.removal_id ORDER BY named.id DESC LIMIT 1
) AS maker ON true
LEFT JOIN LATERAL (
    SELECT receiver_name, receiver_credit_code, at FROM traceability_correctedreceiver AS right_one
    WHERE right_one.handover_id = pack.handover_id ORDER BY right_one.id DESC LIMIT 1
) AS receiver ON true
WHERE went.at IS NOT NULL AND removal.finished_at IS NOT NULL;
"""
UNMOVEMENTS = "DROP VIEW traceability_movement;"

GUARD = """
CREATE FUNCTION traceability_refuse(what text, named text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', what USING ERRCODE = 'restrict_violation', CONSTRAINT = named;
END $$;
CREATE FUNCTION traceability_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM traceability_refuse(TG_TABLE_NAME || ' is only added to', TG_NAME);
    RETURN NULL;
END $$;
CREATE TRIGGER car_maker_is_written_once BEFORE UPDATE OR DELETE ON traceability_carmaker
    FOR EACH ROW EXECUTE FUNCTION traceability_written_once();
CREATE TRIGGER corrected_receiver_is_kept BEFORE DELETE ON traceability_correctedreceiver
    FOR EACH ROW EXECUTE FUNCTION traceability_written_once();
-- What staff wrote is written over when its time is over: see core/retention.py.
CREATE TRIGGER corrected_receiver_is_written_once BEFORE UPDATE ON traceability_correctedreceiver
    FOR EACH ROW
    WHEN (NEW.why <> 'erased' OR NEW.credit_code_override_reason <> ''
          OR to_jsonb(NEW) - '{why,credit_code_override_reason}'::text[]
             IS DISTINCT FROM to_jsonb(OLD) - '{why,credit_code_override_reason}'::text[]
          OR OLD.at <= NULLIF(current_setting('voltbay.over_before', true), '')::timestamptz
             IS NOT TRUE)
    EXECUTE FUNCTION traceability_written_once();
CREATE TRIGGER corrected_vin_is_written_once BEFORE UPDATE OR DELETE ON traceability_correctedvin
    FOR EACH ROW EXECUTE FUNCTION traceability_written_once();
CREATE TRIGGER former_code_is_written_once BEFORE UPDATE OR DELETE ON traceability_formercode
    FOR EACH ROW EXECUTE FUNCTION traceability_written_once();
CREATE TRIGGER archive_is_written_once BEFORE UPDATE OR DELETE ON traceability_archive
    FOR EACH ROW EXECUTE FUNCTION traceability_written_once();
CREATE TRIGGER report_is_kept BEFORE DELETE ON traceability_report
    FOR EACH ROW EXECUTE FUNCTION traceability_written_once();
CREATE TRIGGER report_row_is_kept BEFORE DELETE ON traceability_reportrow
    FOR EACH ROW EXECUTE FUNCTION traceability_written_once();

-- A report only gains that it was taken back, once, and not under a correction of it.
CREATE FUNCTION traceability_keep_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Why it was taken back is written over when its time is over.
    IF OLD.withdrawn_at <= NULLIF(current_setting('voltbay.over_before', true), '')::timestamptz
       AND NEW.withdrawn_why = 'erased'
       AND to_jsonb(NEW) - 'withdrawn_why' = to_jsonb(OLD) - 'withdrawn_why' THEN
        RETURN NEW;
    END IF;
    IF OLD.withdrawn_at IS NOT NULL
       OR to_jsonb(NEW) - '{withdrawn_at,withdrawn_by_id,withdrawn_why}'::text[]
          IS DISTINCT FROM to_jsonb(OLD) - '{withdrawn_at,withdrawn_by_id,withdrawn_why}'::text[] THEN
        PERFORM traceability_refuse('what was reported stays', 'report_stays_as_it_was');
    END IF;
    IF EXISTS (SELECT FROM traceability_reportrow WHERE report_id = NEW.id AND NOT is_current) THEN
        PERFORM traceability_refuse('the report was corrected since', 'report_was_corrected');
    END IF;
    UPDATE traceability_reportrow SET is_current = false WHERE report_id = NEW.id;
    UPDATE traceability_reportrow SET is_current = true, may_differ = true WHERE id IN (
        SELECT corrects_id FROM traceability_reportrow WHERE report_id = NEW.id);
    RETURN NEW;
END $$;
CREATE TRIGGER report_stays_as_it_was BEFORE UPDATE ON traceability_report
    FOR EACH ROW EXECUTE FUNCTION traceability_keep_report();

-- Of a row only VIN and salt may go or be sealed anew; whether it counts is kept from here.
CREATE FUNCTION traceability_keep_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - '{vin,salt,is_current,may_differ}'::text[]
       IS DISTINCT FROM to_jsonb(OLD) - '{vin,salt,is_current,may_differ}'::text[]
       OR ((OLD.is_current, OLD.may_differ) <> (NEW.is_current, NEW.may_differ)
           AND pg_trigger_depth() < 2)
       OR (OLD.vin IS NULL AND NEW.vin IS NOT NULL) THEN
        PERFORM traceability_refuse('what was reported stays', 'report_row_stays_as_it_was');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER report_row_stays_as_it_was BEFORE UPDATE ON traceability_reportrow
    FOR EACH ROW EXECUTE FUNCTION traceability_keep_row();

-- Each row is the next link of its company's chain, and says of itself what its columns say.
CREATE FUNCTION traceability_link_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last record;
    says jsonb := NEW.payload::jsonb;
BEGIN
    SELECT sequence, digest INTO last FROM traceability_reportrow
        WHERE company_id = NEW.company_id ORDER BY sequence DESC LIMIT 1;
    IF NEW.sequence <> COALESCE(last.sequence, 0) + 1
       OR NEW.previous <> COALESCE(last.digest, repeat('0', 64))
       OR NEW.digest <> encode(sha256(convert_to(NEW.previous || NEW.payload, 'UTF8')), 'hex') THEN
        PERFORM traceability_refuse('the row is not the next of its chain', 'report_rows_are_chained');
    END IF;
    IF (says ->> 'report', says ->> 'profile', says ->> 'pack', says ->> 'way')
       IS DISTINCT FROM (NEW.report_id::text, NEW.profile, NEW.pack_id::text, NEW.way)
       OR NOT EXISTS (SELECT FROM traceability_report WHERE id = NEW.report_id
           AND company_id = NEW.company_id AND profile = NEW.profile AND withdrawn_at IS NULL) THEN
        PERFORM traceability_refuse('the row says another thing', 'report_row_says_what_it_is');
    END IF;
    IF NEW.corrects_id IS NOT NULL THEN
        UPDATE traceability_reportrow SET is_current = false
            WHERE id = NEW.corrects_id AND is_current
              AND (profile, pack_id, way) = (NEW.profile, NEW.pack_id, NEW.way);
        IF NOT FOUND THEN
            PERFORM traceability_refuse('nothing that counts is corrected', 'report_row_corrects');
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER report_rows_are_chained BEFORE INSERT ON traceability_reportrow
    FOR EACH ROW EXECUTE FUNCTION traceability_link_row();

-- Whatever a report was written from and is changed since, by whomever, is compared anew.
CREATE FUNCTION traceability_compare_pack() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE traceability_reportrow SET may_differ = true
        WHERE pack_id = NEW.id AND is_current AND NOT may_differ;
    RETURN NULL;
END $$;
CREATE TRIGGER reported_pack_is_compared
    AFTER UPDATE OF code, own_number, no_code_reason, product, chemistry, is_reused, maker,
        energy_kwh, printed_serial, mass_kg, stored_at, left_at, handover_id, outlet_id
    ON removals_batterypack FOR EACH ROW EXECUTE FUNCTION traceability_compare_pack();

CREATE FUNCTION traceability_compare_others() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE asked jsonb := to_jsonb(NEW);
BEGIN
    UPDATE traceability_reportrow SET may_differ = true WHERE is_current AND NOT may_differ
        AND pack_id IN (
            SELECT pack.id FROM removals_batterypack AS pack
            WHERE TG_TABLE_NAME IN ('traceability_carmaker', 'traceability_correctedvin')
                  AND pack.removal_id = (asked ->> 'removal_id')::uuid
               OR TG_TABLE_NAME = 'traceability_correctedreceiver'
                  AND pack.handover_id = (asked ->> 'handover_id')::uuid
               OR TG_TABLE_NAME = 'traceability_formercode'
                  AND pack.id = (asked ->> 'pack_id')::uuid
               OR TG_TABLE_NAME = 'bookings_booking' AND pack.removal_id IN (
                   SELECT id FROM removals_removal WHERE booking_id = (asked ->> 'id')::uuid));
    RETURN NULL;
END $$;
CREATE TRIGGER reported_car_is_compared AFTER INSERT ON traceability_carmaker
    FOR EACH ROW EXECUTE FUNCTION traceability_compare_others();
CREATE TRIGGER reported_vin_is_compared AFTER INSERT ON traceability_correctedvin
    FOR EACH ROW EXECUTE FUNCTION traceability_compare_others();
CREATE TRIGGER reported_receiver_is_compared AFTER INSERT ON traceability_correctedreceiver
    FOR EACH ROW EXECUTE FUNCTION traceability_compare_others();
CREATE TRIGGER reported_code_is_compared AFTER INSERT ON traceability_formercode
    FOR EACH ROW EXECUTE FUNCTION traceability_compare_others();
CREATE TRIGGER reported_model_is_compared AFTER UPDATE OF vehicle_model ON bookings_booking
    FOR EACH ROW WHEN (OLD.vehicle_model <> NEW.vehicle_model AND OLD.state = 'completed')
    EXECUTE FUNCTION traceability_compare_others();
"""
UNGUARD = """
DROP TRIGGER reported_model_is_compared ON bookings_booking;
DROP TRIGGER reported_code_is_compared ON traceability_formercode;
DROP TRIGGER reported_receiver_is_compared ON traceability_correctedreceiver;
DROP TRIGGER reported_vin_is_compared ON traceability_correctedvin;
DROP TRIGGER reported_car_is_compared ON traceability_carmaker;
DROP FUNCTION traceability_compare_others();
DROP TRIGGER reported_pack_is_compared ON removals_batterypack;
DROP FUNCTION traceability_compare_pack();
DROP TRIGGER report_rows_are_chained ON traceability_reportrow;
DROP FUNCTION traceability_link_row();
DROP TRIGGER report_row_stays_as_it_was ON traceability_reportrow;
DROP FUNCTION traceability_keep_row();
DROP TRIGGER report_stays_as_it_was ON traceability_report;
DROP FUNCTION traceability_keep_report();
DROP TRIGGER report_row_is_kept ON traceability_reportrow;
DROP TRIGGER report_is_kept ON traceability_report;
DROP TRIGGER archive_is_written_once ON traceability_archive;
DROP TRIGGER former_code_is_written_once ON traceability_formercode;
DROP TRIGGER corrected_vin_is_written_once ON traceability_correctedvin;
DROP TRIGGER corrected_receiver_is_kept ON traceability_correctedreceiver;
DROP TRIGGER corrected_receiver_is_written_once ON traceability_correctedreceiver;
DROP TRIGGER car_maker_is_written_once ON traceability_carmaker;
DROP FUNCTION traceability_written_once();
DROP FUNCTION traceability_refuse(text, text);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("traceability", "0001_initial"),
        ("removals", "0002_guard"),
        ("bookings", "0001_initial"),
        ("directory", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(MOVEMENTS, UNMOVEMENTS),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
