"""The Django app of this package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "voltbay.directory"
    label = "directory"
    verbose_name = _("places that remove batteries")
