"""The Django app of this package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "voltbay.audit"
    label = "audit"
    verbose_name = _("audit")
