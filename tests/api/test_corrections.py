"""An owner says what of a booking is wrong, and reads what became of it."""

import pytest

from tests.api.session import signed_in
from tests.people import ALICE_PHONE, owner_with
from tests.places import NINE, open_outlet, publish_slots
from tests.removals.conftest import a_booking, staff_named
from voltbay.bookings.models import Booking
from voltbay.rights.answer_correction import carry_out, refuse
from voltbay.rights.errors import CorrectionUnknown
from voltbay.rights.models import Correction, Paper
from voltbay.rights.queries import corrections_to_answer

API = "/api/v1"


@pytest.fixture
def booking(db):
    service = open_outlet()
    made = a_booking(service, publish_slots(service, count=8), staff_named("bob"))
    made.owner = owner_with(ALICE_PHONE)
    made.save()
    return made


def test_an_owner_asks_the_outlet_answers_and_both_see_what_it_was(booking):
    alice, bob = signed_in(booking.owner), staff_named("bea")
    url = f"{API}/bookings/{booking.code}/corrections"
    asked = {"field": "plate", "value": "沪ad54321", "why": "看错数字"}

    first = alice.post(url, asked)
    again = alice.post(url, asked)
    wrong = alice.post(url, {**asked, "field": "vin", "value": "LGX"})
    silent = alice.post(url, {**asked, "field": "name", "value": "王晓燕", "why": " "})
    phone = alice.post(url, {"field": "phone", "value": "13711112222", "why": "换号"})

    assert (first.status_code, first.json()["state"]) == (201, "asked")
    assert (first.json()["was"], first.json()["wanted"]) == ("沪AD12345", "沪AD54321")
    assert (again.status_code, again.json()["code"]) == (409, "correction_asked")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "vin_malformed")
    assert wrong.json()["fields"] == {"value": "vin_malformed"}, "it is said where it was typed"
    assert silent.json()["fields"] == {"why": "correction_reason_needed"}
    assert (phone.status_code, phone.json()["state"]) == (201, "done")
    assert Booking.objects.get().phone == "13711112222"
    assert Booking.objects.get().plate == "沪AD12345", "staff compare it with a paper first"

    waits = corrections_to_answer([booking.outlet_id])[0]
    carry_out(booking, waits.pk, paper=Paper.VEHICLE_LICENCE, staff=bob, now=NINE)
    with pytest.raises(CorrectionUnknown):
        refuse(booking, waits.pk, reason="晚了", staff=bob, now=NINE)

    assert Booking.objects.get().plate == "沪AD54321"
    items = alice.get(url).json()["items"]
    assert [(each["field"], each["state"]) for each in items] == [
        ("phone", "done"),
        ("plate", "done"),
    ]
    assert alice.get(f"{API}/me/closing").status_code == 200
    copied = alice.get(f"{API}/me/data").json()["corrections"][0]
    assert (copied["was"], copied["wanted"]) == ("沪AD12345", "沪AD54321")


def test_what_is_refused_is_said_to_the_owner_and_is_nobody_elses(booking):
    alice, bob = signed_in(booking.owner), staff_named("bea")
    url = f"{API}/bookings/{booking.code}/corrections"
    alice.post(url, {"field": "name", "value": "王晓燕", "why": "写错"})
    stranger = signed_in(owner_with("13911112222"))

    refuse(booking, Correction.objects.get().pk, reason="与证件不符", staff=bob, now=NINE)

    answered = alice.get(url).json()["items"][0]
    assert (answered["state"], answered["answer"]) == ("refused", "与证件不符")
    assert stranger.get(url).status_code == 404
    assert stranger.post(url, {"field": "phone", "value": "13711112222", "why": "x"}).json()[
        "code"
    ] == ("booking_unknown")
