"""Sessions of staff, which begin and expire by the database's clock: many machines read them."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session

from voltbay.core import clock


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
        found = Session.objects.filter(session_key=self.session_key, expire_date__gt=clock.now())
        session = found.first()
        if session is None:
            self._session_key = None
        return session
