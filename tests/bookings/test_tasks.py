"""What the worker does for those who wait."""

from datetime import timedelta

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.people import BOB_PHONE, owner_with
from tests.places import NINE, NOW
from voltbay.bookings.models import WaitlistEntry
from voltbay.bookings.tasks import offer_free_places, offer_waiting
from voltbay.bookings.waitlist.join import join
from voltbay.bookings.waitlist.rules import window_of_days
from voltbay.core.local_time import local_date
from voltbay.directory.models import OpeningHours
from voltbay.slots.freed import OFFER
from voltbay.slots.publish import publish


def queued() -> list[str]:
    jobs = ProcrastinateJob.objects.filter(task_name=OFFER)
    return [job.args["outlet_id"] for job in jobs]


def test_the_task_that_others_defer_by_name_is_known():
    assert app.tasks[OFFER].func is offer_free_places.func


def test_publishing_new_times_has_them_offered(service):
    day = local_date(NINE)
    OpeningHours.objects.create(
        outlet=service.outlet,
        weekday=day.weekday(),
        opens_at="09:00",
        closes_at="12:00",
        bays=1,
    )

    publish(service.outlet, first=day, days=1, now=NOW)
    assert queued() == [str(service.outlet_id)]

    publish(service.outlet, first=day, days=1, now=NOW)
    assert len(queued()) == 1


def test_the_worker_ends_wishes_of_the_past(service):
    day = local_date(NINE)
    bob = owner_with(BOB_PHONE)
    entry = join(
        service_id=service.pk,
        window=window_of_days(day, day),
        owner=bob,
        now=NINE - timedelta(days=1),
    )

    offer_free_places(str(service.outlet_id))
    offer_waiting(0)

    assert WaitlistEntry.objects.get(pk=entry.pk).state == "lapsed"
