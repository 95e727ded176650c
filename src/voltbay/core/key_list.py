"""Keys as settings name them, in base64; a list of them is `id:base64,id:base64`. Pure.

The newest stands first and is the one that makes; the others stay to read what they made.
"""

import base64

KEY_BYTES = 32


class KeyMalformed(ValueError):
    """What a setting says is no key, or no list of keys; the text completes its name."""


def read_key(text: str) -> bytes:
    """Return a key of 32 bytes. Raises KeyMalformed.

    >>> read_key("c2hvcnQ=")
    Traceback (most recent call last):
    voltbay.core.key_list.KeyMalformed: must hold 32 bytes in base64: found 5
    """
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyMalformed(f"must hold {KEY_BYTES} bytes in base64: found {len(key)}")
    return key


def read_key_list(text: str) -> dict[str, bytes]:
    """Return the keys by id, in the order in which they are written. Raises KeyMalformed."""
    keys: dict[str, bytes] = {}
    for entry in text.split(","):
        key_id, _, written = (part.strip() for part in entry.partition(":"))
        if not (key_id and written):
            raise KeyMalformed("must be id:base64, such as 2026a:…")
        if key_id in keys:  # what the first had sealed would never open again
            raise KeyMalformed(f"must name each key once: found {key_id} twice")
        keys[key_id] = read_key(written)
    return keys
