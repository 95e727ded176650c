"""The Django app of this package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BookingsConfig(AppConfig):
    name = "voltbay.bookings"
    label = "bookings"
    verbose_name = _("bookings")
