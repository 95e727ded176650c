"""Changes of master data are written down by the database, whoever makes them; nobody rewrites it."""

from django.db import migrations

from voltbay.audit.triggers import append_only, install, watch


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_initial"),
        ("directory", "0001_initial"),
        ("prices", "0001_initial"),
        ("notifications", "0001_initial"),
        ("accounts", "0001_initial"),
        ("articles", "0001_initial"),
    ]

    operations = [
        install(),
        append_only("audit_auditentry"),
        append_only("audit_view"),
        watch("directory_company"),
        watch("directory_qualification"),
        watch("directory_outlet", but=("stored_kg", "expected_kg")),
        watch("directory_service"),
        watch("directory_openinghours"),
        watch("directory_closure"),
        watch("directory_openday"),
        watch("directory_technician"),
        watch("directory_shift"),
        watch("directory_leave"),
        watch("directory_importrun"),
        watch("prices_pricerange"),
        watch("notifications_templatetext"),
        watch("accounts_staffuser", but=("last_login",)),
        watch("accounts_staffuser_outlets"),
        watch("accounts_secondfactor"),
        watch("accounts_agreement"),
        watch("accounts_support"),
        watch("articles_article", but=("search",)),
    ]
