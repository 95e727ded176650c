"""Forgetting what signing in left behind."""

from datetime import datetime

from voltbay.accounts.captcha import forget_spent
from voltbay.accounts.models import Session, SignInCode
from voltbay.accounts.rules import LONGEST_WINDOW


def forget_traces(*, now: datetime) -> int:
    """Delete codes that no limit counts, dead sessions and spent challenges; return how many."""
    codes, _ = SignInCode.objects.filter(created_at__lte=now - LONGEST_WINDOW).delete()
    sessions, _ = Session.objects.filter(expires_at__lte=now).delete()
    return codes + sessions + forget_spent(now=now)
