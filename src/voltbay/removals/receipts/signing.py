"""Signing what a receipt says, and finding any character of it that was altered.

Ed25519 over a heading and the exact text. Of a list of seeds the first one signs and every one
verifies, so a key may be replaced and old receipts stay genuine.
"""

import base64
import re
from functools import cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from voltbay.core.key_list import read_key_list

HEADING = b"voltbay receipt v1\n"  # a signature of ours for something else is none of a receipt
SIGNATURE = re.compile(r"[A-Za-z0-9_-]{86}")


@cache
def _keys(described: str) -> dict[str, Ed25519PrivateKey]:
    return {
        key_id: Ed25519PrivateKey.from_private_bytes(seed)
        for key_id, seed in read_key_list(described).items()
    }


def sign(text: str) -> tuple[str, bytes]:
    """Return the id of the key and the signature of 64 bytes."""
    key_id, key = next(iter(_keys(settings.VOLTBAY_RECEIPT_KEY).items()))
    return key_id, key.sign(HEADING + text.encode())


def verify(text: str, signature: bytes, *, key_id: str) -> bool:
    """Tell whether exactly this text was signed by us."""
    key = _keys(settings.VOLTBAY_RECEIPT_KEY).get(key_id)
    if key is None:
        return False
    try:
        key.public_key().verify(signature, HEADING + text.encode())
    except InvalidSignature:
        return False
    return True


def public_keys() -> dict[str, str]:
    """Return the keys that verify receipts, by id, in base64: whoever wants may check alone."""
    return {
        key_id: base64.b64encode(
            key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        ).decode()
        for key_id, key in _keys(settings.VOLTBAY_RECEIPT_KEY).items()
    }


def write_signature(signature: bytes) -> str:
    """Write a signature for a link."""
    return base64.urlsafe_b64encode(signature).decode().rstrip("=")


def read_signature(text: str) -> bytes | None:
    """Read a signature from a link; None if it is none, or written in another way."""
    if not SIGNATURE.fullmatch(text):
        return None
    found = base64.urlsafe_b64decode(text + "==")
    # The last character has spare bits; other characters there would decode to the same bytes.
    return found if write_signature(found) == text else None
