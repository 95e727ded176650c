"""A copy of one's data, and one's vehicles."""

import io
import json
import zipfile

import pytest

from tests.api.session import signed_in
from tests.api.test_bookings import confirm, hold
from tests.documents import a_document, agree
from tests.people import ALICE_PHONE, BOB_PHONE, owner_with
from tests.places import in_days, open_outlet, publish_slots
from voltbay.accounts.models import Agreement, Choice
from voltbay.audit.models import Purpose, View
from voltbay.bookings.desk.change import Why
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking, WaitlistEntry
from voltbay.bookings.originals import NoPlate, Original, Verdict
from voltbay.callouts.lifecycle import State as CallOutState
from voltbay.callouts.rules import Kind as CallOutKind
from voltbay.callouts.triage import Charge, Sign
from voltbay.fleets.models import Block, FleetAccount
from voltbay.fleets.rules import Role
from voltbay.identifiers.identity_paper import IdentityKind
from voltbay.identifiers.vehicle import Fuel, VehicleClass
from voltbay.notifications.models import Notice
from voltbay.notifications.templates import TEMPLATES
from voltbay.recognition import photos
from voltbay.recognition.models import Document
from voltbay.removals.models import Quote
from voltbay.rights.data_file import page_to_read
from voltbay.rights.data_values import values_of
from voltbay.rights.data_words import ZH
from voltbay.rights.models import Correction, Paper, RightsRequest
from voltbay.rights.models import Field as Corrected

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def service():
    return open_outlet()


@pytest.fixture
def slots(service):
    return publish_slots(service, starts_at=in_days(1), count=8)


@pytest.fixture
def alice():
    return owner_with(ALICE_PHONE)


@pytest.fixture
def phone(alice):
    return signed_in(alice)


@pytest.fixture
def booked(phone, alice, slots, service):
    code = hold(phone, slots[0], service).json()["code"]
    assert confirm(phone, code, alice).status_code == 200
    return code


@pytest.mark.parametrize(
    ("url", "headers"),
    [
        (f"{API}/me/data?format=zip", {}),
        (f"{API}/me/data", {"Accept": "application/zip, */*;q=0.1"}),
    ],
)
def test_an_owner_takes_a_file_home(phone, booked, url, headers):
    answer = phone.get(url, headers)

    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.zip"'
    assert answer.headers["Cache-Control"] == "no-store"
    packed = zipfile.ZipFile(io.BytesIO(answer.content))
    assert packed.namelist() == ["data.json", "data.html"]
    data = json.loads(packed.read("data.json"))
    assert data == phone.get(f"{API}/me/data").json()
    page = packed.read("data.html").decode()
    assert booked in page
    assert ALICE_PHONE in page


def test_without_a_wish_it_is_json(phone):
    assert phone.get(f"{API}/me/data").headers["Content-Type"].startswith("application/json")


def test_another_format_is_refused(phone):
    answer = phone.get(f"{API}/me/data?format=exe")

    assert (answer.status_code, answer.json()["fields"]) == (422, {"format": "not_a_choice"})


def test_what_an_owner_wrote_cannot_act_in_the_page():
    page = page_to_read({"account": {"name": "<script>alert(1)</script>"}}, language="en")

    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_an_owner_sees_each_vehicle_once_and_masked(phone, alice, slots, service, booked):
    phone.post(f"{API}/bookings/{booked}/cancel", {"reason": "改天"})
    again = hold(phone, slots[4], service).json()["code"]
    confirm(phone, again, alice)

    vehicles = phone.get(f"{API}/me/vehicles").json()["items"]

    assert len(vehicles) == 1
    assert (vehicles[0]["plate"], vehicles[0]["vin"]) == ("沪AD1***5", "LGX***********456")
    assert vehicles[0]["model"] == "比亚迪牌BYD7006"
    assert vehicles[0]["last_booking"]["code"] == again


def test_nobody_sees_anothers_vehicles(booked):
    bob = signed_in(owner_with(BOB_PHONE))

    assert bob.get(f"{API}/me/vehicles").json()["items"] == []


def test_the_page_speaks_the_owners_language(phone, booked):
    asked = f"{API}/me/data?format=zip"
    chinese, english = (
        zipfile.ZipFile(io.BytesIO(phone.get(asked, {"Accept-Language": language}).content))
        for language in ("zh-CN", "en")
    )

    assert "<h2>预约</h2>" in chinese.read("data.html").decode()
    assert "<dt>车辆识别代号</dt>" in chinese.read("data.html").decode()
    assert "<dt>starts at</dt>" in english.read("data.html").decode()


def test_the_page_names_papers_and_states_as_its_reader_does(phone, booked):
    Booking.objects.update(identity_kind="foreigner_card")
    asked = f"{API}/me/data?format=zip&language="  # a link sends the browser's language, not theirs
    chinese, english = (
        zipfile.ZipFile(io.BytesIO(phone.get(asked + each).content)).read("data.html").decode()
        for each in ("zh-Hans", "en")
    )

    assert "<dd>外国人永久居留身份证</dd>" in chinese
    assert "<dd>已确认</dd>" in chinese
    assert "<dd>foreigner card</dd>" in english


def test_each_name_in_a_copy_has_words(phone, booked):
    data = phone.get(f"{API}/me/data").json()

    assert {name for name in names_in(data) if name not in ZH} == set()


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("state", [*State, *CallOutState, *FleetAccount.State, *Block.State, *Quote.State]),
        ("state", [*Document.State, *Notice.State, *WaitlistEntry.State, *Correction.State]),
        ("state", [*RightsRequest.State]),
        ("kind", [*Agreement.Kind, *Document.Kind, *CallOutKind, *FleetAccount.Evidence]),
        ("of", [*Choice.Of, *View.Of]),
        ("paper", [*Original, *Paper]),
        ("identity_kind", IdentityKind),
        ("purpose", Purpose),
        ("verdict", Verdict),
        ("relation", [*Booking.Relation, *RightsRequest.Relation]),
        ("asks", RightsRequest.Asks),
        ("field", Corrected),
        ("car_after", Booking.CarAfter),
        ("fuel", Fuel),
        ("vehicle_class", VehicleClass),
        ("no_plate", NoPlate),
        ("charge", Charge),
        ("signs", Sign),
        ("role", Role),
        ("template", TEMPLATES),
        ("why", Why),
    ],
)
def test_each_code_in_a_copy_has_words(name, codes):
    say = values_of("zh-Hans")

    assert [str(code) for code in codes if say(name, str(code)).isascii()] == []
    assert "_" not in values_of("en")(name, str(next(iter(codes))))


def names_in(value) -> set[str]:
    """Return each name in a copy, at any depth; a receipt and a report name themselves."""
    if isinstance(value, list):
        return set().union(*(names_in(each) for each in value))
    if isinstance(value, dict):
        return set(value) | set().union(*(names_in(each) for each in value.values()))
    return set()


def test_photos_that_are_kept_come_along_and_erased_ones_do_not(phone, alice):
    agree(alice)
    kept, gone = a_document(alice), a_document(alice)
    photos.erase(gone.photo)

    answer = phone.get(f"{API}/me/data?format=zip")

    packed = zipfile.ZipFile(io.BytesIO(answer.content))
    pictures = [name for name in packed.namelist() if name.startswith("photos/")]
    assert pictures == [f"photos/{kept.kind}-{kept.pk}.jpg"]
    assert packed.read(pictures[0]).startswith(b"\xff\xd8")


def test_anothers_photos_stay_away(phone):
    bob = owner_with(BOB_PHONE)
    agree(bob)
    a_document(bob)

    packed = zipfile.ZipFile(io.BytesIO(phone.get(f"{API}/me/data?format=zip").content))

    assert packed.namelist() == ["data.json", "data.html"]
