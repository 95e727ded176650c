"""Migrations against a million bookings, while a client books.

1. Make the bookings, and take back every migration that landed after the first release.
2. `voltbay migrate` applies those, and then one of each kind as later releases may have them
   (`bench/later`), while a client holds, has its papers read and confirms, again and again.
3. Print a table: each migration, what it does, how long it took, the longest wait meanwhile.

`make bench-migrations` exits with 1 if anybody waited for longer than a second or could not book,
or if a migration was not run. `ARGS=20000` makes fewer bookings.
"""

import ast
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

from scripts.migrations import BASELINE, landed

BOOKINGS = 1_000_000
MOST = 1.0  # seconds that anybody may wait
STEPS = 3  # of a booking
MIGRATE = [sys.executable, "-m", "voltbay", "migrate"]
ROOT = Path(__file__).parents[1]
APPLIED = """
SELECT app || '.' || name, extract(epoch FROM applied)::float8 FROM django_migrations
WHERE applied > to_timestamp(%s) ORDER BY id
"""


@dataclass
class Met:
    """What the client met: when each step was over, how many seconds it took; errors; codes."""

    waits: list[tuple[float, float]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)

    def longest(self, *, after: float = 0, until: float = inf) -> float:
        """Return the longest wait, in seconds, of those that began or ended in a time."""
        within = (took for at, took in self.waits if at > after and at - took < until)
        return max(within, default=0.0)


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


def migrate(url: str, *arguments: str, later: bool = True) -> subprocess.CompletedProcess[str]:
    """Run `voltbay migrate`; what it says is kept."""
    return subprocess.run(
        [*MIGRATE, *arguments],
        env=environment(url, later=later),
        check=False,
        capture_output=True,
        text=True,
    )


def migrate_aloud(url: str) -> tuple[int, float]:
    """Run it and print what it says; return its status and when the first migration began."""
    began = inf
    with subprocess.Popen(
        MIGRATE, env=environment(url, later=True), stdout=subprocess.PIPE, text=True
    ) as migrating:
        assert migrating.stdout is not None
        for line in migrating.stdout:
            print(line, end="", flush=True)
            if line == "Running migrations:\n":  # it comes with the name of the first
                began = time.time()
    return migrating.returncode, began


def build(url: str, bookings: int) -> None:
    """Make the town."""
    command = [sys.executable, "-m", "bench.booker", "build", str(bookings)]
    subprocess.run(command, env=environment(url), check=True, stdout=subprocess.DEVNULL)


@contextmanager
def booking(url: str, *how: str) -> Iterator[Met]:
    """Have a client book while the block lasts; what it met is known after it.

    With `hold` it only holds.
    """
    met = Met()
    with subprocess.Popen(
        [sys.executable, "-m", "bench.booker", *how],
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


def go_back(url: str) -> dict[str, str]:
    """Take the database back to the first release; return what stays and why."""
    command = [sys.executable, "-m", "bench.first_release"]
    done = subprocess.run(command, env=environment(url), check=True, stdout=subprocess.PIPE)
    staying: dict[str, str] = json.loads(done.stdout)
    return staying


def main() -> int:
    """Measure."""
    from bench.place import installation

    count = int(sys.argv[1]) if sys.argv[1:] else BOOKINGS
    with installation() as url:
        build(url, count)
        staying = go_back(url)
        with booking(url) as met:
            status, began = migrate_aloud(url)
        with psycopg.connect(url) as connection:
            applied = connection.execute(APPLIED, [began]).fetchall()
    tell(applied, staying, met, count=count, began=began)
    print(*met.errors[:5], sep="\n")
    left_out = expected() - {name for name, _ in applied} - set(staying)
    if left_out:
        print("not run:", *sorted(left_out))
    return int(bool(status or met.errors or left_out or met.longest() > MOST))


def tell(
    applied: list[tuple[str, float]],
    staying: dict[str, str],
    met: Met,
    *,
    count: int,
    began: float,
) -> None:
    """Print the table of docs/performance.md.

    Each migration began when the one before ended; a wait counts for each that it touched.
    """
    print(f"\n{count:,} bookings, {len(met.codes):,} more meanwhile\n")
    print("| migration | what it does | seconds | booked | longest wait, ms |")
    print("|---|---|---|---|---|")
    for name, at in applied:
        booked = len([over for over, _ in met.waits if began < over <= at]) // STEPS
        longest = met.longest(after=began, until=at) * 1000
        print(f"| {name} | {_about(name)} | {at - began:.1f} | {booked} | {longest:.0f} |")
        began = at
    for name, why in staying.items():
        print(f"| {name} | {_about(name)} | not run: {why} | | |")


def expected() -> set[str]:
    """Return the names of those that landed after the first release, and of the later ones."""
    landed_since = {
        f"{Path(path).parts[2]}.{Path(path).stem}"
        for path, (release, _) in landed().items()
        if release != BASELINE
    }
    later = (ROOT / "bench" / "later").glob("later_*.py")
    return landed_since | {f"bookings.{path.stem}" for path in later}


def _about(name: str) -> str:
    """Return the first sentence of a migration."""
    app, _, module = name.partition(".")
    folder = ROOT / "bench" / "later"
    if not module.startswith("later_"):
        folder = ROOT / "src" / "voltbay" / app / "migrations"
    told = ast.get_docstring(ast.parse((folder / f"{module}.py").read_text())) or ""
    return told.partition("\n")[0].rstrip(".")


if __name__ == "__main__":
    sys.exit(main())
