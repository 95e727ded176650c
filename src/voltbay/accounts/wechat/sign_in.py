"""Signing in from the mini-program, with what WeChat vouches for.

1. What needs no code is checked first: that the agreements in force are agreed to.
2. The login code says which WeChat user it is. One who is known needs no more.
3. Who is new shares the phone number by a second code; it finds or makes the owner, as an SMS
   code would, and the WeChat user belongs to that owner from now on.
   A phone that may be another person's by now opens nothing yet: whose it is is asked.
4. Consents, session and device are written as in `sign_in`.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from voltbay.accounts.agreements.queries import accepted
from voltbay.accounts.models import WechatAccount
from voltbay.accounts.owners.link_wechat import link_wechat, openid_fingerprint
from voltbay.accounts.owners.sign_in import SignedIn, open_for, proven_owner, whose_is_asked
from voltbay.accounts.phones.question import Waiting, ask
from voltbay.accounts.phones.remembered import Remember, anything
from voltbay.accounts.wechat.errors import WechatNotOffered, WechatPhoneNeeded
from voltbay.accounts.wechat.user import openid_of, phone_of
from voltbay.notifications.wechat.server import is_offered


def sign_in_with_wechat(  # noqa: PLR0913  # each is one thing that somebody brings along
    *,
    code: str,
    phone_code: str | None,
    agreements: Mapping[str, str],
    client: str,
    now: datetime,
    device: str = "",
    remember: Remember = anything,
) -> SignedIn:
    """Open a session for a WeChat user's owner, who is made at the first sign-in.

    Raises WechatNotOffered, WechatPhoneNeeded, AgreementUnknown, AgreementOutdated,
    AgreementMissing, PhoneInQuestion, or what openid_of and phone_of raise.
    """
    if not is_offered():
        raise WechatNotOffered
    agreed = accepted(agreements, now=now)
    openid = openid_of(code)
    if phone_code is None:
        with transaction.atomic():
            known = _known(openid)
            return open_for(
                known.owner, agreed, client=client, device=device, now=now, wechat_account=known
            )
    phone = phone_of(phone_code, now=now)
    other = whose_is_asked(phone, device=device, remember=remember, now=now)
    if other is not None:
        raise ask(other, Waiting(agreed, openid=openid), now=now)
    with transaction.atomic():
        owner = proven_owner(phone, now=now)
        linked = link_wechat(openid, owner=owner, now=now)
        return open_for(owner, agreed, client=client, device=device, now=now, wechat_account=linked)


def _known(openid: str) -> WechatAccount:
    """Find a WeChat user whom we know: it proves no phone, and needs none."""
    linked = WechatAccount.objects.select_for_update().select_related("owner")
    known = linked.filter(
        openid_fingerprint=openid_fingerprint(openid), owner__closed_at=None
    ).first()
    if known is None:
        raise WechatPhoneNeeded
    return known
