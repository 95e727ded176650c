"""How what was reported is chained: each row's digest is of the digest before and its own text.

The VIN is personal and goes after some years, so the text holds only its hash under a salt that is
kept, and goes, with the VIN: nobody can try all VINs against what remains. Pure.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from typing import Any

START = "0" * 64  # what stands before the first row
SALT_BYTES = 16


def written(says: Mapping[str, Any]) -> str:
    """Return the one text for a mapping, keys in their order.

    >>> written({"b": 1, "a": "编码"})
    '{"b":1,"a":"编码"}'
    """
    return json.dumps(says, ensure_ascii=False, separators=(",", ":"))


def digest_of(previous: str, payload: str) -> str:
    """Return a row's digest, in hexadecimal.

    >>> digest_of(START, "{}")[:12]
    '5508d2b710e6'
    """
    return hashlib.sha256((previous + payload).encode()).hexdigest()


def new_salt() -> bytes:
    """Return a salt for one VIN."""
    return os.urandom(SALT_BYTES)


def vin_digest(vin: str, salt: bytes) -> str:
    """Return what stands for a VIN in a row's text."""
    return hmac.new(salt, vin.encode(), hashlib.sha256).hexdigest()
