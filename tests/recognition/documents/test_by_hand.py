"""Owners whose photos cannot be read type what decides; a person compares it."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.documents import Told, a_document, a_photo, an_owner, recognised
from tests.people import ALICE_CARD, ALICE_LICENCE
from tests.places import NOW
from tests.recognition.test_storage import files_in
from voltbay.identifiers.identity_number import check_character
from voltbay.recognition.documents import submit as submitting
from voltbay.recognition.documents.by_hand import A_DAY, may_type
from voltbay.recognition.documents.queries import recognised_fields
from voltbay.recognition.documents.read import read
from voltbay.recognition.documents.submit import submit
from voltbay.recognition.errors import (
    KeyReused,
    PhotoTookTooLong,
    TooManyByHand,
    TypedTooEarly,
    TypedWrong,
)
from voltbay.recognition.models import Document
from voltbay.recognition.reading.errors import PhotoNotAnImage

pytestmark = pytest.mark.django_db
OLD_CARD = {"name": "Mueller, Hans", "number": "kaz110090123105"}
CARD = {"name": "王㛃", "number": ALICE_CARD["number"]}


def refused(owner, code="too_blurred", *, kind="identity_card", now=NOW) -> None:
    document = a_document(owner, kind=kind, now=now)
    read(document.pk, engine=Told(recognised().refuse(code)), now=now)


@pytest.fixture
def owner():
    """Return an owner of whom two photos of a card were refused."""
    tried = an_owner()
    refused(tried)
    refused(tried)
    return tried


def typed(owner, kind="identity_card", *, now=NOW, key=None, **fields) -> Document:
    entries = fields or CARD
    return submit(owner, kind, a_photo(), now=now, typed=entries, idempotency_key=key)


def test_after_two_refusals_the_photo_is_kept_with_what_the_owner_types(owner, folder):
    before = ProcrastinateJob.objects.filter(task_name="recognition.read").count()

    document = typed(owner)

    document.refresh_from_db()
    assert document.state == "by_hand"
    assert recognised_fields(document) == CARD | {"birth_date": "1985-06-15", "sex": "女"}
    assert all(field["doubtful"] for field in document.fields.values())
    assert document.photo
    assert ProcrastinateJob.objects.filter(task_name="recognition.read").count() == before


def test_nobody_types_who_has_not_tried():
    newcomer = an_owner()
    refused(newcomer)

    with pytest.raises(TypedTooEarly):
        typed(newcomer)

    assert not Document.objects.filter(state="by_hand").exists()


def test_refusals_of_another_document_or_of_another_day_do_not_count(owner):
    assert may_type(owner, "identity_card", now=NOW)
    assert not may_type(owner, "vehicle_licence", now=NOW)
    assert not may_type(owner, "identity_card", now=NOW + timedelta(days=1))


def refused_at_the_door(owner, kind="identity_card", *, now=NOW) -> None:
    with pytest.raises(PhotoNotAnImage):
        submit(owner, kind, b"Dear Sir or Madam", now=now)


@pytest.mark.parametrize("read_too", [False, True])
def test_files_that_could_not_be_opened_were_tried_too(read_too):
    tried = an_owner()
    refused_at_the_door(tried)
    assert not may_type(tried, "identity_card", now=NOW)

    (refused if read_too else refused_at_the_door)(tried)

    assert may_type(tried, "identity_card", now=NOW)
    assert not may_type(tried, "vehicle_licence", now=NOW)
    assert not may_type(an_owner(), "identity_card", now=NOW)
    assert typed(tried).state == "by_hand"


def test_a_busy_machine_is_no_refusal_of_the_photo(monkeypatch):
    waits = an_owner()
    monkeypatch.setattr(submitting, "take_in", too_long)
    for _ in range(2):
        with pytest.raises(PhotoTookTooLong):
            submit(waits, "identity_card", a_photo(), now=NOW)

    assert not may_type(waits, "identity_card", now=NOW)


def too_long(image, *, sender):
    raise PhotoTookTooLong(retry_after_seconds=5)


def test_a_child_cannot_type_its_way_past_its_age():
    child = an_owner()
    refused(child, "under_fourteen")
    refused(child, "under_fourteen")

    assert not may_type(child, "identity_card", now=NOW)


def test_a_childs_number_is_refused(owner):
    first = "31010120150101002"

    with pytest.raises(TypedWrong) as wrong:
        typed(owner, name="王小燕", number=first + check_character(first))

    assert wrong.value.fields == {"number": "under_fourteen"}


@pytest.mark.parametrize(
    ("fields", "entries"),
    [
        ({"name": "王㛃", "number": "310101198506150025"}, {"number"}),
        ({"name": "王3", "number": ALICE_CARD["number"]}, {"name"}),
        ({"name": "王㛃"}, {"number"}),
        (CARD | {"plate": "沪AD12345"}, {"plate"}),
    ],
)
def test_what_cannot_stand_on_the_document_is_refused_at_its_entry(owner, fields, entries):
    with pytest.raises(TypedWrong) as wrong:
        typed(owner, **fields)

    assert set(wrong.value.fields) == entries


def test_a_foreigner_types_the_number_of_another_card(owner):
    document = typed(owner, **OLD_CARD, birth_date="1990/12/31", key="hans-and-his-card")
    again = typed(owner, **OLD_CARD, birth_date="1990/12/31", key="hans-and-his-card")

    assert (document.kind, document.pk) == ("foreigner_card", again.pk)
    fields = recognised_fields(document)
    assert (fields["number"], fields["birth_date"]) == ("KAZ110090123105", "1990-12-31")


@pytest.mark.parametrize(
    ("born", "number", "said"),
    [
        ({}, "kaz110090123105", {"birth_date": "missing"}),
        ({"birth_date": "1990-12-30"}, "kaz110090123105", {"birth_date": "typed_wrong"}),
        ({"birth_date": "1990-12-31"}, "kaz110090123104", {"number": "typed_wrong"}),
        ({"birth_date": "2015-12-31"}, "kaz110015123106", {"birth_date": "under_fourteen"}),
        ({"birth_date": "1985-01-01"}, "932682198501010017", {"birth_date": "unknown_entry"}),
    ],
    ids=["not typed", "another day", "a wrong number", "a child", "the number tells it"],
)
def test_an_old_card_has_its_birth_date_typed_as_its_number_lacks_the_century(
    owner, born, number, said
):
    with pytest.raises(TypedWrong) as wrong:
        typed(owner, **OLD_CARD | {"number": number} | born)

    assert wrong.value.fields == said


def test_a_licence_is_typed_likewise():
    owner = an_owner()
    refused(owner, kind="vehicle_licence")
    refused(owner, kind="vehicle_licence")

    fields = {name: ALICE_LICENCE[name] for name in ("plate", "vin", "owner")}
    document = submit(owner, "vehicle_licence", a_photo(), now=NOW, typed=fields)

    assert recognised_fields(document) == fields


def test_a_day_has_a_limit(owner):
    for _ in range(A_DAY):
        typed(owner)

    with pytest.raises(TooManyByHand):
        typed(owner)


def test_what_is_refused_leaves_no_photo(owner, folder):
    before = len(files_in(folder))

    with pytest.raises(TypedWrong):
        typed(owner, name="王㛃", number="1")

    assert len(files_in(folder)) == before


def test_a_key_serves_what_was_typed_once(owner):
    first = typed(owner, key="once")

    assert typed(owner, key="once") == first
    with pytest.raises(KeyReused):
        typed(owner, key="once", **CARD | {"name": "王铉"})
