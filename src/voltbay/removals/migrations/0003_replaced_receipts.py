"""A receipt may be replaced by another one; both stay."""

import django.db.models.deletion
from django.db import migrations, models

import voltbay.core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("removals", "0002_guard"),
    ]

    operations = [
        migrations.AddField(
            model_name="receipt",
            name="number",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="receipt",
            name="replaces",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="successor",
                to="removals.receipt",
            ),
        ),
        migrations.AddField(
            model_name="receipt",
            name="why",
            field=voltbay.core.fields.SealedTextField(null=True),
        ),
        migrations.AlterField(
            model_name="receipt",
            name="removal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="receipts",
                to="removals.removal",
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.UniqueConstraint(
                fields=("removal", "number"), name="receipt_one_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("number", 1), ("replaces__isnull", True), ("why__isnull", True)),
                    models.Q(
                        ("number__gt", 1), ("replaces__isnull", False), ("why__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="receipt_replaces_the_one_before",
            ),
        ),
    ]
