"""The Django app of this package."""

from django.apps import AppConfig


class InfoConfig(AppConfig):
    name = "voltbay.info"
    label = "info"
