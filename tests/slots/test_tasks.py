"""The daily publishing."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.places import many_outlets, open_every_day, open_outlet
from voltbay.core.local_time import local, local_date
from voltbay.directory.models import OpeningHours
from voltbay.slots.models import Slot
from voltbay.slots.tasks import (
    BATCH,
    forget_past_slots,
    publish_all_outlets,
    publish_batch,
    publish_outlet,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def outlet():
    outlet = open_outlet().outlet
    for weekday in range(7):
        OpeningHours.objects.create(
            outlet=outlet, weekday=weekday, opens_at=time(9), closes_at=time(17)
        )
    return outlet


ALONE = "voltbay.slots.tasks.publish_outlet"
REFUSING = """
ALTER TABLE slots_slot ADD CONSTRAINT refuses CHECK (outlet_id <> '{}') NOT VALID
"""


def test_every_outlet_is_in_one_batch():
    outlets = many_outlets(BATCH + 1)

    publish_all_outlets(timestamp=0)

    batches = [job.args["outlet_ids"] for job in ProcrastinateJob.objects.all()]
    assert sorted(map(len, batches)) == [1, BATCH]
    assert {each for batch in batches for each in batch} == {str(each.pk) for each in outlets}


def test_a_batch_opens_the_days_of_each_of_its_outlets(outlet, caplog):
    caplog.set_level("INFO", logger="voltbay.slots.tasks")
    other = open_every_day(open_outlet("松江回收服务网点"))

    publish_batch(outlet_ids=[str(outlet.pk), str(other.pk)])

    assert outlet.slots.exists()
    assert other.slots.exists()
    assert "'outlets': 2" in caplog.text
    assert not ProcrastinateJob.objects.exists()  # nobody is offered anything at night


def test_a_batch_that_runs_again_changes_nothing(outlet):
    publish_batch(outlet_ids=[str(outlet.pk)])
    before = list(Slot.objects.order_by("pk").values())

    publish_batch(outlet_ids=[str(outlet.pk)])

    assert list(Slot.objects.order_by("pk").values()) == before


def test_an_outlet_that_fails_keeps_no_other_from_its_day_and_is_tried_alone(outlet, caplog):
    other = open_every_day(open_outlet("松江回收服务网点"))
    with connection.cursor() as cursor:
        cursor.execute(REFUSING.format(outlet.pk))

    publish_batch(outlet_ids=[str(outlet.pk), str(other.pk)])

    assert other.slots.exists()
    assert not outlet.slots.exists()
    again = ProcrastinateJob.objects.get(task_name=ALONE)
    assert again.args == {"outlet_id": str(outlet.pk)}
    assert str(outlet.pk) in caplog.text


def test_without_outlets_nothing_is_deferred():
    publish_all_outlets(timestamp=0)

    assert not ProcrastinateJob.objects.exists()


def test_a_publishing_opens_the_days_that_can_be_booked(outlet):
    publish_outlet(outlet_id=str(outlet.pk))

    last = Slot.objects.latest("starts_at")
    today = local_date(timezone.now())
    assert timedelta(days=20) < local(last.starts_at).date() - today <= timedelta(days=30)


def test_an_outlet_that_is_gone_is_no_failure(outlet):
    gone = str(outlet.pk)
    outlet.opening_hours.all().delete()
    outlet.services.all().delete()
    outlet.delete()

    publish_outlet(outlet_id=gone)

    assert not Slot.objects.exists()


def test_slots_of_a_hundred_days_ago_are_forgotten(outlet):
    now = timezone.now()
    for days in (101, 99):
        starts_at = now - timedelta(days=days)
        Slot.objects.create(
            outlet=outlet, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), capacity=1
        )

    forget_past_slots(timestamp=0)

    assert Slot.objects.get().starts_at == now - timedelta(days=99)


def test_a_night_that_was_missed_is_made_up_for(outlet):
    now = timezone.now()
    for days in (101, 120, 140):  # never more than four weeks apart
        Slot.objects.create(
            outlet=outlet,
            starts_at=now - timedelta(days=days),
            ends_at=now - timedelta(days=days, hours=-1),
            capacity=1,
        )

    forget_past_slots(timestamp=0)

    assert not Slot.objects.exists()
