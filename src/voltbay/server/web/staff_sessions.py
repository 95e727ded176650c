"""Sessions of staff, which begin and expire by the database's clock: many machines read them."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from voltbay.core import clock
from voltbay.core.compiled import CompiledQuery


class SessionStore(db.SessionStore):
    """Django's, asking `clock` where it asks the machine."""

    @classmethod
    def clear_expired(cls) -> None:
        """Delete those that are over."""
        Session.objects.filter(expire_date__lt=clock.now()).delete()

    def get_expiry_age(self, **given: Any) -> int:
        """Return for how many seconds more it lasts, counted from `modification` or from now."""
        return super().get_expiry_age(**{"modification": clock.now(), **given})

    def get_expiry_date(self, **given: Any) -> datetime:
        """Return when it is over, counted from `modification` or from now."""
        return super().get_expiry_date(**{"modification": clock.now(), **given})

    def _get_session_from_db(self) -> Session | None:
        found = _LIVE.ask(key=self.session_key, now=clock.now())
        if not found:
            self._session_key = None
            return None
        return found[0]


def _live(*, key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


_LIVE = CompiledQuery(_live)  # every page of staff asks
