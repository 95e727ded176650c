"""The Django app of this package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CompanyPagesConfig(AppConfig):
    name = "voltbay.company_pages"
    label = "company_pages"
    verbose_name = _("pages of companies")
