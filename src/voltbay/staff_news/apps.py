"""The Django app of this package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffNewsConfig(AppConfig):
    name = "voltbay.staff_news"
    label = "staff_news"
    verbose_name = _("what staff hear of")
