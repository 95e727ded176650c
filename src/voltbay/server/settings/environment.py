"""What the environment says, read with a plain word about what is missing or malformed."""

import base64
import json
import os

from django.core.exceptions import ImproperlyConfigured

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
    """Return a secret that is 32 bytes in base64, after `id:` where it has one."""
    value = secret(name)
    for entry in value.split(","):
        try:
            length = len(base64.b64decode(entry.rpartition(":")[2], validate=True))
        except ValueError:
            length = 0
        if length != 32:
            raise ImproperlyConfigured(f"{name} must hold 32 bytes in base64: found {length}")
    return value


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
