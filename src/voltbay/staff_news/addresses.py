"""Where somebody is told: entered, confirmed by a link that was sent there, and given up.

Nothing but that link goes to an address before it is confirmed, by the person whose it is, signed
in: a slip of the pen must not tell a stranger who comes to an outlet and when.
"""

import re
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from voltbay.accounts.models import StaffUser
from voltbay.core.languages import EN
from voltbay.core.tokens import new_token, token_hash
from voltbay.identifiers.phone import PhoneMalformed, parse_phone
from voltbay.limits.spend import Limit, spend
from voltbay.notifications.tell import tell
from voltbay.notifications.templates import signature
from voltbay.staff_news.channels import mail
from voltbay.staff_news.channels.refusals import NotSent
from voltbay.staff_news.errors import (
    AddressWrong,
    ConfirmationOver,
    EmailNotTaken,
    EmailOff,
    TooManyTrials,
)
from voltbay.staff_news.kinds import Channel
from voltbay.staff_news.models import Address

LINK_LASTS = timedelta(days=1)
CONFIRM = "/console/hear/confirm/"  # and the token
MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
LONGEST = 254  # characters of an address. Source: RFC 5321, 4.5.3.1.3
ASKS = Limit("staff news address", 5, timedelta(hours=1), TooManyTrials)


def addresses_of(staff: StaffUser) -> dict[str, Address]:
    """Return where somebody is told, or will be, by channel."""
    return {each.channel: each for each in Address.objects.filter(staff=staff)}


def enter(staff: StaffUser, channel: str, value: str, *, language: str, now: datetime) -> Address:
    """Keep an address in place of the one before, and send the link there that confirms it.

    Raises AddressWrong, EmailOff, EmailNotTaken or TooManyTrials.
    """
    where = _read(channel, value)
    spend(ASKS, str(staff.pk), now=now)
    with transaction.atomic():
        return _enter(staff, channel, where, language=language, now=now)


def _enter(staff: StaffUser, channel: str, where: str, *, language: str, now: datetime) -> Address:
    token = new_token()
    address, _ = Address.objects.update_or_create(
        staff=staff,
        channel=channel,
        defaults={
            "value": where,
            "asked_at": now,
            "confirmed_at": None,
            "token_fingerprint": token_hash(token),
            "token_until": now + LINK_LASTS,
        },
    )
    link = f"{settings.VOLTBAY_PUBLIC_URL}{CONFIRM}{token}/"
    if channel == Channel.SMS:
        tell(
            phone=where,
            template="staff_confirm",
            params={"link": link},
            language=language,
            now=now,
        )
    else:
        _mail(where, link, language)
    return address


@transaction.atomic
def confirm(staff: StaffUser, token: str, *, now: datetime) -> Address:
    """Use an address from now on; the link is good once. Raises ConfirmationOver."""
    address = waiting_for(staff, token, now=now)
    address.confirmed_at = now
    address.token_fingerprint = address.token_until = None
    address.save(update_fields=["confirmed_at", "token_fingerprint", "token_until"])
    return address


def waiting_for(staff: StaffUser, token: str, *, now: datetime) -> Address:
    """Return the address of one's own that a link confirms. Raises ConfirmationOver."""
    found = Address.objects.filter(
        staff=staff, token_fingerprint=token_hash(token), token_until__gt=now
    ).first()
    if found is None:
        raise ConfirmationOver
    return found


def give_up(staff: StaffUser, channel: str) -> None:
    """Forget an address. Safe to repeat."""
    Address.objects.filter(staff=staff, channel=channel).delete()


def _read(channel: str, value: str) -> str:
    if channel == Channel.SMS:
        try:
            return parse_phone(value)
        except PhoneMalformed as wrong:
            raise AddressWrong from wrong
    if channel != Channel.EMAIL or len(value) > LONGEST or not MAILBOX.fullmatch(value.strip()):
        raise AddressWrong
    if not mail.is_on():
        raise EmailOff
    return value.strip()


def _mail(to: str, link: str, language: str) -> None:
    en = language == EN
    said = (
        "Sign in to the staff pages and open this within a day to get an outlet’s news here. If "
        "you did not ask for it, ignore this."
        if en
        else "请登录员工页面后打开下面的链接（一天内有效），确认用本邮箱接收网点消息。"
        "如非本人操作请忽略。"
    )
    what = "Confirm this mailbox" if en else "确认接收邮箱"
    try:
        mail.send(to=to, subject=f"{signature(language)}{what}", text=f"{said}\n{link}")
    except NotSent as refused:
        raise EmailNotTaken(why=refused.code) from refused
