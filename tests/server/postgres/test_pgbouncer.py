"""Booking through PgBouncer in transaction mode: as a new one allows it, and as an old one does."""

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest
from django.db import connection
from django.utils import timezone

from tests.journeys.test_broken_input import answers, free_port
from tests.people import owner_with
from tests.places import in_days, open_outlet, publish_slots
from tests.programs import environment, program, wait_until
from tests.races.crowd import all_at_once
from voltbay.accounts.owners.sessions import open_session
from voltbay.bookings.models import Booking
from voltbay.slots.models import Claim, Slot

PHONES = 12  # more at once than the two lines that PgBouncer has to PostgreSQL
FOLLOWS_PREPARED = (1, 21)
SETTINGS = """
[databases]
* = host={host} port={port} user={user}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listen}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 2
server_round_robin = 1
ignore_startup_parameters = extra_float_digits,options
{prepared}
"""

pytestmark = pytest.mark.django_db(transaction=True)


def version() -> tuple[int, ...]:
    """Return PgBouncer's version, nothing where it is not installed."""
    if shutil.which("pgbouncer") is None:
        return ()
    said = subprocess.run(["pgbouncer", "--version"], capture_output=True, text=True, check=True)
    return tuple(int(part) for part in said.stdout.split()[1].split(".")[:2])


HERE = version()
needs_pgbouncer = pytest.mark.skipif(
    not HERE, reason="pgbouncer is not installed: Debian's package of that name has it"
)


@pytest.fixture
def bouncer() -> Iterator[int]:
    """Run PgBouncer before the test's PostgreSQL and give its port."""
    given, port = connection.get_connection_params(), free_port()
    prepared = "max_prepared_statements = 200" if HERE >= FOLLOWS_PREPARED else ""
    with TemporaryDirectory(prefix="voltbay-pgbouncer-") as name:
        Path(name).chmod(0o755)
        text = SETTINGS.format(
            host=given["host"],
            port=given.get("port") or 5432,
            user=given["user"],
            listen=port,
            prepared=prepared,
        )
        (Path(name) / "pgbouncer.ini").write_text(text)
        theirs = Path(given["host"]).stat().st_uid  # whose PostgreSQL is, which lets in nobody else
        become = [] if os.geteuid() else ["setpriv", f"--reuid={theirs}", "--clear-groups"]
        command = [*become, "pgbouncer", "--quiet", str(Path(name) / "pgbouncer.ini")]
        with subprocess.Popen(command) as process:
            yield port
            process.terminate()


@contextmanager
def site(port: int, folder: Path, *, prepared: bool) -> Iterator[str]:
    """Serve through PgBouncer and give the address."""
    given, address = connection.get_connection_params(), f"127.0.0.1:{free_port()}"
    url = f"postgresql://{given['user']}@127.0.0.1:{port}/{given['dbname']}"
    through = {"DATABASE_URL": url, "VOLTBAY_PREPARED_STATEMENTS": str(int(prepared))}
    with pytest.MonkeyPatch.context() as patch:
        whole = {**environment(folder), **through}
        patch.setattr("tests.programs.environment", lambda _: whole)
        log = folder / "web.log"
        web = ("web", "--bind", address, "--processes", "1", "--threads", "24")
        with program(*web, photos=folder, log=log):
            wait_until(lambda: answers(address), log=log)
            yield f"http://{address}"


def hold(url: str, slot: Slot) -> Callable[[int], int]:
    """Return what has each of some owners hold a place of a slot, looking around before."""
    now = timezone.now()
    owners = [owner_with(f"139{n:08d}") for n in range(PHONES)]
    tokens = [open_session(owner=owner, client="test", now=now)[0] for owner in owners]
    service = slot.outlet.services.get().pk

    def book(n: int) -> int:
        bearer = {"Authorization": f"Bearer {tokens[n]}"}
        with httpx.Client(base_url=url, headers=bearer, timeout=30) as phone:
            looked = [phone.get("/api/v1/bookings").status_code for _ in range(12)]
            wish = {"slot_id": slot.pk, "service_id": service}
            return max(*looked, phone.post("/api/v1/bookings", json=wish).status_code)

    return book


def ready(url: str) -> set[tuple[str, str]]:
    """Return what `/readyz` says of the database and of writing, to many who ask at once."""
    said = all_at_once(PHONES, lambda _: httpx.get(f"{url}/readyz", timeout=30).json())
    return {(each["database"], each["writable"]) for each in said}


@needs_pgbouncer
@pytest.mark.parametrize(
    "prepared",
    [
        False,
        pytest.param(
            True,
            marks=pytest.mark.skipif(
                HERE < FOLLOWS_PREPARED, reason="PgBouncer is older than 1.21: see the next test"
            ),
        ),
    ],
)
def test_many_book_over_few_lines(bouncer: int, tmp_path: Path, prepared: bool) -> None:
    (slot,) = publish_slots(
        open_outlet(slots_needed=1), starts_at=in_days(1), count=1, capacity=PHONES - 2
    )
    with site(bouncer, tmp_path, prepared=prepared) as url:
        statuses = Counter(all_at_once(PHONES, hold(url, slot)))
        said = ready(url)

    assert statuses == {201: PHONES - 2, 409: 2}
    assert said == {("ok", "ok")}
    slot.refresh_from_db()
    assert slot.taken == Claim.objects.count() == Booking.objects.count() == PHONES - 2


@needs_pgbouncer
@pytest.mark.skipif(
    bool(HERE >= FOLLOWS_PREPARED), reason="this PgBouncer follows prepared statements"
)
def test_an_old_one_with_prepared_statements_is_not_ready(bouncer: int, tmp_path: Path) -> None:
    with site(bouncer, tmp_path, prepared=True) as url:
        found = ready(url)

    # Any statement that was prepared may fail there, also the one that asks for an answer.
    assert "missing" in {writable for _, writable in found}
