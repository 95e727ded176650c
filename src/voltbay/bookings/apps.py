"""The Django app of this package."""

from django.apps import AppConfig


class BookingsConfig(AppConfig):
    name = "voltbay.bookings"
    label = "bookings"
