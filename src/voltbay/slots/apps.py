"""The Django app of this package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SlotsConfig(AppConfig):
    name = "voltbay.slots"
    label = "slots"
    verbose_name = _("opening and slots")
