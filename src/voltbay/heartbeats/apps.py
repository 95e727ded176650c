"""The Django app of this package."""

from django.apps import AppConfig


class HeartbeatsConfig(AppConfig):
    name = "voltbay.heartbeats"
    label = "heartbeats"
