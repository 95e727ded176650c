"""Erasing what signing in left behind."""

from datetime import datetime

from voltbay.accounts.models import Session, SignInCode
from voltbay.accounts.owners.captcha import erase_spent
from voltbay.accounts.owners.code_budget import erase_old_days
from voltbay.accounts.owners.devices import erase_devices
from voltbay.accounts.owners.spend_code import erase_wrong_codes
from voltbay.accounts.phones.question import erase_questions
from voltbay.accounts.rules import LONGEST_WINDOW


def erase_traces(*, now: datetime) -> int:
    """Delete codes with their asks, counts that no limit looks at, dead sessions and devices.

    Returns how many rows went.
    """
    codes, _ = SignInCode.objects.filter(created_at__lte=now - LONGEST_WINDOW).delete()
    sessions, _ = Session.objects.filter(expires_at__lte=now).delete()
    counts = erase_spent(now=now) + erase_wrong_codes(now=now) + erase_old_days(now=now)
    return codes + sessions + counts + erase_devices(now=now) + erase_questions(now=now)
