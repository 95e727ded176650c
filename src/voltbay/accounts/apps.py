"""The Django app of this package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "voltbay.accounts"
    label = "accounts"
    verbose_name = _("accounts")
