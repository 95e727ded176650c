"""What the environment says, read with a plain word about what is missing or malformed."""

import base64
import json
import os
from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured

from voltbay.core.key_list import KeyMalformed, read_key, read_key_list

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


def keys(name: str) -> str:
    """Return secret keys by id, `id:base64,id:base64`. Raises ImproperlyConfigured."""
    is_made_up = TEST and name not in os.environ
    return _checked(name, f"test:{secret(name)}" if is_made_up else secret(name), read_key_list)


def words(name: str, default: str) -> list[str]:
    """Return a list that is written with commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


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


def _checked(name: str, value: str, read: Callable[[str], object]) -> str:
    try:
        read(value)
    except KeyMalformed as malformed:
        raise ImproperlyConfigured(f"{name} {malformed}") from malformed
    return value
