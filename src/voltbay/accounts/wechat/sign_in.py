"""Signing in from the mini-program, with what WeChat vouches for.

1. What needs no code is checked first: that the agreements in force are agreed to.
2. The login code says which WeChat user it is. One who is known needs no more.
3. Who is new shares the phone number by a second code; it finds or makes the owner, as an SMS
   code would, and the WeChat user belongs to that owner from now on.
4. Consents, session and device are written as in `sign_in`.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from voltbay.accounts.agreements.queries import accepted
from voltbay.accounts.models import Owner, WechatAccount
from voltbay.accounts.owners.sign_in import SignedIn, open_for, proven_owner
from voltbay.accounts.wechat.errors import WechatNotOffered, WechatPhoneNeeded
from voltbay.accounts.wechat.user import openid_of, phone_of
from voltbay.core.keys import fingerprint
from voltbay.notifications.wechat.server import is_offered


def sign_in_with_wechat(
    *,
    code: str,
    phone_code: str | None,
    agreements: Mapping[str, str],
    client: str,
    now: datetime,
    device: str = "",
) -> SignedIn:
    """Open a session for a WeChat user's owner, who is made at the first sign-in.

    Raises WechatNotOffered, WechatPhoneNeeded, AgreementUnknown, AgreementOutdated,
    AgreementMissing, or what openid_of and phone_of raise.
    """
    if not is_offered():
        raise WechatNotOffered
    agreed = accepted(agreements, now=now)
    openid = openid_of(code)
    if phone_code is None:
        return open_for(_known(openid), agreed, client=client, device=device, now=now)
    phone = phone_of(phone_code, now=now)
    with transaction.atomic():
        owner = _link(openid, phone, now=now)
        return open_for(owner, agreed, client=client, device=device, now=now)


def openid_fingerprint(openid: str) -> bytes:
    """Return the fingerprint by which a WeChat user is found."""
    return fingerprint(openid, purpose="openid")


def _known(openid: str) -> Owner:
    linked = Owner.objects.filter(
        wechat_accounts__openid_fingerprint=openid_fingerprint(openid), closed_at=None
    )
    owner = linked.first()
    if owner is None:
        raise WechatPhoneNeeded
    return owner


def _link(openid: str, phone: str, *, now: datetime) -> Owner:
    """Find or make the phone's owner, and give the WeChat user to that owner."""
    owner = proven_owner(phone, now=now)
    WechatAccount.objects.update_or_create(
        openid_fingerprint=openid_fingerprint(openid),
        defaults={"owner": owner, "openid": openid},
        create_defaults={"owner": owner, "openid": openid, "created_at": now},
    )
    return owner
