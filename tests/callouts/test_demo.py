"""What a demo shows."""

from django.utils import timezone

from tests.staff import staff_with
from voltbay.accounts.models import Role
from voltbay.callouts.demo import OUTLET, load
from voltbay.callouts.models import CallOut
from voltbay.directory import demo as places
from voltbay.directory.models import Outlet


def test_a_demo_has_a_danger_a_tow_and_a_removal_on_site(db):
    now = timezone.now()
    places.load(now=now)
    staff_with(Role.OUTLET_STAFF, outlet=Outlet.objects.get(name=OUTLET))

    load(now=now)
    load(now=now)

    found = CallOut.objects.order_by("kind").values_list("kind", "state")
    assert list(found) == [("danger", "asked"), ("on_site", "accepted"), ("tow", "asked")]
