"""Owners without a mainland card: from the drawn card to the booking, and what stops them."""

from dataclasses import replace
from functools import cache
from random import Random

import pytest

from tests.documents import a_photo, agree, photos_setting
from tests.people import recognised
from tests.places import NOW
from tools.cards import draw_foreigner_card
from tools.cards.camera import LEVELS, photograph
from tools.cards.lookalikes import print_hkmt_permit
from tools.cards.people import a_person
from voltbay.bookings.desk.review import typed_fields
from voltbay.bookings.errors import DocumentsDisagree, DocumentUnknown
from voltbay.bookings.models import Booking
from voltbay.bookings.owner.confirm import Form, confirm
from voltbay.recognition.documents.read import read
from voltbay.recognition.documents.submit import submit
from voltbay.recognition.errors import TypedWrong
from voltbay.recognition.models import Document
from voltbay.recognition.reading.reader import Reader

HANS = "MUELLER, HANS"
HEUNG = "810000199510216947"


@cache
def reader() -> Reader:
    return Reader.load()


@pytest.fixture(autouse=True)
def _photos(settings, tmp_path):
    settings.STORAGES = photos_setting(tmp_path)


def read_card(owner, photo):
    """Have the reader read a drawn card that was sent as an identity card."""
    agree(owner)
    document = submit(owner, "identity_card", photo, now=NOW)
    read(document.pk, engine=reader(), now=NOW)
    document.refresh_from_db()
    assert document.state == "recognised", document.problems
    return document


BORN = "1985-06-15"


def typed(owner, kind, **entries):
    agree(owner)
    return submit(owner, kind, a_photo(), now=NOW, typed=entries)


def confirmed_with(held, alice, card, *, name, licence_owner):
    licence = recognised(alice, Document.Kind.VEHICLE_LICENCE, owner=licence_owner)
    form = Form(name, "13800138000", card.pk, licence.pk, relation="self")
    confirm(held, form, now=NOW)
    return Booking.objects.get(pk=held.pk)


def test_hans_books_with_his_drawn_card(held, alice):
    photo, truth = draw_foreigner_card(seed=5, form="new", name=HANS)
    card = read_card(alice, photo)

    booking = confirmed_with(held, alice, card, name="MUELLER HANS", licence_owner="MUELLERHANS")

    assert (booking.state, booking.identity_kind) == ("confirmed", "foreigner_card")
    assert (booking.name, booking.identity_number) == (HANS, truth["number"])


def hans_card(owner, **more):
    """Make Hans' card as the reader leaves an old one: without a Chinese name."""
    return recognised(owner, "foreigner_card", name=HANS, number="932682198501010017", **more)


@pytest.mark.parametrize(
    "name", ["MUELLER HANS", "Hans Mueller", "mueller,hans", "Müller, Hans", "Hans Mu\u0308ller"]
)
def test_hans_may_write_his_name_in_either_order(held, alice, name):
    booking = confirmed_with(held, alice, hans_card(alice), name=name, licence_owner="HANSMUELLER")

    assert (booking.state, booking.name) == ("confirmed", HANS)


def test_a_passport_with_his_umlaut_agrees_with_a_licence_without(held, alice):
    card = typed(alice, "passport", name="Müller, Hans", number="C01X00T47", birth_date=BORN)

    booking = confirmed_with(held, alice, card, name="Müller, Hans", licence_owner="MUELLERHANS")

    assert "differing" not in booking.events.last().details


def test_a_licence_without_his_second_given_name_is_compared_by_a_person(held, alice):
    card = recognised(alice, "foreigner_card", name=f"{HANS} PETER", number="932682198501010017")

    booking = confirmed_with(held, alice, card, name=f"{HANS} PETER", licence_owner="MUELLERHANS")

    assert booking.state == "in_review"
    assert booking.events.last().details["differing"] == ["owner"]


def test_traditional_characters_name_the_same_person(held, alice):
    card = recognised(alice, Document.Kind.IDENTITY_CARD, name="陈大文", number=HEUNG)

    booking = confirmed_with(held, alice, card, name="陳大文", licence_owner="陈大文")

    assert (booking.state, booking.name) == ("confirmed", "陈大文")


def test_the_chinese_name_on_his_card_is_that_of_his_licence(held, alice):
    card = hans_card(alice, chinese_name="穆勒")

    booking = confirmed_with(held, alice, card, name=HANS, licence_owner="穆勒")

    assert booking.state == "confirmed"


def test_a_licence_with_his_chinese_name_is_compared_by_a_person_if_his_card_has_none(held, alice):
    card = hans_card(alice)

    booking = confirmed_with(held, alice, card, name=HANS, licence_owner="汉斯·穆勒")

    assert booking.state == "in_review"
    assert booking.events.last().details["differing"] == ["owner"]


@pytest.mark.parametrize(("name", "differs"), [("穆勒斯", "name"), (HANS, "owner")])
def test_a_doubtful_chinese_name_is_compared_by_a_person(held, alice, name, differs):
    card = hans_card(alice, chinese_name="穆勒期", doubtful=("chinese_name",))

    booking = confirmed_with(held, alice, card, name=name, licence_owner="穆勒斯")

    assert booking.state == "in_review"
    assert booking.events.last().details["differing"] == [differs]


def test_a_doubtful_chinese_name_makes_no_other_letters_his(held, alice):
    card = hans_card(alice, chinese_name="穆勒期", doubtful=("chinese_name",))

    with pytest.raises(DocumentsDisagree):
        confirmed_with(held, alice, card, name="SCHMIDT ANNA", licence_owner="穆勒斯")


def test_traditional_characters_make_nobody_else_the_same_person(held, alice):
    card = recognised(alice, Document.Kind.IDENTITY_CARD, name="王芳", number=HEUNG)

    with pytest.raises(DocumentsDisagree):
        confirmed_with(held, alice, card, name="張偉", licence_owner="王芳")


@pytest.mark.parametrize("owner", ["上海绿环物流有限公司", "SCHMIDTANNA"])
def test_somebody_elses_licence_is_not_hans_own(held, alice, owner):
    with pytest.raises(DocumentsDisagree):
        confirmed_with(held, alice, hans_card(alice), name=HANS, licence_owner=owner)


def test_a_resident_of_hong_kong_books_with_the_residence_permit(held, alice):
    random = Random("permit")
    person = a_person(random, number=HEUNG, name="陈大文")
    photo = photograph(print_hkmt_permit(person, random), random, LEVELS["easy"])
    card = read_card(alice, photo)

    booking = confirmed_with(held, alice, card, name="陈大文", licence_owner="陈大文")

    assert (booking.state, booking.identity_kind) == ("confirmed", "residence_permit")
    assert booking.identity_number == HEUNG


@pytest.mark.parametrize(
    ("kind", "name", "number", "stored"),
    [
        ("passport", "MUELLER HANS", " c01x00t47", "C01X00T47"),
        ("travel_permit", "陈大文", "H0123 4567", "H01234567"),
        ("travel_permit", "LEE ANN", "01234567", "01234567"),
    ],
)
def test_a_passport_or_a_permit_is_typed_at_once_and_reviewed(
    held, alice, kind, name, number, stored
):
    card = typed(alice, kind, name=name, number=number, birth_date=BORN)

    booking = confirmed_with(held, alice, card, name=name, licence_owner=name)

    assert (card.state, card.kind) == ("by_hand", kind)
    assert (booking.state, booking.identity_kind) == ("in_review", kind)
    assert booking.identity_number == stored


HANS_TYPES = {"name": "MUELLER HANS", "number": "C01X00T47", "birth_date": BORN}
DAWEN_TYPES = {"name": "陈大文", "number": "H01234567", "birth_date": BORN}
NONE = {"name": "missing", "number": "missing", "birth_date": "missing"}


@pytest.mark.parametrize(
    ("kind", "entries", "said"),
    [
        ("passport", {}, NONE),
        ("passport", HANS_TYPES | {"birth_date": " "}, {"birth_date": "missing"}),
        ("passport", HANS_TYPES | {"number": "12"}, {"number": "passport_number_malformed"}),
        (
            "passport",
            HANS_TYPES | {"birth_date": "15.6.1985"},
            {"birth_date": "birth_date_malformed"},
        ),
        (
            "travel_permit",
            DAWEN_TYPES | {"number": "C123456(7)"},
            {"number": "travel_permit_number_malformed"},
        ),
        (
            "travel_permit",
            DAWEN_TYPES | {"name": "陈大文 CHAN TAI MAN"},
            {"name": "name_malformed"},
        ),
    ],
)
def test_what_nothing_reads_is_typed_whole_and_each_entry_says_its_form(alice, kind, entries, said):
    with pytest.raises(TypedWrong) as wrong:
        typed(alice, kind, **entries)

    assert wrong.value.fields == said
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("born", "said"), [("20150615", "under_fourteen"), ("2999/1/1", "date_in_future")]
)
def test_a_child_with_a_passport_is_stopped_as_one_with_a_card_is(alice, born, said):
    with pytest.raises(TypedWrong) as wrong:
        typed(alice, "passport", name="MUELLER ANNA", number="C01X00T47", birth_date=born)

    assert wrong.value.fields == {"birth_date": said}


def test_staff_hold_the_birth_date_against_the_photo_while_there_is_one(held, alice):
    card = typed(alice, "passport", name="MUELLER HANS", number="C01X00T47", birth_date=BORN)
    booking = confirmed_with(held, alice, card, name="MUELLER HANS", licence_owner="MUELLER HANS")

    assert dict(typed_fields(booking))["birth_date"] == BORN
    booking.identity_card = None
    assert [name for name, _ in typed_fields(booking)] == ["number", "name"]


def test_a_passport_confirms_nothing_as_a_licence(held, alice, form):
    card = typed(alice, "passport", name="MUELLER HANS", number="C01X00T47", birth_date=BORN)

    with pytest.raises(DocumentUnknown):
        confirm(held, replace(form, vehicle_licence=card.pk), now=NOW)
