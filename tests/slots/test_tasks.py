"""The daily publishing."""

from datetime import time, timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.places import open_outlet
from voltbay.core.local_time import local, local_date
from voltbay.directory.models import OpeningHours
from voltbay.slots.models import Slot
from voltbay.slots.tasks import forget_past_slots, publish_all_outlets, publish_outlet

pytestmark = pytest.mark.django_db


@pytest.fixture
def outlet():
    outlet = open_outlet().outlet
    for weekday in range(7):
        OpeningHours.objects.create(
            outlet=outlet, weekday=weekday, opens_at=time(9), closes_at=time(17)
        )
    return outlet


def test_each_outlet_gets_a_publishing_of_its_own(outlet):
    other = open_outlet("松江回收服务网点").outlet

    publish_all_outlets(timestamp=0)

    jobs = ProcrastinateJob.objects.filter(task_name="voltbay.slots.tasks.publish_outlet")
    assert {job.args["outlet_id"] for job in jobs} == {str(outlet.pk), str(other.pk)}


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
