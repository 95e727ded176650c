"""WeChat's access token, kept in the database: whoever finds it stale fetches one for all.

1. The row is read without a lock; a token that is good is used.
2. Else the row is locked. Who had to wait finds what the other fetched.
3. A call that is refused for its token says which one it used, and one other try is made.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from voltbay.notifications.models import WechatToken
from voltbay.notifications.wechat.server import WechatRefused, WechatUnreachable, ask

STALE = {40001, 40014, 42001}  # not the newest, malformed, expired
EARLY = timedelta(minutes=5)  # our clock and WeChat's need not agree


def ask_with_token(path: str, body: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
    """Post with the access token, once more with a new one if it was stale.

    Raises WechatRefused or WechatUnreachable.
    """
    token = access_token(now=now)
    try:
        return ask(path, query={"access_token": token}, body=body)
    except WechatRefused as refused:
        if refused.code not in STALE:
            raise
    return ask(path, query={"access_token": access_token(now=now, stale=token)}, body=body)


def access_token(*, now: datetime, stale: str | None = None) -> str:
    """Return a token that is good and not the stale one. Raises what `ask` raises."""
    kept = WechatToken.objects.filter(pk=WechatToken.ONLY).first()
    return _good(kept, now=now, stale=stale) or _fetch(now=now, stale=stale)


def _good(kept: WechatToken | None, *, now: datetime, stale: str | None) -> str | None:
    if kept is None or kept.expires_at <= now or kept.token == stale:
        return None
    token: str | None = kept.token
    return token


@transaction.atomic
def _fetch(*, now: datetime, stale: str | None) -> str:
    WechatToken.objects.get_or_create(pk=WechatToken.ONLY, defaults={"expires_at": now})
    kept = WechatToken.objects.select_for_update().get(pk=WechatToken.ONLY)
    fetched_meanwhile = _good(kept, now=now, stale=stale)
    if fetched_meanwhile:
        return fetched_meanwhile
    answer = ask("/cgi-bin/token", query=_credentials())
    try:
        token, lasts = str(answer["access_token"]), timedelta(seconds=answer["expires_in"])
    except (KeyError, TypeError):
        raise WechatUnreachable from None  # and the cause would hold the token
    kept.token, kept.expires_at = token, now + lasts - EARLY
    kept.save()
    return token


def _credentials() -> dict[str, str]:
    return {
        "grant_type": "client_credential",
        "appid": settings.VOLTBAY_WECHAT_APPID,
        "secret": settings.VOLTBAY_WECHAT_SECRET,
    }
