"""Migrations of every kind against a million bookings, while a client books.

`make bench-migrations` prints a table: each migration, how long it took, the longest wait of the
client meanwhile. It exits with 1 if anybody waited for longer than a second, or could not book.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import inf
from pathlib import Path

import psycopg

BOOKINGS = 1_000_000
MOST = 1.0  # seconds that anybody may wait
ROOT = Path(__file__).parents[1]
APPLIED = """
SELECT name, extract(epoch FROM applied)::float8 FROM django_migrations
WHERE name LIKE 'later%' ORDER BY id
"""


@dataclass
class Met:
    """What the client met: when each booking was over, how many seconds it took; errors; codes."""

    waits: list[tuple[float, float]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)

    def longest(self, *, after: float = 0, until: float = inf) -> float:
        """Return the longest wait of a time, in seconds."""
        return max((waited for at, waited in self.waits if after < at <= until), default=0.0)


def environment(url: str, *, later: bool = False) -> dict[str, str]:
    """Return what a program needs to work on this database; `later` knows the later migrations."""
    settings = "bench.later_settings" if later else "voltbay.server.settings"
    path = os.pathsep.join([str(ROOT), *filter(None, sys.path)])
    return {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": settings,
        "PYTHONPATH": path,
        "LC_ALL": "en_GB.UTF-8",
    }


def migrate(
    url: str, *arguments: str, later: bool = True, is_heard: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run `voltbay migrate`; what it says is kept, or heard at once."""
    return subprocess.run(
        [sys.executable, "-m", "voltbay", "migrate", *arguments],
        env=environment(url, later=later),
        check=False,
        capture_output=not is_heard,
        text=True,
    )


def build(url: str, bookings: int) -> None:
    """Make the town."""
    command = [sys.executable, "-m", "bench.booker", "build", str(bookings)]
    subprocess.run(command, env=environment(url), check=True, stdout=subprocess.DEVNULL)


@contextmanager
def booking(url: str) -> Iterator[Met]:
    """Have a client book while the block lasts; what it met is known after it."""
    met = Met()
    with subprocess.Popen(
        [sys.executable, "-m", "bench.booker"],
        env=environment(url),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as client:
        try:
            assert client.stdout is not None
            assert client.stdout.readline() == "ready\n"
            yield met
            said, _ = client.communicate(timeout=60)
            met.__dict__.update(json.loads(said))
        finally:
            client.kill()


def main() -> int:
    """Measure."""
    from bench.place import installation

    count = int(sys.argv[1]) if sys.argv[1:] else BOOKINGS
    with installation() as url:
        build(url, count)
        began = time.time()
        with booking(url) as met:
            done = migrate(url, is_heard=True)
        print(
            f"{count:,} bookings\n\n{'migration':24}{'seconds':>9}{'booked':>8}{'longest wait':>14}"
        )
        with psycopg.connect(url) as connection:
            for name, at in connection.execute(APPLIED):
                _say(name, met, after=began, until=at)
                began = at
    print(*met.errors[:5], sep="\n")
    return int(bool(done.returncode or met.errors or met.longest() > MOST))


def _say(name: str, met: Met, *, after: float, until: float) -> None:
    booked = len([at for at, _ in met.waits if after < at <= until])
    longest = met.longest(after=after, until=until) * 1000
    print(f"{name:24}{until - after:9.1f}{booked:8}{longest:11.0f} ms")


if __name__ == "__main__":
    sys.exit(main())
