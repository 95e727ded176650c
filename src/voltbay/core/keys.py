"""The process's keyring, read once from the settings."""

import base64
from functools import cache

from django.conf import settings

from voltbay.core.sealing import Keyring


@cache
def keyring() -> Keyring:
    """Return the keyring that the settings describe.

    `VOLTBAY_SEALING_KEYS` is `id:base64,id:base64`, newest first; `VOLTBAY_FINGERPRINT_KEY` base64.
    """
    pairs = (entry.split(":", 1) for entry in settings.VOLTBAY_SEALING_KEYS.split(","))
    return Keyring(
        sealing={key_id.strip(): base64.b64decode(key) for key_id, key in pairs},
        fingerprinting=base64.b64decode(settings.VOLTBAY_FINGERPRINT_KEY),
    )


def fingerprint(text: str, *, purpose: str) -> bytes:
    """Return the look-up fingerprint of a text under the process's key."""
    return keyring().fingerprint(text, purpose=purpose)
