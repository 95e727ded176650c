"""The process's keyring, read once from the settings."""

from functools import cache

from django.conf import settings

from voltbay.core.key_list import read_key, read_key_list
from voltbay.core.sealing import Keyring


@cache
def keyring() -> Keyring:
    """Return the keyring that the settings describe."""
    return Keyring(
        sealing=read_key_list(settings.VOLTBAY_SEALING_KEYS),
        fingerprinting=read_key(settings.VOLTBAY_FINGERPRINT_KEY),
    )


def fingerprint(text: str, *, purpose: str) -> bytes:
    """Return the look-up fingerprint of a text under the process's key."""
    return keyring().fingerprint(text, purpose=purpose)
