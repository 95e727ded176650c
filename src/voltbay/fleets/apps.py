"""The Django app of this package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FleetsConfig(AppConfig):
    name = "voltbay.fleets"
    label = "fleets"
    verbose_name = _("fleets")
