"""The Django app of this package."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "voltbay.directory"
    label = "directory"
