"""The Django app of this package."""

from django.apps import AppConfig


class PricesConfig(AppConfig):
    name = "voltbay.prices"
    label = "prices"
