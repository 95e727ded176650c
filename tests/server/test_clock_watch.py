"""A worker on a machine whose clock is an hour fast, until somebody sets it right."""

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.people import ALICE_PHONE
from tests.programs import program, wait_until
from tests.server.test_worker import EMPTY, a_job, is_done, sql
from voltbay.heartbeats.models import Heartbeat
from voltbay.heartbeats.queries import unserved
from voltbay.notifications.models import Notice
from voltbay.notifications.tell import tell

pytestmark = pytest.mark.django_db(transaction=True)
TIMERS = "SELECT count(*) FROM procrastinate_periodic_defers"


@pytest.fixture(autouse=True)
def empty_queue():
    sql(f"{EMPTY}; TRUNCATE procrastinate_periodic_defers, heartbeats_heartbeat")
    yield
    sql(f"{EMPTY}; TRUNCATE procrastinate_periodic_defers, heartbeats_heartbeat")


def test_it_does_no_work_of_time_and_goes_on_when_the_clock_is_right(tmp_path: Path):
    log, fast = tmp_path / "worker.log", tmp_path / "fast"
    fast.write_text("3600")
    with program(str(fast), "worker", photos=tmp_path, log=log, module="tests.skewed") as worker:
        wait_until(lambda: "3600.0 s ahead of the database's" in log.read_text(), log=log)
        a_job()
        code = tell(
            phone=ALICE_PHONE,
            template="sign_in_code",
            params={"code": "123456", "minutes": "5"},
            now=datetime.now(UTC),
        )
        wait_until(Heartbeat.objects.exists, log=log)
        time.sleep(1)

        sign = Heartbeat.objects.get()
        assert (sign.is_off, sign.queues) == (True, ["recognition"])
        assert abs(sign.skew_seconds - 3600) < 1
        assert unserved(["notices", "recognition"], now=datetime.now(UTC)) == ["notices"]
        assert not is_done()
        assert sql(TIMERS) == 0

        fast.write_text("0")
        wait_until(is_done, log=log)
        wait_until(lambda: Notice.objects.get(pk=code.pk).state != "queued", log=log)
        assert "right again" in log.read_text()
        assert Notice.objects.get().state == "sent"
        wait_until(lambda: not Heartbeat.objects.get().is_off, log=log)
        worker.terminate()
        assert worker.wait(20) == 0
    assert not Heartbeat.objects.exists()
