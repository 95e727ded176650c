"""Leaving for good."""

from datetime import timedelta

import pytest

from tests.fleets.papers import letter
from tests.fleets.test_ask import ASKED
from tests.kept import over
from tests.people import BOB_PHONE
from tests.places import NOW
from tests.taxis import add_cars, join_as
from voltbay.fleets.ask import ask
from voltbay.fleets.close import leave_all
from voltbay.fleets.decide import decide
from voltbay.fleets.members import invite
from voltbay.fleets.models import FleetMember, FleetVehicle
from voltbay.fleets.rules import EVIDENCE_OF_REFUSED_FOR, INVITED_FOR, Role
from voltbay.recognition import photos
from voltbay.recognition.errors import PhotoGone


def test_without_its_last_manager_a_fleet_is_closed_and_empty(fleet, alice, bob):
    add_cars(fleet, 2)
    join_as(Role.BOOKS, bob, fleet)

    leave_all(alice)

    fleet.refresh_from_db()
    assert (fleet.state, fleet.contact_name, fleet.contact_phone) == ("closed", None, None)
    assert FleetVehicle.objects.count() == FleetMember.objects.count() == 0


def test_another_manager_goes_on(fleet, alice, bob):
    join_as(Role.MANAGES, bob, fleet)

    leave_all(alice)

    fleet.refresh_from_db()
    assert fleet.state == "approved"


def test_papers_of_refused_fleets_are_erased_in_time(alice, administrator):
    refused = ask(ASKED, letter(), owner=alice, now=NOW)
    key = refused.evidence
    decide(refused, "refused", reason="照片不清", staff=administrator, now=NOW)

    assert over("fleets.refused", now=NOW + EVIDENCE_OF_REFUSED_FOR - timedelta(days=1)) == 0
    assert over("fleets.refused", now=NOW + EVIDENCE_OF_REFUSED_FOR) == 1
    with pytest.raises(PhotoGone):
        photos.fetch(key)


def test_phones_that_never_joined_are_forgotten(fleet):
    invite(fleet, phone=BOB_PHONE, role="books", now=NOW)

    assert over("fleets.invitations", now=NOW + INVITED_FOR) == 1
