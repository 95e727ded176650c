"""Voltbay's settings, with the migrations of later releases behind those of the bookings."""

from voltbay.server.settings import *  # noqa: F403  # as Django's settings are built upon

MIGRATION_MODULES = {"bookings": "bench.later"}
