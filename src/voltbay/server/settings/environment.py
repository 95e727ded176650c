"""What the environment says, read with a plain word about what is missing or malformed."""

import base64
import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from voltbay.core.bucket import BucketMalformed, bucket, is_bucket
from voltbay.core.key_list import KeyMalformed, read_key, read_key_list, read_signing_keys

MAPS = ("amap", "tencent")
PUBLIC_KEY = re.compile(r"[A-Za-z0-9-]{8,64}")  # it stands in an address

DEMO = os.environ.get("VOLTBAY_DEMO") == "1"
TEST = os.environ.get("VOLTBAY_TEST") == "1"


def secret(name: str) -> str:
    """Return a secret, made up in tests. Raises ImproperlyConfigured with its name."""
    if value := os.environ.get(name):
        return value
    if TEST:
        return base64.b64encode(name.encode().ljust(32, b".")[:32]).decode()
    raise ImproperlyConfigured(f"set {name} in the environment: Voltbay does not start without it")


def key(name: str) -> str:
    """Return a secret that is 32 bytes in base64. Raises ImproperlyConfigured."""
    return _checked(name, secret(name), read_key)


def sealing_keys(name: str) -> tuple[str, str]:
    """Return secret keys by id, and the file they stand in if it is one. See `_keys`."""
    return _keys(name, read_key_list)


def receipt_keys(name: str) -> tuple[str, str]:
    """Return keys that sign, with public halves of older ones, likewise."""
    return _keys(name, read_signing_keys)


def _keys(name: str, read: Callable[[str], object]) -> tuple[str, str]:
    """Return a list of keys, `id:base64,id:base64`, and the path of the file that NAME_FILE names.

    Raises ImproperlyConfigured.
    """
    path = os.environ.get(f"{name}_FILE", "")
    if path and os.environ.get(name):
        raise ImproperlyConfigured(f"set one of {name} and {name}_FILE, not both")
    if path:
        return _checked(f"{name}_FILE ({path})", _content(name, path), read), path
    is_made_up = TEST and name not in os.environ
    return _checked(name, f"test:{secret(name)}" if is_made_up else secret(name), read), ""


def _content(name: str, path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError as failed:
        raise ImproperlyConfigured(
            f"{name}_FILE names {path}, which cannot be read ({failed.strerror}): "
            "give this account the right to read it, or make it with `voltbay keys new`"
        ) from failed


def words(name: str, default: str) -> list[str]:
    """Return a list that is written with commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def place(name: str, default: str) -> str:
    """Return a folder or a place in S3. Raises ImproperlyConfigured."""
    value = os.environ.get(name, default)
    try:
        if is_bucket(value):
            bucket(value)
    except BucketMalformed as malformed:
        raise ImproperlyConfigured(f"{name} {malformed}") from malformed
    return value


def photo_storage(where: str) -> dict[str, object]:
    """Return the entry of STORAGES that holds the photos."""
    if is_bucket(where):
        return {"BACKEND": "voltbay.recognition.bucket.SealedBucket", "OPTIONS": {"url": where}}
    return {
        "BACKEND": "voltbay.recognition.storage.AtomicFolder",
        "OPTIONS": {"location": where},
    }


def number(name: str, default: int) -> int:
    """Return a whole number. Raises ImproperlyConfigured."""
    value = os.environ.get(name, str(default))
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number: found {value!r}")
    return int(value)


def table(name: str) -> dict[str, str]:
    """Return a JSON object of texts. Raises ImproperlyConfigured."""
    try:
        found = json.loads(os.environ.get(name, "{}"))
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ImproperlyConfigured(f'{name} must be a JSON object, such as {{"a": "b"}}')
    return {str(part): str(value) for part, value in found.items()}


def flag(name: str, *, default: bool) -> bool:
    """Return a yes or no, written 1 or 0. Raises ImproperlyConfigured."""
    value = os.environ.get(name, "1" if default else "0")
    if value not in ("0", "1"):
        raise ImproperlyConfigured(f"{name} must be 0 or 1: found {value!r}")
    return value == "1"


def map_vendor() -> tuple[str, str, str]:
    """Return whose map is shown, its key for browsers and, of Amap, the code beside the key.

    Three empty texts where no vendor is named. Raises ImproperlyConfigured.
    """
    vendor = os.environ.get("VOLTBAY_MAP", "")
    if not vendor:
        return "", "", ""
    if vendor not in MAPS:
        raise ImproperlyConfigured(f"VOLTBAY_MAP is {vendor!r}: give amap or tencent, or nothing")
    needed = ("VOLTBAY_MAP_KEY", "VOLTBAY_MAP_CODE") if vendor == "amap" else ("VOLTBAY_MAP_KEY",)
    keys = [_public_key(name, vendor) for name in needed]
    return vendor, keys[0], keys[1] if vendor == "amap" else ""


@dataclass(frozen=True)
class MailServer:
    """Who takes our e-mail, and in whose name it is sent; no sender means that none is sent."""

    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    is_tls: bool = True  # from the first byte on; otherwise by STARTTLS
    sender: str = ""


PORTS = {"smtps": 465, "smtp": 587}


def mail_server(name: str) -> MailServer:
    """Return the server of `smtps://user:password@host/?from=address`; smtp:// is STARTTLS.

    Raises ImproperlyConfigured, without the password.
    """
    value = os.environ.get(name, "")
    if not value:
        return MailServer()
    try:
        url = urlsplit(value)
        port = url.port or PORTS[url.scheme]
    except (ValueError, KeyError):
        url, port = None, 0
    sender = unquote(url.query.removeprefix("from=")) if url else ""
    if url is None or not url.hostname or not re.fullmatch(r"[^@\s]+@[^@\s]+", sender):
        raise ImproperlyConfigured(
            f"{name} must be smtps://user:password@host:465/?from=address, or smtp:// for STARTTLS"
        )
    return MailServer(
        host=url.hostname,
        port=port,
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
        is_tls=url.scheme == "smtps",
        sender=sender,
    )


def _public_key(name: str, vendor: str) -> str:
    value = os.environ.get(name, "")
    if not PUBLIC_KEY.fullmatch(value):
        raise ImproperlyConfigured(
            f"VOLTBAY_MAP={vendor} needs {name}: what the vendor gave you for browsers, "
            "letters, digits and hyphens"
        )
    return value


def _checked(name: str, value: str, read: Callable[[str], object]) -> str:
    try:
        read(value)
    except KeyMalformed as malformed:
        raise ImproperlyConfigured(f"{name} {malformed}") from malformed
    return value
