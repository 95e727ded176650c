"""What the worker does by the clock: from an event to a job for each recipient, once."""

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.places import NINE, open_outlet, publish_slots
from tests.staff import staff_with
from tests.staff_news.conftest import book, wants
from voltbay.accounts.models import Role
from voltbay.core import clock
from voltbay.staff_news.models import Delivery, News
from voltbay.staff_news.tasks import SEND, foresee_news, gather_news, send_news


def jobs():
    return list(ProcrastinateJob.objects.filter(task_name=SEND).values_list("args", flat=True))


@pytest.fixture
def now(db):
    clock.follow(NINE, fresh=3600)
    return NINE


def test_a_booking_becomes_one_job_and_the_job_a_message(now, mailoutbox):
    service = open_outlet()
    slots = publish_slots(service, starts_at=NINE, count=4, capacity=2)
    bob = staff_with(Role.OUTLET_MANAGER, outlet=service.outlet, name="bob")
    wants(bob, "email", "now", "new")
    gather_news(0)
    book(service, slots[2], now=now)

    gather_news(0)
    gather_news(10)

    target = {"channel": "email", "staff_id": bob.pk, "robot_id": None}
    assert jobs() == [target]
    send_news(**target)
    assert len(mailoutbox) == 1
    assert Delivery.objects.get().state == "sent"


def test_every_task_is_known_to_the_worker(now):
    foresee_news(0)

    assert {SEND, "staff_news.gather", "staff_news.foresee"} <= set(app.tasks)
    assert not News.objects.exists()
