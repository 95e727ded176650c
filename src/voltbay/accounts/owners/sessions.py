"""Sessions: opened by signing in, found again by their token, prolonged by use.

The token is 32 random bytes that only the client has; the row holds its SHA-256. A random token
needs no slower hash: there is nothing to guess.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models.functions import Now

from voltbay.accounts.models import Owner, Session, WechatAccount
from voltbay.accounts.models.owners import LONGEST_CLIENT
from voltbay.core.errors import Unauthenticated
from voltbay.core.rows import Columns, ask
from voltbay.core.tokens import new_token, token_hash

LASTS = timedelta(days=30)
PROLONGED_AFTER = timedelta(days=1)  # so that a session costs one write a day at most
# By hand, as every request asks this: the ORM takes five times as long to write it as it runs.
# Closing deletes sessions; one that was being opened meanwhile must not outlive the account.
OWNER = Columns(Owner)
# Where it counts only who it is: nothing is opened. What else is asked of the owner loads then.
WHO_ALONE = Columns(Owner, only={"id"})
LIVE = """
accounts_session AS session JOIN accounts_owner AS owner
    ON owner.id = session.owner_id AND owner.closed_at IS NULL
    AND session.token_hash = %(token_hash)s AND session.expires_at > %(now)s
"""


def who(columns: Columns[Owner] = OWNER) -> str:
    """Return what a statement over LIVE selects first, for `Shown.asker`."""
    return f"session.expires_at, {columns.select('owner')}"


FIND = f"SELECT {who()} FROM {LIVE}"  # noqa: S608  # our own names


@dataclass(frozen=True)
class Shown:
    """A token that was shown and not looked up yet: what is asked says in one whose it is.

    A statement selects `who` first, from LIVE, with the parameters `asking`; `asker` reads them.
    """

    token: str

    def asking(self, *, now: datetime) -> dict[str, Any]:
        """Return the parameters of LIVE."""
        return {"token_hash": token_hash(self.token), "now": now}

    def asker(
        self,
        rows: Sequence[Sequence[Any]],
        *,
        now: datetime,
        columns: Columns[Owner] = OWNER,
    ) -> Owner:
        """Return whose session it is, and let it last on. Raises Unauthenticated."""
        if not rows:
            raise Unauthenticated
        expires_at, *values = rows[0][: 1 + columns.width]
        if expires_at < now + LASTS - PROLONGED_AFTER:
            # Guarded, as the session may have been closed by a sign-out in between.
            live = Session.objects.filter(token_hash=token_hash(self.token), expires_at__gt=now)
            live.update(expires_at=now + LASTS)
        return columns.read(values)


def open_session(
    owner: Owner, *, client: str, now: datetime, wechat_account: WechatAccount | None = None
) -> tuple[str, Session]:
    """Open a session and return its token, which is not kept, and its row."""
    token = new_token()
    session = Session.objects.create(
        token_hash=token_hash(token),
        owner=owner,
        created_at=now,
        expires_at=now + LASTS,
        client=client[:LONGEST_CLIENT],
        wechat_account=wechat_account,
    )
    return token, session


def owner_of(*, token: str, now: datetime) -> Owner:
    """Return the owner whose session this is, in one statement. Raises Unauthenticated."""
    shown = Shown(token)
    return shown.asker(ask(FIND, shown.asking(now=now)), now=now)


def sessions_of(owner: Owner, *, token: str) -> list[tuple[Session, bool]]:
    """Return an owner's open sessions, newest first, each with whether this token is its own."""
    here = token_hash(token) if token else b""
    found = Session.objects.filter(owner=owner, expires_at__gt=Now()).order_by("-created_at")
    return [(session, bytes(session.token_hash) == here) for session in found]


def close_session(*, token: str) -> None:
    """Sign out: the token opens nothing any more. Safe to repeat."""
    Session.objects.filter(token_hash=token_hash(token)).delete()


def close_other_sessions(owner: Owner, *, token: str) -> WechatAccount | None:
    """End every session of an owner but the one with this token, and every other WeChat user's way.

    Return the WeChat user of the session that goes on, if one opened it. Without a token none goes
    on. Raises Unauthenticated if that session has just been ended from another device.
    """
    mine = Session.objects.filter(owner=owner)
    here = mine.filter(token_hash=token_hash(token)).select_related("wechat_account").first()
    if token and here is None:
        raise Unauthenticated
    stays = here.wechat_account if here else None
    mine.exclude(token_hash=here.token_hash if here else b"").delete()
    others = WechatAccount.objects.filter(owner=owner)
    others.exclude(pk=stays.pk if stays else 0).delete()
    return stays
