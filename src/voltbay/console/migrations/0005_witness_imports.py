"""Each import of companies or outlets is written down, with the person and the counts."""

from django.db import migrations

WATCH = """
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON directory_importrun
    FOR EACH ROW EXECUTE FUNCTION audit_change();
"""
UNWATCH = "DROP TRIGGER audited ON directory_importrun;"


class Migration(migrations.Migration):
    dependencies = [("console", "0004_owner_views"), ("directory", "0006_importrun")]

    operations = [migrations.RunSQL(WATCH, UNWATCH)]
