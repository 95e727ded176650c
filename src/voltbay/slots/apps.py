"""The Django app of this package."""

from django.apps import AppConfig


class SlotsConfig(AppConfig):
    name = "voltbay.slots"
    label = "slots"
