"""The Django app of this package."""

from django.apps import AppConfig


class TotalsConfig(AppConfig):
    name = "voltbay.totals"
    label = "totals"
