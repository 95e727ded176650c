"""Telling a phone that may be another person's by now.

China's carriers keep a number that was given up for at least 90 days before somebody else gets it.
So a phone that was proven within that time is still with whoever proved it.
"""

from datetime import datetime, timedelta

from django.conf import settings

from voltbay.accounts.models import Owner


def may_be_anothers(owner: Owner, *, now: datetime) -> bool:
    """Tell whether an owner's phone was proven so long ago that it may have been given out again.

    What nobody ever proved was told to a desk when the account was made. Being signed in proves no
    phone: whoever has a new one goes on with the old session.
    """
    return anothers_from(owner) <= now


def anothers_from(owner: Owner) -> datetime:
    """Return the instant before which an owner's phone cannot have been given out again."""
    proven_at = owner.phone_proven_at or owner.created_at
    return proven_at + timedelta(days=settings.VOLTBAY_RECYCLED_AFTER_DAYS)
