"""The platform decides once, with a reason."""

import pytest
from django.db import IntegrityError, transaction

from tests.places import NOW
from voltbay.fleets.decide import decide
from voltbay.fleets.errors import FleetDecided, FleetReasonMissing
from voltbay.fleets.models import FleetAccount
from voltbay.notifications.models import Notice


@pytest.fixture
def asked(fleet):
    """Give what alice asked for, and nobody has looked at."""
    fleet.pk = None
    fleet._state.adding = True
    fleet.credit_code, fleet.state = "91440304MA5DEM004C", "asked"
    fleet.decided_at = fleet.decided_by = None
    fleet.save()
    return fleet


@pytest.mark.parametrize(
    ("to", "template"), [("approved", "fleet_approved"), ("refused", "fleet_refused")]
)
def test_who_asked_is_told(asked, administrator, to, template):
    decide(asked, to, reason="营业执照与名称一致", staff=administrator, now=NOW)

    assert (asked.state, asked.decided_by) == (to, administrator)
    assert Notice.objects.get().template == template


def test_a_reason_is_owed(asked, administrator):
    with pytest.raises(FleetReasonMissing):
        decide(asked, "approved", reason=" ", staff=administrator, now=NOW)


def test_who_comes_second_is_told_so(asked, administrator):
    late = FleetAccount.objects.get(pk=asked.pk)
    decide(asked, "refused", reason="照片不清", staff=administrator, now=NOW)

    with pytest.raises(FleetDecided):
        decide(late, "approved", reason="一致", staff=administrator, now=NOW)


def test_an_approved_fleet_is_suspended_and_comes_back(asked, administrator):
    for to in ("approved", "suspended", "approved"):
        decide(asked, to, reason="见电话记录", staff=administrator, now=NOW)

    assert asked.state == "approved"


def test_the_database_knows_the_order(asked, administrator):
    decide(asked, "refused", reason="照片不清", staff=administrator, now=NOW)

    with pytest.raises(IntegrityError, match="is no step"), transaction.atomic():
        FleetAccount.objects.filter(pk=asked.pk).update(state="approved")
