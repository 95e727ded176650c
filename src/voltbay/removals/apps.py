"""The Django app of this package."""

from django.apps import AppConfig


class RemovalsConfig(AppConfig):
    name = "voltbay.removals"
    label = "removals"
