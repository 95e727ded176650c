"""Signing what a receipt says, and finding any character of it that was altered.

Ed25519 over a heading and the exact text. Of a list of seeds the first one signs and every one
verifies, so a key may be replaced and old receipts stay genuine: also by the public half of a key
whose secret one is gone.
"""

import base64
import re
from functools import cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from voltbay.core.key_list import SigningKeys, write_key
from voltbay.core.keys import signing_keys

HEADING = b"voltbay receipt v1\n"  # a signature of ours for something else is none of a receipt
SIGNATURE = re.compile(r"[A-Za-z0-9_-]{86}")


def sign(text: str) -> tuple[str, bytes]:
    """Return the id of the key and the signature of 64 bytes."""
    key_id, seed = next(iter(signing_keys().seeds.items()))
    return key_id, _secret_half(seed).sign(HEADING + text.encode())


def verify(text: str, signature: bytes, *, key_id: str) -> bool:
    """Tell whether exactly this text was signed by us."""
    key = _public_half(signing_keys(), key_id)
    if key is None:
        return False
    try:
        key.verify(signature, HEADING + text.encode())
    except InvalidSignature:
        return False
    return True


def public_keys() -> dict[str, str]:
    """Return the keys that verify receipts, by id, in base64: whoever wants may check alone."""
    keys = signing_keys()
    found = {key_id: _public_half(keys, key_id) for key_id in (*keys.seeds, *keys.public)}
    return {key_id: write_key(key.public_bytes_raw()) for key_id, key in found.items() if key}


def public_half(seed: bytes) -> bytes:
    """Return what is left of a key that signs no more: 32 bytes that verify."""
    return _secret_half(seed).public_key().public_bytes_raw()


@cache
def _secret_half(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)


def _public_half(keys: SigningKeys, key_id: str) -> Ed25519PublicKey | None:
    if seed := keys.seeds.get(key_id):
        return _secret_half(seed).public_key()
    half = keys.public.get(key_id)
    return Ed25519PublicKey.from_public_bytes(half) if half else None


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
