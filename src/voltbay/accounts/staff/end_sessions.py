"""Ending every session of a member of staff, wherever it is open."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from voltbay.accounts.models import StaffUser


def end_sessions(staff: StaffUser) -> int:
    """Sign somebody out everywhere at once; return how many sessions there were.

    Whose a session is stands inside it, so each is read: they are as many as staff who work now.
    """
    mine = [
        session.pk
        for session in Session.objects.iterator()
        if session.get_decoded().get(SESSION_KEY) == str(staff.pk)
    ]
    return Session.objects.filter(pk__in=mine).delete()[0]
