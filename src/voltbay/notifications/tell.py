"""Telling an owner something."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from voltbay.core.keys import fingerprint
from voltbay.core.languages import ZH
from voltbay.notifications.jobs import defer_delivery
from voltbay.notifications.models import Notice
from voltbay.notifications.templates import template_of

PHONE = "phone"  # the purpose under which phones are fingerprinted everywhere


def phone_fingerprint(phone: str) -> bytes:
    """Return the fingerprint by which rows of one phone are found."""
    return fingerprint(phone, purpose=PHONE)


@transaction.atomic
def tell(  # noqa: PLR0913  # each is one thing that a caller knows
    *,
    phone: str,
    template: str,
    params: Mapping[str, str],
    now: datetime,
    appointment: datetime | None = None,
    dedupe_key: str | None = None,
    language: str | None = None,
) -> Notice | None:
    """Write a notice and queue its delivery, both in the caller's transaction.

    What is about an `appointment` is of use until then. Without a `language` it is the one in which
    this phone was last told something: a code that was asked for sets it. With a `dedupe_key` it is
    told once ever: None says that it already was. Raises LookupError or ValueError if kind,
    parameters and appointment do not fit.
    """
    kind = template_of(template, params=params)
    print_of_phone = phone_fingerprint(phone)
    notice = Notice(
        template=template,
        params=dict(params),
        phone=phone,
        phone_fingerprint=print_of_phone,
        language=language or _language_of(print_of_phone),
        dedupe_key=dedupe_key,
        created_at=now,
        due_at=now,
        expires_at=kind.until(now=now, appointment=appointment),
    )
    if not _write(notice):
        return None
    defer_delivery(notice.pk, urgent=kind.urgent)
    return notice


def _language_of(phone: bytes) -> str:
    """Return the language of a phone's newest notice."""
    told = Notice.objects.filter(phone_fingerprint=phone).order_by("-id")
    return told.values_list("language", flat=True).first() or ZH


def _write(notice: Notice) -> bool:
    """Insert the notice unless its key is there; a transaction that is writing it is waited for."""
    try:
        with transaction.atomic():
            notice.save(force_insert=True)
    except IntegrityError as told_already:
        if "dedupe_key" not in str(told_already):
            raise
        return False
    return True
