"""The demo's own secrets: made once, kept in its data folder."""

import base64
import json
import os
import secrets
from pathlib import Path


def demo_secrets(file: Path) -> dict[str, str]:
    """Return the secrets as environment variables; lost secrets make sealed data unreadable."""
    fresh = _fresh()
    found: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    if fresh.keys() - found.keys():  # a data folder from before a secret was needed gets it now
        found = fresh | found
        _write(file, found)
    return found


def _fresh() -> dict[str, str]:
    return {
        "VOLTBAY_SECRET_KEY": secrets.token_urlsafe(48),
        "VOLTBAY_SEALING_KEYS": f"demo:{_key()}",
        "VOLTBAY_FINGERPRINT_KEY": _key(),
        "VOLTBAY_RECEIPT_KEY": f"demo:{_key()}",
    }


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _write(file: Path, content: dict[str, str]) -> None:
    """Write whole or not at all, readable by us alone from its first byte."""
    half = file.with_suffix(".half")
    half.unlink(missing_ok=True)
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as writer:
        json.dump(content, writer, indent=2)
        writer.flush()
        os.fsync(writer.fileno())
    half.rename(file)
