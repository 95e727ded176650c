"""Workers and their clocks, and jobs that were given up."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.server.jobs.test_command import given_up, states
from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role
from voltbay.audit.models import AuditEntry
from voltbay.heartbeats.models import Heartbeat

PAGE, ACT = reverse("console:work-behind"), reverse("console:work-behind-act")


@pytest.fixture
def office(db):
    return let_in(Client(), staff_with(Role.OPERATOR, name="eve"))


def press(office, action, job):
    return office.post(ACT, {"key": str(uuid4()), "action": action, "job": str(job)})


def test_a_worker_whose_clock_is_wrong_is_shown_in_words(office):
    now = timezone.now()
    Heartbeat.objects.create(
        id=uuid4(),
        host="worker-1",
        pid=7,
        build="1.2",
        queues=["recognition"],
        started_at=now,
        seen_at=now,
        skew_seconds=3600,
        is_off=True,
    )

    page = office.get(PAGE).content.decode()

    assert "worker-1" in page
    assert "+3600.00 s" in page
    assert "时钟不准" in page


def test_a_job_is_done_again_or_forgotten_once_and_it_is_noted(office):
    first, second = given_up(), given_up()

    assert press(office, "again", first).status_code == 302
    assert press(office, "forget", second).status_code == 302

    assert states() == {first: "todo"}
    noted = (
        AuditEntry.objects.filter(what__startswith="job-")
        .order_by("id")
        .values_list("what", "target")
    )
    assert list(noted) == [("job-retried", str(first)), ("job-forgotten", str(second))]
    page = press(office, "forget", second)
    assert page.status_code == 404
    assert "该任务已重试或已删除" in page.content.decode()


def test_an_auditor_looks_and_does_nothing(db):
    job = given_up()
    auditor = let_in(Client(), staff_with(Role.AUDITOR, name="audrey"))

    assert ACT not in auditor.get(PAGE).content.decode()
    assert press(auditor, "forget", job).status_code == 403
    assert states() == {job: "failed"}
