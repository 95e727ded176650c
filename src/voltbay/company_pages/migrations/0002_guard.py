"""What companies say of themselves, and who lets it be seen, is written down by the database."""

from django.db import migrations

from voltbay.audit.triggers import watch


class Migration(migrations.Migration):
    dependencies = [("company_pages", "0001_initial"), ("audit", "0002_guard")]

    operations = [
        watch("company_pages_pageversion"),
        watch("company_pages_picture"),
        watch("company_pages_signup"),
    ]
