"""Changes of extra opening days are written down like those of the other master data."""

from django.db import migrations

WATCH = """
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON directory_openday
    FOR EACH ROW EXECUTE FUNCTION audit_change();
"""
UNWATCH = "DROP TRIGGER audited ON directory_openday;"


class Migration(migrations.Migration):
    dependencies = [("console", "0002_witness"), ("directory", "0005_open_days")]

    operations = [migrations.RunSQL(WATCH, UNWATCH)]
