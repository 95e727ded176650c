"""Erasing what signing in left behind."""

from datetime import datetime

from voltbay.accounts.models import Session, SignInCode
from voltbay.accounts.owners.captcha import erase_spent
from voltbay.accounts.phones.question import erase_questions
from voltbay.accounts.rules import LONGEST_WINDOW


def erase_traces(*, now: datetime) -> int:
    """Delete dead codes, sessions, challenges and questions; return how many."""
    codes, _ = SignInCode.objects.filter(created_at__lte=now - LONGEST_WINDOW).delete()
    sessions, _ = Session.objects.filter(expires_at__lte=now).delete()
    return codes + sessions + erase_spent(now=now) + erase_questions(now=now)
