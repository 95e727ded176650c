"""The back office's free times, through HTTP."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.places import open_every_day, open_outlet
from voltbay.slots.models import Slot
from voltbay.slots.publish import publish_ahead

pytestmark = pytest.mark.django_db


@pytest.fixture
def outlet():
    return open_every_day(open_outlet())


class TestSlots:
    def test_they_are_only_looked_at(self, office, outlet):
        publish_ahead(outlet, now=timezone.now())
        slot = Slot.objects.last()

        for action in ("change", "delete"):
            path = reverse(f"admin:slots_slot_{action}", args=[slot.pk])
            assert office.post(path, {"capacity": 99, "post": "yes"}).status_code == 403
        assert office.get(reverse("admin:slots_slot_add")).status_code == 403

    def test_days_that_are_over_are_left_out(self, office, outlet):
        yesterday = timezone.now() - timedelta(days=1)
        Slot.objects.create(
            outlet=outlet, starts_at=yesterday, ends_at=yesterday + timedelta(hours=1), capacity=1
        )

        assert office.get("/admin/slots/slot/").context["cl"].result_count == 0
