"""The Django app of this package."""

from django.apps import AppConfig


class LimitsConfig(AppConfig):
    name = "voltbay.limits"
    label = "limits"
