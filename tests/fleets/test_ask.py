"""Asking for a fleet account."""

import pytest
from django.core.files.storage import storages

from tests.fleets.papers import letter
from tests.places import NOW
from voltbay.fleets.ask import Application, ask
from voltbay.fleets.errors import FleetKnown
from voltbay.fleets.models import FleetAccount, FleetMember
from voltbay.fleets.queries import memberships_of
from voltbay.fleets.rules import Power
from voltbay.identifiers.credit_code import CreditCodeCheckWrong
from voltbay.recognition import photos
from voltbay.recognition.reading.errors import PhotoNotAnImage

ASKED = Application(
    "申通出租汽车有限公司", "91310115MA1TEKT19B", "赵师傅", "021-50001234", "business_licence"
)


def test_who_asks_manages_it(alice):
    fleet = ask(ASKED, letter(), owner=alice, now=NOW)

    (mine,) = memberships_of(alice)
    assert (mine.fleet.pk, mine.fleet.state) == (fleet.pk, "asked")
    assert mine.may(Power.MANAGE)


def test_the_paper_is_kept_sealed(alice):
    fleet = ask(ASKED, letter(), owner=alice, now=NOW)

    assert photos.fetch(fleet.evidence).startswith(b"\xff\xd8")
    with storages["photos"].open(fleet.evidence) as file:
        assert not file.read().startswith(b"\xff\xd8")


def test_a_company_is_asked_for_once(alice, bob):
    ask(ASKED, letter(), owner=alice, now=NOW)

    with pytest.raises(FleetKnown):
        ask(ASKED, letter(), owner=bob, now=NOW)


def test_a_code_whose_check_fails_costs_no_upload(alice):
    wrong = Application(ASKED.name, "91310115MA1TEKT190", "赵师傅", "021-50001234", "letter")

    with pytest.raises(CreditCodeCheckWrong):
        ask(wrong, b"", owner=alice, now=NOW)


def test_what_is_no_picture_leaves_nothing(alice):
    with pytest.raises(PhotoNotAnImage):
        ask(ASKED, b"no picture", owner=alice, now=NOW)

    assert FleetAccount.objects.count() == FleetMember.objects.count() == 0
