"""Which robots are told, and where people are told, is noted like any other change by staff."""

from django.db import migrations

from voltbay.audit.triggers import watch


class Migration(migrations.Migration):
    dependencies = [("staff_news", "0001_initial"), ("audit", "0002_guard")]

    operations = [watch("staff_news_robot"), watch("staff_news_address")]
