"""The Django app of this package."""

from django.apps import AppConfig


class ErasuresConfig(AppConfig):
    name = "voltbay.erasures"
    label = "erasures"
