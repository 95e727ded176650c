"""The Django app of this package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RightsConfig(AppConfig):
    name = "voltbay.rights"
    label = "rights"
    verbose_name = _("rights")
