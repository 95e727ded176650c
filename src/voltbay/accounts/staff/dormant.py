"""Staff who have not signed in for long: they rest until whoever manages them wakes them."""

from datetime import datetime, timedelta

from django.conf import settings

from voltbay.accounts.models import StaffUser


def is_dormant(staff: StaffUser, *, now: datetime) -> bool:
    """Tell whether somebody has not been here for the days that the setting says; 0 is never."""
    days = settings.VOLTBAY_STAFF_DORMANT_DAYS
    seen = max(filter(None, (staff.last_login, staff.woken_at, staff.date_joined)))
    return bool(days) and seen <= now - timedelta(days=days)


def wake(staff: StaffUser, *, now: datetime) -> None:
    """Let somebody sign in again, from now on for as many days."""
    StaffUser.objects.filter(pk=staff.pk).update(woken_at=now)
