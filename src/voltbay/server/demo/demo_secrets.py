"""The demo's own secrets: made once, kept in its data folder.

Keys that are rotated stand in files beside the others, as `voltbay keys rotate` changes them there.
"""

import base64
import json
import os
import secrets
from pathlib import Path

KEY_LISTS = ("VOLTBAY_SEALING_KEYS", "VOLTBAY_RECEIPT_KEY")


def demo_secrets(file: Path) -> dict[str, str]:
    """Return the secrets as environment variables; lost secrets make sealed data unreadable."""
    fresh = _fresh()
    found: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    if fresh.keys() - found.keys():  # a data folder from before a secret was needed gets it now
        found = fresh | found
        _write(file, json.dumps(found, indent=2))
    lists = {f"{name}_FILE": _file_of(name, found[name], file.parent) for name in KEY_LISTS}
    return {name: value for name, value in found.items() if name not in KEY_LISTS} | lists


def write_environment(file: Path, environment: dict[str, str]) -> None:
    """Write what commands need to know of the demo, for a shell: `set -a; . FILE; set +a`."""
    ours = {name: text for name, text in sorted(environment.items()) if _is_ours(name)}
    _write(file, "".join(f"{name}='{text}'\n" for name, text in ours.items()))


def _is_ours(name: str) -> bool:
    return name == "DATABASE_URL" or name.startswith("VOLTBAY_")


def _fresh() -> dict[str, str]:
    return {
        "VOLTBAY_SECRET_KEY": secrets.token_urlsafe(48),
        "VOLTBAY_SEALING_KEYS": f"demo:{_key()}",
        "VOLTBAY_FINGERPRINT_KEY": _key(),
        "VOLTBAY_RECEIPT_KEY": f"demo:{_key()}",
    }


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _file_of(name: str, first: str, folder: Path) -> str:
    """Return the path of a list of keys, made from the first key where there is none yet."""
    path = folder / f"{name.lower()}.txt"
    if not path.exists():
        _write(path, f"{first}\n")
    return str(path)


def _write(file: Path, text: str) -> None:
    """Write whole or not at all, readable by us alone from its first byte."""
    half = file.with_suffix(".half")
    half.unlink(missing_ok=True)
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as writer:
        writer.write(text)
        writer.flush()
        os.fsync(writer.fileno())
    half.rename(file)
