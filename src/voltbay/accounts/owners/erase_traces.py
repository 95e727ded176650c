"""Erasing what signing in left behind."""

from datetime import datetime

from voltbay.accounts.models import Session, SignInCode
from voltbay.accounts.owners.captcha import erase_spent
from voltbay.accounts.rules import LONGEST_WINDOW


def erase_traces(*, now: datetime) -> int:
    """Delete codes that no limit counts, dead sessions and spent challenges; return how many."""
    codes, _ = SignInCode.objects.filter(created_at__lte=now - LONGEST_WINDOW).delete()
    sessions, _ = Session.objects.filter(expires_at__lte=now).delete()
    return codes + sessions + erase_spent(now=now)
