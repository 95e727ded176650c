"""What is owed of all that moved before the database kept it."""

from django.db import migrations

from voltbay.core.fill import FillFrom

LACKS = """
EXISTS (SELECT FROM removals_removal AS removal
    WHERE removal.id = removal_id AND removal.finished_at IS NOT NULL)
AND EXISTS (
    SELECT FROM unnest(ARRAY['car_maker', 'national_platform']) AS profile,
        (VALUES ('in', stored_at), ('out', left_at)) AS went (way, at)
    WHERE went.at IS NOT NULL AND NOT EXISTS (
        SELECT FROM traceability_reportrow AS told WHERE told.profile = profile.profile
          AND told.pack_id = removals_batterypack.id AND told.way = went.way AND told.is_current)
    AND NOT EXISTS (
        SELECT FROM traceability_owed AS owed WHERE owed.pack_id = removals_batterypack.id
          AND owed.way = went.way AND owed.profile = profile.profile))
"""
OWE = """
INSERT INTO traceability_owed (profile, pack_id, way, outlet_id, known_at)
SELECT profile, pack.id, went.way, pack.outlet_id, GREATEST(went.at, pack.code_found_at)
FROM batch JOIN removals_batterypack AS pack ON pack.id = batch_key,
    unnest(ARRAY['car_maker', 'national_platform']) AS profile,
    LATERAL (VALUES ('in', pack.stored_at), ('out', pack.left_at)) AS went (way, at)
WHERE went.at IS NOT NULL AND NOT EXISTS (
    SELECT FROM traceability_reportrow AS told WHERE told.profile = profile.profile
      AND told.pack_id = pack.id AND told.way = went.way AND told.is_current)
ON CONFLICT (pack_id, way, profile) DO NOTHING
"""


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("traceability", "0003_owed"), ("removals", "0003_days")]

    operations = [FillFrom("removals.batterypack", to=OWE, where=LACKS)]
