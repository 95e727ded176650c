"""What whoever signed a company up is told, queued in the caller's transaction."""

from datetime import datetime

from django.conf import settings

from voltbay.company_pages.models import SignUp
from voltbay.notifications.tell import tell

CONSOLE = "/console/"


def tell_let_in(asked: SignUp, *, now: datetime) -> None:
    """Tell that the company may sign in now."""
    _tell(asked, "company_let_in", CONSOLE, now=now)


def tell_not_let_in(asked: SignUp, *, now: datetime) -> None:
    """Tell that the company was not let in; why stands on the page of what was asked."""
    _tell(asked, "company_not_let_in", f"{CONSOLE}sign-up/{asked.pk}/", now=now)


def _tell(asked: SignUp, template: str, path: str, *, now: datetime) -> None:
    params = {"company": asked.name, "link": f"{settings.VOLTBAY_PUBLIC_URL}{path}"}
    if asked.contact_phone:
        tell(phone=asked.contact_phone, template=template, params=params, now=now)
