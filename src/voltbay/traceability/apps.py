"""The Django app of this package."""

from django.apps import AppConfig


class TraceabilityConfig(AppConfig):
    name = "voltbay.traceability"
    label = "traceability"
