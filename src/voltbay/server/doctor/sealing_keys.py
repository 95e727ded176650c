"""Keys: that they open what is there, find it again, and are nobody else's."""

from pathlib import Path

from django.conf import settings
from django.db import connection

from voltbay.accounts.models import Owner
from voltbay.core.keys import keyring, signing_keys
from voltbay.core.sealing import Unsealable
from voltbay.notifications.tell import phone_fingerprint
from voltbay.server.doctor.finding import Finding, fail, ok, warn
from voltbay.server.keys.check import receipts_unverifiable

SAMPLE = 20  # owners
OTHERS = 0o077
SEALERS = """
SELECT DISTINCT encode(substr(phone, 2, get_byte(phone, 0)), 'escape') FROM accounts_owner
WHERE length(phone) > 0
"""


def keys() -> Finding:
    """Open a few owners' phones and find them again; count receipts that do not verify."""
    with connection.cursor() as cursor:
        cursor.execute(SEALERS)
        sealers = {key_id for (key_id,) in cursor.fetchall()}
    if gone := sealers - keyring().sealing.keys():
        return fail("keys_gone", keys=", ".join(sorted(gone)))
    if broken := _does_not_open() or _open_to_others():
        return broken
    if lost := receipts_unverifiable():
        return fail("keys_receipts", count=lost)
    if sealers - {keyring().newest}:
        return warn("keys_rotating", key=keyring().newest)
    return ok("keys_ok", key=keyring().newest, receipt=next(iter(signing_keys().seeds)))


def _does_not_open() -> Finding | None:
    """Miss a phone by its fingerprint: that key is another one, or the phone does not open."""
    try:
        for owner in Owner.objects.filter(phone__isnull=False).order_by("-created_at")[:SAMPLE]:
            if bytes(owner.phone_fingerprint or b"") != phone_fingerprint(str(owner.phone)):
                return fail("keys_fingerprint")
    except Unsealable:
        return fail("keys_do_not_open")
    return None


def _open_to_others() -> Finding | None:
    for path in (settings.VOLTBAY_SEALING_KEYS_FILE, settings.VOLTBAY_RECEIPT_KEY_FILE):
        if path and Path(path).stat().st_mode & OTHERS:
            return warn("keys_open", path=path)
    return None
