"""Telling an owner something."""

from collections.abc import Mapping
from datetime import datetime

from voltbay.core.keys import fingerprint
from voltbay.core.languages import ZH
from voltbay.core.rows import Written, ask, columns_to_write
from voltbay.notifications.jobs import DELIVERY, delivery
from voltbay.notifications.models import Notice
from voltbay.notifications.templates import template_of

PHONE = "phone"  # the purpose under which phones are fingerprinted everywhere
# The language, unless one is named, is that of the phone's newest notice. A transaction that is
# writing the same key is waited for.
WRITE_AND_DEFER = f"""
WITH notice AS (
    INSERT INTO notifications_notice (
        template, params, phone, phone_fingerprint, language, dedupe_key,
        created_at, due_at, expires_at, state, channel, receipt, attempts, error_code
    ) VALUES (
        %(template)s, %(params)s, %(phone)s, %(phone_fingerprint)s,
        COALESCE(%(language)s::text, (
            SELECT language FROM notifications_notice
            WHERE phone_fingerprint = %(phone_fingerprint)s ORDER BY id DESC LIMIT 1
        ), %(usual_language)s),
        %(dedupe_key)s, %(created_at)s, %(due_at)s, %(expires_at)s, 'queued', '', '', 0, ''
    )
    ON CONFLICT (dedupe_key) DO NOTHING
    RETURNING id, language
)
SELECT id, language, {DELIVERY} FROM notice
"""  # noqa: S608  # made of our own statements
NOTICE = Written(Notice)


def phone_fingerprint(phone: str) -> bytes:
    """Return the fingerprint by which rows of one phone are found."""
    return fingerprint(phone, purpose=PHONE)


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
    """Write a notice and queue its delivery, in one statement of the caller's transaction.

    What is about an `appointment` is of use until then. Without a `language` it is the one in which
    this phone was last told something: a code that was asked for sets it. With a `dedupe_key` it is
    told once ever: None says that it already was. Raises LookupError or ValueError if kind,
    parameters and appointment do not fit.
    """
    kind = template_of(template, params=params)
    values = {
        "template": template,
        "params": dict(params),
        "phone": phone,
        "phone_fingerprint": phone_fingerprint(phone),
        "dedupe_key": dedupe_key,
        "created_at": now,
        "due_at": now,
        "expires_at": kind.until(now=now, appointment=appointment),
    }
    columns = columns_to_write(Notice, values)
    languages = {"language": language, "usual_language": ZH}
    rows = ask(WRITE_AND_DEFER, {**columns, **languages, **delivery(urgent=kind.urgent)})
    if not rows:
        return None
    number, spoken, _ = rows[0]
    return NOTICE.row({**values, "id": number, "language": spoken})
