"""`voltbay doctor`: looks at every part and says of each what it found and what to do next.

Exits with 0 if all is well, 1 if somebody should look, 2 if something does not work. It tells
numbers, names of settings and of kinds; no secret and nobody's data.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import django
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from voltbay.core.clock import now as clock_now
from voltbay.server.doctor.finding import Finding, Level, fail, warn
from voltbay.server.said import say
from voltbay.server.silence import MEANS, UNKNOWN, why_silent

Look = Callable[[], Finding]


def run(chosen: argparse.Namespace) -> None:
    """Look at everything, tell it, and exit with the worst."""
    os.environ.setdefault("PGCONNECT_TIMEOUT", "5")  # seconds: a database that is gone is a finding
    found = list(_findings(chosen.url))
    tell = _as_json if chosen.json else _as_lines
    print(tell(found, chosen.language))
    sys.exit(max(finding.level for _, finding in found))


def _findings(url: str | None) -> Iterator[tuple[str, Finding]]:
    try:
        django.setup()
    except ImproperlyConfigured as wrong:
        yield "settings", fail("settings_wrong", what=wrong)
        return
    for name, look in _looks(url, now=_now()).items():
        yield name, _looked(look)


def _now() -> datetime:
    """Return the time; our own where the database does not answer: that is a finding too."""
    try:
        return clock_now()
    except DatabaseError:
        return datetime.now(UTC)


def _looked(look: Look) -> Finding:
    """Look, or say that it could not be done: an error's words may hold somebody's data."""
    try:
        return look()
    except DatabaseError as failed:
        code = why_silent(failed)
        return fail("database_silent", why=type(failed).__name__) if code == UNKNOWN else fail(code)
    except Exception as failed:  # noqa: BLE001  # a doctor that dies tells nothing of the rest
        return warn("not_known", why=type(failed).__name__)


def _looks(url: str | None, *, now: datetime) -> dict[str, Look]:
    # Models can be imported only once Django is set up, above.
    from voltbay.server.doctor import (
        backups,
        clock,
        content,
        copies,
        database,
        messages,
        photos,
        sealing_keys,
        work,
    )

    looks: dict[str, Look] = {
        "settings": database.settings_found,
        "database": database.database,
        "migrations": database.migrations,
        "months": lambda: database.months(now=now),
        "queue": work.queue,
        "worker": lambda: work.worker(now=now),
        "timers": lambda: work.timers(now=now),
        "engine": lambda: photos.engine(now=now),
        "photo_store": photos.photo_store,
        "disk": photos.disk,
        "clock": clock.clock,
        "keys": sealing_keys.keys,
        "sms": lambda: messages.sms(now=now),
        "sign_in_codes": lambda: messages.sign_in_codes(now=now),
        "wechat": messages.wechat,
        "email": messages.email,
        "staff_news": lambda: messages.staff_news(now=now),
        "agreements": lambda: content.agreements(now=now),
        "support": content.support,
        "own_name": content.own_name,
        "holidays": lambda: content.holidays(now=now),
        "copy": copies.copy,
        "backup": lambda: backups.backup(now=now),
    }
    return looks | ({"site": lambda: clock.site(url)} if url else {})


def _as_lines(found: list[tuple[str, Finding]], language: str) -> str:
    lines = [
        f"{finding.level.name.lower():<4}  {say('doctor', f'label_{name}', language)}: "
        f"{_said(finding, language)}"
        for name, finding in found
    ]
    return "\n".join(lines)


def _as_json(found: list[tuple[str, Finding]], language: str) -> str:
    parts = [
        {
            "part": name,
            "level": finding.level.name.lower(),
            "code": finding.code,
            "says": _said(finding, language),
        }
        for name, finding in found
    ]
    worst = max(finding.level for _, finding in found)
    said = {"level": Level(worst).name.lower(), "parts": parts}
    return json.dumps(said, ensure_ascii=False, indent=2)


def _said(finding: Finding, language: str) -> str:
    about = "silence" if finding.code in MEANS else "doctor"
    return say(about, finding.code, language, **finding.gaps)
