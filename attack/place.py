"""A Voltbay of its own to be attacked: real PostgreSQL, real server, demo data, loopback only."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from voltbay.server.postgres.cluster import CARELESS, running

if TYPE_CHECKING:  # models may be named only after Django is set up
    from attack.town import Town

SECONDS = 60  # of one case, unless it needs less
# What the server logs of an error that nobody anticipated: it alone comes with its trace.
BROKEN = '"level": "error"', '"trace": '
REFUSED = '"from": "django.security.'  # Django logs what it refuses with 400 in the same way


@dataclass
class Place:
    """What a case is given: where to attack, who is there, and how long it may take."""

    url: str
    town: "Town"
    folder: Path
    web: Any  # the program, whose log tells of errors
    seconds: float = SECONDS
    requests: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def port(self) -> int:
        """Where it listens on 127.0.0.1."""
        return int(self.url.rpartition(":")[2])

    def count(self, requests: int = 1) -> None:
        """Count requests, from any thread."""
        with self._lock:
            self.requests += requests

    def errors(self) -> list[str]:
        """Return the lines of errors that the server has logged until now."""
        lines = self.web.log.read_text(errors="replace").splitlines()
        return [line for line in lines if is_of_an_error(line)]


def is_of_an_error(line: str) -> bool:
    """Tell whether a line of the log is of an error that nobody anticipated."""
    return REFUSED not in line and all(mark in line for mark in BROKEN)


@contextmanager
def place() -> Iterator[Place]:
    """Set it up, and take it down."""
    with TemporaryDirectory(prefix="voltbay-attack-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o711)  # root's PostgreSQL runs as somebody else
        with running(folder / "data", settings=CARELESS) as url:
            os.environ |= {
                "VOLTBAY_TEST": "1",
                "DJANGO_SETTINGS_MODULE": "voltbay.server.settings",
                "DATABASE_URL": url,
                "VOLTBAY_PHOTOS": str(folder / "photos"),
            }
            town = _settle()
            from tests.live import running_site

            with running_site(database_url=url, folder=folder) as site:
                yield Place(site.url, town, folder, site.web)


def _settle() -> "Town":
    import django

    django.setup()
    from django.core.management import call_command

    from attack.town import build
    from voltbay.accounts import demo as agreements
    from voltbay.accounts.staff.demo import OUTLET, load_staff
    from voltbay.directory import demo as outlets
    from voltbay.directory.models import Outlet
    from voltbay.server.demo.accounts import PASSWORD, STAFF
    from voltbay.slots.publish import publish_ahead

    call_command("migrate", verbosity=0, interactive=False)
    now = datetime.now(UTC)
    outlets.load(now=now)
    agreements.load(now=now)
    load_staff(list(STAFF), password=PASSWORD)
    publish_ahead(Outlet.objects.get(name=OUTLET), now=now)  # all of them would take a minute
    return build(now)
