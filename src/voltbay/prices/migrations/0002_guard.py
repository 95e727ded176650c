"""A range that holds at an outlet is its company's."""

from django.db import migrations

GUARD = """
CREATE FUNCTION prices_check_outlet() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM directory_outlet
                   WHERE id = NEW.outlet_id AND company_id = NEW.company_id) THEN
        RAISE EXCEPTION 'the outlet is another company''s'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER price_range_is_of_the_companys_outlet BEFORE INSERT OR UPDATE ON prices_pricerange
    FOR EACH ROW WHEN (NEW.outlet_id IS NOT NULL) EXECUTE FUNCTION prices_check_outlet();
"""

UNGUARD = """
DROP TRIGGER price_range_is_of_the_companys_outlet ON prices_pricerange;
DROP FUNCTION prices_check_outlet();
"""


class Migration(migrations.Migration):
    dependencies = [("prices", "0001_initial")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
