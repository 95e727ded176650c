"""Photos of papers that look alike: one of each sort, as the many are for the benchmark."""

from random import Random

import pytest
from PIL import Image

from tools.cards import draw_foreigner_card, draw_reject
from tools.cards.camera import LEVELS, photograph
from tools.cards.cars import a_car
from tools.cards.dusk import photograph_at_dusk
from tools.cards.lookalikes import print_hkmt_permit, print_lookalike, print_temporary_card
from tools.cards.people import a_person, check_character
from tools.cards.vehicle_licence import print_second_page, print_vehicle_licence
from voltbay.recognition.reading.kinds.foreigner_card import FOREIGNER_CARD
from voltbay.recognition.reading.kinds.identity_card import IDENTITY_CARD
from voltbay.recognition.reading.kinds.vehicle_licence import VEHICLE_LICENCE
from voltbay.recognition.reading.photo.intake import intake
from voltbay.recognition.reading.reader import Reader


@pytest.fixture(scope="module")
def reader():
    return Reader.load()


def taken(flat, random):
    return photograph(flat, random, LEVELS["easy"])


def read(reader, photo, kind):
    return reader.read(intake(photo).jpeg, kind)


@pytest.mark.parametrize(
    ("paper", "kind"),
    [
        ("residence_permit", IDENTITY_CARD),
        ("household_register", IDENTITY_CARD),
        ("foreign_passport", IDENTITY_CARD),
        ("registration_certificate", VEHICLE_LICENCE),
        ("electronic_licence", VEHICLE_LICENCE),
        ("insurance_policy", VEHICLE_LICENCE),
    ],
)
def test_a_paper_that_looks_alike_is_refused_as_what_it_is(reader, paper, kind):
    photo, code = draw_reject(paper, seed=4, kind=kind.name)

    reading = read(reader, photo, kind)

    assert [one.code for one in reading.problems] == [code]
    assert reading.fields == {}


def test_a_title_under_glare_leaves_the_labels_to_tell(reader):
    random = Random("hidden title")
    flat = print_lookalike("registration_certificate", random, with_title=False)

    reading = read(reader, taken(flat, random), VEHICLE_LICENCE)

    assert [one.code for one in reading.problems] == ["registration_certificate"]


def test_a_title_that_only_a_later_look_can_read_refuses_the_paper(reader):
    random = Random("title residence_permit 5")
    photo = photograph_at_dusk(print_lookalike("residence_permit", random), random)

    reading = read(reader, photo, IDENTITY_CARD)

    assert [one.code for one in reading.problems] == ["residence_permit"]
    assert reading.fields == {}


def test_an_open_licence_of_paper_is_no_electronic_one(reader):
    """Its second page says until when it holds; the fold hides that page's head and the title."""
    random = Random("booklet 0")
    car = a_car(random)
    page = print_vehicle_licence(car, random, second_page=False)
    wide, high = page.size
    page = page.crop((0, round(0.14 * high), wide, high))
    second = print_second_page(car["plate"], random).crop((0, round(0.53 * high), wide, high))
    both = Image.new("RGB", (wide, page.height + second.height), (60, 66, 90))
    both.paste(page, (0, 0))
    both.paste(second, (0, page.height))

    reading = read(reader, taken(both, random), VEHICLE_LICENCE)

    deciding = VEHICLE_LICENCE.deciding
    assert reading.problems == ()
    assert [reading.fields[name].value for name in deciding] == [car[name] for name in deciding]


@pytest.mark.parametrize("form", ["new", "old"])
def test_a_foreigners_card_is_read_where_an_identity_card_was_asked_for(reader, form):
    photo, truth = draw_foreigner_card(seed=5, form=form)

    reading = read(reader, photo, IDENTITY_CARD)

    assert reading.kind is FOREIGNER_CARD
    assert {name: one.value for name, one in reading.fields.items()} == truth


def test_a_temporary_card_is_read_and_noted(reader):
    random = Random("temporary")
    person = a_person(random)

    reading = read(
        reader,
        photograph(print_temporary_card(person, random), random, LEVELS["easy"]),
        IDENTITY_CARD,
    )

    assert (reading.problems, reading.notes) == ((), ("temporary_identity_card",))
    assert reading.fields["number"].value == person["number"]


def test_a_permit_of_hong_kong_macao_and_taiwan_residents_is_read(reader):
    random = Random("permit")
    first = "81000019951021694"
    person = a_person(random, number=first + check_character(first))

    reading = read(reader, taken(print_hkmt_permit(person, random), random), IDENTITY_CARD)

    assert (reading.problems, reading.notes) == ((), ())
    assert reading.fields["number"].value == person["number"]
    assert "ethnicity" not in reading.fields
