"""Keys as settings name them, in base64; a list of them is `id:base64,id:base64`. Pure.

The first stands for what is made from now on; the others stay to read what they made. In a file
each may have a line of its own. Of a key that signed, `id:public:base64` is left when its secret
half is gone: it verifies and signs no more.
"""

import base64
import re
from dataclasses import dataclass

KEY_BYTES = 32
NAME = re.compile(r"[A-Za-z0-9._-]{1,20}")  # stands in each sealed value and in receipts' links
PUBLIC = "public:"


class KeyMalformed(ValueError):
    """What a setting says is no key, or no list of keys; the text completes its name."""


@dataclass(frozen=True)
class SigningKeys:
    """Secret halves by id, the first one signing; and the public halves that stayed of others."""

    seeds: dict[str, bytes]
    public: dict[str, bytes]


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


def write_key(key: bytes) -> str:
    """Write a key as a list has it."""
    return base64.b64encode(key).decode()


def read_entries(text: str) -> dict[str, str]:
    """Return what is written for each id, in the order of the list. Raises KeyMalformed.

    >>> read_entries("2026b:eHg=, 2026a:public:eHg=")
    {'2026b': 'eHg=', '2026a': 'public:eHg='}
    """
    entries: dict[str, str] = {}
    for entry in re.split(r"[,\n]", text.strip()):
        key_id, _, written = (part.strip() for part in entry.partition(":"))
        if not (NAME.fullmatch(key_id) and written):
            raise KeyMalformed("must be id:base64, such as 2026a:…")
        if key_id in entries:  # what the first had sealed would never open again
            raise KeyMalformed(f"must name each key once: found {key_id} twice")
        entries[key_id] = written
    return entries


def write_entries(entries: dict[str, str]) -> str:
    """Write a list of keys, each on a line of its own."""
    return "".join(f"{key_id}:{written}\n" for key_id, written in entries.items())


def read_key_list(text: str) -> dict[str, bytes]:
    """Return the keys by id, in the order in which they are written. Raises KeyMalformed."""
    return {key_id: read_key(written) for key_id, written in read_entries(text).items()}


def read_signing_keys(text: str) -> SigningKeys:
    """Return keys that sign and public halves. Raises KeyMalformed, also if none signs."""
    entries = read_entries(text)
    keys = SigningKeys(
        seeds={
            key_id: read_key(written)
            for key_id, written in entries.items()
            if not written.startswith(PUBLIC)
        },
        public={
            key_id: read_key(written.removeprefix(PUBLIC))
            for key_id, written in entries.items()
            if written.startswith(PUBLIC)
        },
    )
    if not keys.seeds:
        raise KeyMalformed("must hold a key that signs: all of them are public halves")
    return keys
