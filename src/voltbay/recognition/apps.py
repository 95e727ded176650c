"""The Django app of this package."""

from django.apps import AppConfig


class RecognitionConfig(AppConfig):
    name = "voltbay.recognition"
    label = "recognition"
