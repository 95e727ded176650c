"""What staff did is kept by month: one that is over goes as a whole."""

from django.db import migrations

from voltbay.core.by_month import KeepByMonth


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("audit", "0002_guard")]

    operations = [KeepByMonth("auditentry", column="at")]
