"""The Django app of this package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CalloutsConfig(AppConfig):
    name = "voltbay.callouts"
    label = "callouts"
    verbose_name = _("call-outs")
