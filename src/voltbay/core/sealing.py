"""Sealing personal data at rest, and fingerprints to look it up by.

A sealed value is `key id length (1) | key id | nonce (12) | ciphertext + tag (16)`, AES-256-GCM.
The key id travels with the value so that keys can rotate: the first key seals, every key opens.
The purpose (such as `booking.name`) is bound in as associated data, so a sealed value copied into
another column does not open. Fingerprints are HMAC-SHA-256 under a key of their own.
"""

import hashlib
import hmac
import os
from dataclasses import dataclass
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from voltbay.core.key_list import KEY_BYTES

NONCE_BYTES = 12  # the size GCM is specified for
TAG_BYTES = 16


def written_by(key_id: str) -> bytes:
    r"""Return the bytes with which everything begins that a key has sealed.

    >>> written_by("2026a")
    b'\x052026a'
    """
    name = key_id.encode()
    return bytes([len(name)]) + name


def sealer_of(sealed: bytes) -> str | None:
    r"""Return the id of the key that sealed a value; None if no key of ours could have.

    >>> sealer_of(b"\x052026a" + bytes(30)), sealer_of(b"hello")
    ('2026a', None)
    """
    length = sealed[0] if sealed else 0
    name = sealed[1 : 1 + length]
    if not length or len(sealed) < 1 + length + NONCE_BYTES + TAG_BYTES:
        return None
    try:
        return name.decode()
    except UnicodeDecodeError:
        return None


class Unsealable(Exception):
    """The value was sealed under a key that is gone, for another purpose, or was altered."""


@dataclass(frozen=True)
class Keyring:
    """Keys by id, the first one sealing; and the key that makes fingerprints."""

    sealing: dict[str, bytes]
    fingerprinting: bytes

    def __post_init__(self) -> None:
        if not self.sealing:
            raise ValueError("a keyring needs at least one sealing key")
        for key in (*self.sealing.values(), self.fingerprinting):
            if len(key) != KEY_BYTES:
                raise ValueError(f"a key has {KEY_BYTES} bytes, got {len(key)}")

    @property
    def newest(self) -> str:
        """The id of the key that seals."""
        return next(iter(self.sealing))

    def reseal(self, sealed: bytes, *, purpose: str) -> bytes:
        """Seal under the first key what another one has sealed. Raises Unsealable."""
        return self.seal(self.unseal(sealed, purpose=purpose), purpose=purpose)

    def seal(self, plain: bytes, *, purpose: str) -> bytes:
        """Encrypt bytes under the first key, bound to a purpose."""
        key_id, key = next(iter(self.sealing.items()))
        nonce = os.urandom(NONCE_BYTES)
        box = _cipher(key).encrypt(nonce, plain, purpose.encode())
        return written_by(key_id) + nonce + box

    def unseal(self, sealed: bytes, *, purpose: str) -> bytes:
        """Decrypt bytes. Raises Unsealable if key, purpose or content do not fit."""
        length = sealed[0] if sealed else 0
        name, rest = sealed[1 : 1 + length], sealed[1 + length :]
        key = self.sealing.get(name.decode(errors="replace"))
        if key is None:
            raise Unsealable("sealed under a key that is not in the keyring")
        try:
            return _cipher(key).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], purpose.encode())
        except InvalidTag as wrong:
            raise Unsealable("the sealed value does not open for this purpose") from wrong

    def fingerprint(self, text: str, *, purpose: str) -> bytes:
        """Return 32 bytes by which equal texts are found without opening them."""
        message = purpose.encode() + b"\0" + text.encode()
        return hmac.new(self.fingerprinting, message, hashlib.sha256).digest()


@cache
def _cipher(key: bytes) -> AESGCM:
    """Return the cipher of a key; setting one up takes longer than using it."""
    return AESGCM(key)
