"""Two workers send what is due through a vendor in trouble; one is killed before it noted it.

They are programs and go by the real clock. What waits is set back in the database instead, which is
as if time had passed.
"""

import json
import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from subprocess import Popen

import pytest
from django.db import connection
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.notifications import aliyun_server
from tests.notifications.aliyun_server import KEY_ID, KEY_SECRET, Vendor
from tests.notifications.conftest import BOOKED, CODE
from tests.programs import environment, program, wait_until
from voltbay.core.local_time import local_date
from voltbay.notifications.channels.aliyun_sms import out_id
from voltbay.notifications.jobs import DELIVER, defer_delivery
from voltbay.notifications.models import Notice
from voltbay.notifications.outages import open_outages
from voltbay.notifications.resume import resume_unsent
from voltbay.notifications.tell import tell

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

JOBS = 4  # that a worker has in hand
WAVE = 20
EMPTY = "TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE"
NOBODY = 0
Working = Callable[[int], AbstractContextManager[list[Popen[bytes]]]]
SET_BACK = """
UPDATE notifications_notice SET due_at = due_at - %(by)s, asked_at = asked_at - %(by)s
WHERE state = 'queued';
UPDATE notifications_outage SET again_at = again_at - %(by)s;
UPDATE procrastinate_jobs SET scheduled_at = scheduled_at - %(by)s WHERE status = 'todo'
"""


def execute(statements: str, **given: object) -> None:
    with connection.cursor() as cursor:
        for each in statements.split(";"):
            cursor.execute(each, given or None)


def pass_by(length: timedelta) -> None:
    """Let time pass for all that waits, and wake the workers for it."""
    execute(SET_BACK, by=length)
    resume_unsent(now=timezone.now())  # as the timer does
    defer_delivery(NOBODY)


@pytest.fixture
def vendor(monkeypatch: pytest.MonkeyPatch) -> Iterator[Vendor]:
    """Run the vendor, and tell programs where it is."""
    with aliyun_server.serving() as running:
        running.day = f"{local_date(timezone.now()):%Y%m%d}"
        told = {
            "VOLTBAY_SMS_CHANNEL": "aliyun_sms",
            "VOLTBAY_ALIYUN_KEY_ID": KEY_ID,
            "VOLTBAY_ALIYUN_KEY_SECRET": KEY_SECRET,
            "VOLTBAY_SMS_TEMPLATES": json.dumps(aliyun_server.templates()),
            "VOLTBAY_SMS_ENDPOINT": f"127.0.0.1:{running.port}",
            "VOLTBAY_SMS_PROTOCOL": "http",
        }
        monkeypatch.setattr(
            "tests.programs.environment", lambda photos: {**environment(photos), **told}
        )
        yield running


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "workers.log"


@pytest.fixture
def working(vendor: Vendor, tmp_path: Path, log: Path) -> Iterator[Working]:
    """Give what runs two workers, each with so many jobs in hand, while a block lasts."""

    @contextmanager
    def run(jobs: int) -> Iterator[list[Popen[bytes]]]:
        chosen = ("worker", "--queue", "notices", "--jobs", str(jobs))
        with ExitStack() as stack:
            two = (program(*chosen, photos=tmp_path, log=log) for _ in range(2))
            yield [stack.enter_context(each) for each in two]

    execute(EMPTY)
    yield run
    execute(EMPTY)


def told(kind: str = "booking_confirmed", *, number: int) -> Notice:
    now = timezone.now()
    rest = {} if kind == "sign_in_code" else {"appointment": now + timedelta(days=1)}
    params = CODE if kind == "sign_in_code" else BOOKED
    return tell(phone=f"138{number:08d}", template=kind, params=params, now=now, **rest)


def is_sent(count: int) -> bool:
    return Notice.objects.filter(state="sent", params=None).count() == count


def is_quiet() -> bool:
    """Tell whether no worker has anything to do for now."""
    due = Q(status="todo", scheduled_at=None) | Q(status="todo", scheduled_at__lte=Now())
    jobs = ProcrastinateJob.objects.filter(task_name=DELIVER)  # timers' jobs are others'
    return not jobs.filter(due | Q(status="doing")).exists()


def test_two_workers_of_which_one_is_killed_send_each_once(vendor, working, log):
    vendor.delay = 3.0
    notices = [told(number=number) for number in range(3 * JOBS)]
    with working(JOBS) as workers:
        wait_until(lambda: len(vendor.taken) >= 2 * JOBS, log=log)  # both have their hands full
        os.killpg(workers[0].pid, signal.SIGKILL)
        vendor.delay = 0.0
        wait_until(lambda: is_sent(len(notices) - JOBS), log=log)
        begun = Notice.objects.filter(state="queued", params__isnull=False, asked_at__isnull=False)
        assert begun.count() == JOBS

        pass_by(timedelta(minutes=2))
        wait_until(lambda: is_sent(len(notices)), log=log)

    assert Counter(each["OutId"] for each in vendor.taken) == Counter(map(out_id, notices))
    assert vendor.queries == JOBS


def test_what_waited_for_a_vendor_in_trouble_goes_out_once(vendor, working, log):
    with working(JOBS):
        wave, codes = all_wait(vendor, log=log)
        assert [each.code for each in open_outages()] == [vendor.trouble]
        assert len(vendor.messages) <= 2 * JOBS  # by who had begun; then one at a time

        vendor.trouble = ""
        for seconds in (60, 10, 10):  # who met the one that asked waits some seconds more
            pass_by(timedelta(seconds=seconds))
            wait_until(is_quiet, log=log)

    assert is_sent(WAVE + len(codes))
    assert Counter(each["OutId"] for each in vendor.taken) == Counter(map(out_id, wave + codes))


def test_codes_go_before_a_wave_that_waited(vendor, working, log):
    with working(JOBS):
        _, codes = all_wait(vendor, log=log)

    vendor.trouble = ""
    pass_by(timedelta(minutes=2))  # while nobody works: all is due at once
    with working(1):  # of four jobs in hand the last may be the first to ask
        wait_until(lambda: bool(vendor.taken), log=log)

    assert vendor.taken[0]["OutId"] in map(out_id, codes)


def all_wait(vendor: Vendor, *, log: Path) -> tuple[list[Notice], list[Notice]]:
    """Have a wave and two codes met by a vendor in trouble, until all of them wait."""
    vendor.trouble = "isv.AMOUNT_NOT_ENOUGH"
    wave = [told(number=number) for number in range(WAVE)]
    codes = [told("sign_in_code", number=WAVE + number) for number in range(2)]
    waiting = Notice.objects.filter(error_code=vendor.trouble)
    wait_until(lambda: waiting.count() == WAVE + len(codes) and is_quiet(), log=log)
    return wave, codes
