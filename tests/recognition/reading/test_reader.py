"""Whole photos, few of them: the benchmark has the many."""

import io
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from tools.cards import draw_foreigner_card, draw_identity_card, draw_reject, draw_vehicle_licence
from tools.cards.cars import a_car
from tools.cards.fonts import font
from tools.cards.identity_card import print_identity_card
from tools.cards.people import a_person
from tools.cards.vehicle_licence import print_vehicle_licence
from voltbay.recognition.reading.findings import Field, Problem
from voltbay.recognition.reading.kinds.foreigner_card import FOREIGNER_CARD
from voltbay.recognition.reading.kinds.identity_card import IDENTITY_CARD
from voltbay.recognition.reading.kinds.vehicle_licence import VEHICLE_LICENCE
from voltbay.recognition.reading.photo.intake import intake
from voltbay.recognition.reading.pixels import networks
from voltbay.recognition.reading.reader import Reader, is_the_owners, needs_another_look
from voltbay.recognition.reading.registry import every_kind
from voltbay.recognition.reading.result import Reading

DRAW = {
    FOREIGNER_CARD: draw_foreigner_card,
    IDENTITY_CARD: draw_identity_card,
    VEHICLE_LICENCE: draw_vehicle_licence,
}


@pytest.fixture(scope="module")
def reader():
    return Reader.load()


def read(reader, photo, kind):
    return reader.read(intake(photo).jpeg, kind)


def as_jpeg(picture):
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()


def opened(photo):
    return Image.open(io.BytesIO(photo))


def codes(reading):
    return [one.code for one in reading.problems]


def values(reading, names):
    return {name: reading.fields[name].value for name in names}


@pytest.mark.parametrize("kind", every_kind(), ids=str)
@pytest.mark.parametrize(("level", "seed"), [("easy", 11), ("normal", 12)])
def test_a_card_is_read_in_every_deciding_field(reader, kind, level, seed):
    photo, truth = DRAW[kind](seed=seed, level=level)

    reading = read(reader, photo, kind)

    assert reading.is_recognised
    deciding = kind.deciding
    assert values(reading, deciding) == {name: truth[name] for name in deciding}


@pytest.mark.parametrize("turn", [90, 180])
def test_a_card_that_lies_on_a_side_is_read(reader, turn):
    photo, truth = draw_identity_card(seed=14)
    turned = io.BytesIO()
    Image.open(io.BytesIO(photo)).rotate(turn, expand=True).save(turned, "JPEG")

    reading = read(reader, turned.getvalue(), IDENTITY_CARD)

    assert values(reading, truth) == truth


@pytest.mark.parametrize("name", ["买买提·艾合买提", "欧阳云"])
def test_names_of_every_kind_are_read(reader, name):
    photo, _ = draw_identity_card(seed=15, name=name)

    reading = read(reader, photo, IDENTITY_CARD)

    assert reading.fields["name"].value == name


def test_a_character_that_networks_hardly_know_is_asked_about(reader):
    photo, _ = draw_identity_card(seed=15, name="王𬭎")

    field = read(reader, photo, IDENTITY_CARD).fields["name"]

    assert field.value == "王𬭎" or field.doubtful


@pytest.mark.parametrize("plate", ["粤B54321F", "川A7809C", "苏E1234挂"])
def test_green_blue_and_special_plates_are_read(reader, plate):
    photo, _ = draw_vehicle_licence(seed=16, plate=plate)

    reading = read(reader, photo, VEHICLE_LICENCE)

    assert reading.fields["plate"].value == plate


def test_a_company_owns_a_car(reader):
    owner = "上海绿源电动汽车租赁有限责任公司"
    photo, _ = draw_vehicle_licence(seed=17, owner=owner)

    reading = read(reader, photo, VEHICLE_LICENCE)

    assert reading.fields["owner"].value == owner


def test_a_number_that_fails_its_check_is_refused_and_named(reader):
    photo, _ = draw_identity_card(seed=18, number="371002200610020000")

    reading = read(reader, photo, IDENTITY_CARD)

    assert [(one.code, one.field) for one in reading.problems] == [("number_fails_check", "number")]


def test_a_vin_that_fails_its_check_is_refused_and_named(reader):
    photo, _ = draw_vehicle_licence(seed=19, vin="LGXCE6DB0J0123456")

    reading = read(reader, photo, VEHICLE_LICENCE)

    assert [(one.code, one.field) for one in reading.problems] == [("vin_fails_check", "vin")]


@pytest.mark.parametrize(
    "defect",
    [
        "moved",
        "out_of_focus",
        "too_dark",
        "glare",
        "covered",
        "cut_off",
        "too_small",
        "too_tilted",
        "black_and_white_copy",
        "photo_of_screen",
        "emblem_side",
        "driving_licence",
        "bank_card",
        "second_page",
        "receipt",
    ],
)
def test_a_bad_photo_is_refused_with_its_reason(reader, defect):
    photo, code = draw_reject(defect, seed=1)

    reading = read(reader, photo, IDENTITY_CARD)

    assert [one.code for one in reading.problems] == [code]


def in_little_light(photo, share, *, lamp=False):
    """Give a photo that a quiet sensor took; a lamp in it makes its brightest part bright."""
    picture = np.asarray(opened(photo), np.float32) * share
    picture += np.random.default_rng(1).normal(0, 0.7, picture.shape)
    picture = Image.fromarray(np.clip(np.rint(picture), 0, 255).astype(np.uint8))
    if not lamp:
        return as_jpeg(picture)
    wide, high = picture.size
    room = Image.new("RGB", (wide * 4 // 3, high), (4, 4, 4))
    room.paste(picture, (0, 0))
    place = wide, high // 2 - wide // 6, wide * 4 // 3, high // 2 + wide // 6
    ImageDraw.Draw(room).ellipse(place, fill=(250, 250, 250))
    return as_jpeg(room)


@pytest.mark.parametrize("lamp", [False, True])
@pytest.mark.parametrize("kind", every_kind(), ids=str)
def test_a_quiet_photo_in_little_light_is_read(reader, kind, lamp):
    photo, truth = DRAW[kind](seed=33)

    reading = read(reader, in_little_light(photo, 0.03 if lamp else 0.07, lamp=lamp), kind)

    assert reading.problems == ()
    deciding = kind.deciding
    assert values(reading, deciding) == {name: truth[name] for name in deciding}


def test_a_photo_through_a_misty_lens_in_which_no_line_is_found_is_read(reader):
    photo, truth = draw_identity_card(seed=34)
    picture = np.asarray(opened(photo), np.float32) * 0.024 + 150
    picture += np.random.default_rng(1).normal(0, 0.7, picture.shape)
    misty = Image.fromarray(np.clip(np.rint(picture), 0, 255).astype(np.uint8))

    reading = read(reader, as_jpeg(misty), IDENTITY_CARD)

    assert values(reading, IDENTITY_CARD.deciding) == {
        name: truth[name] for name in IDENTITY_CARD.deciding
    }


def test_a_paper_in_little_light_is_refused_as_what_it_is(reader):
    photo, code = draw_reject("residence_permit", seed=4)

    assert codes(read(reader, in_little_light(photo, 0.07), IDENTITY_CARD)) == [code]


# What looks take, and what is read to tell a reason.
FOR_A_PHOTO = networks.MOST + 0.3 * networks.NORMAL


@pytest.fixture
def limited_and_whole(reader, monkeypatch):
    """Read a photo that takes too much as far as it may go, and then to its end."""

    def read_twice(photo):
        limited = read(reader, photo, VEHICLE_LICENCE)
        done = reader.networks.work.done
        for limit in ("ENOUGH", "MOST"):
            monkeypatch.setattr(networks, limit, float("inf"))
        whole = read(reader, photo, VEHICLE_LICENCE)
        assert done < FOR_A_PHOTO < reader.networks.work.done
        return limited, whole

    return read_twice


def test_a_photo_that_cannot_be_read_stops_at_three_normal_ones_with_its_reason(limited_and_whole):
    photo, _ = draw_vehicle_licence(seed=61002, level="dusk")

    limited, whole = limited_and_whole(photo)

    assert codes(limited) == codes(whole) == ["too_tilted"]


def test_a_photo_that_takes_too_much_keeps_what_was_read(limited_and_whole):
    photo, truth = draw_vehicle_licence(seed=61005, level="dusk")

    limited, whole = limited_and_whole(photo)

    assert (limited.problems, limited.fields["vin"].value) == ((), truth["vin"])
    deciding = VEHICLE_LICENCE.deciding
    assert values(limited, deciding) == values(whole, deciding)


def test_an_identity_card_is_no_vehicle_licence(reader):
    photo, _ = draw_identity_card(seed=20)

    reading = read(reader, photo, VEHICLE_LICENCE)

    assert [one.code for one in reading.problems] == ["not_a_vehicle_licence"]


def test_an_empty_desk_is_no_document(reader):
    desk = io.BytesIO()
    Image.new("RGB", (800, 600), (120, 90, 60)).save(desk, "PNG")

    reading = read(reader, desk.getvalue(), IDENTITY_CARD)

    assert not reading.is_recognised


@pytest.mark.parametrize("kind", every_kind(), ids=str)
def test_a_photo_that_a_front_camera_mirrored_is_refused_as_such(reader, kind):
    photo, _ = DRAW[kind](seed=21)

    reading = read(reader, as_jpeg(ImageOps.mirror(opened(photo))), kind)

    assert codes(reading) == ["mirrored"]


@pytest.mark.parametrize("kind", every_kind(), ids=str)
def test_two_cards_of_one_kind_are_never_mixed(reader, kind):
    one, other = (opened(DRAW[kind](seed=seed)[0]).resize((1200, 800)) for seed in (22, 23))
    both = Image.new("RGB", (1200, 1600))
    both.paste(one, (0, 0))
    both.paste(other, (0, 800))

    assert codes(read(reader, as_jpeg(both), kind)) == ["several_cards"]


def test_a_licence_beside_an_identity_card_is_read(reader):
    card = opened(draw_identity_card(seed=24)[0]).resize((1200, 800))
    licence, truth = draw_vehicle_licence(seed=24)
    both = Image.new("RGB", (1200, 1600))
    both.paste(card, (0, 0))
    both.paste(opened(licence).resize((1200, 800)), (0, 800))

    reading = read(reader, as_jpeg(both), VEHICLE_LICENCE)

    deciding = VEHICLE_LICENCE.deciding
    assert values(reading, deciding) == {name: truth[name] for name in deciding}


@pytest.mark.parametrize("flat", ["160", "1601", "16011"])
def test_a_character_alone_on_the_last_line_of_an_address_is_not_lost(reader, flat):
    address = f"四川省成都市武侯区示范大街1575号锦绣花园23栋1单元{flat}室"
    photo, _ = draw_vehicle_licence(seed=25, address=address)

    field = read(reader, photo, VEHICLE_LICENCE).fields["address"]

    assert field.value == address or field.doubtful


def test_a_short_name_does_not_go_on_in_the_address_below_it(reader):
    photo, truth = draw_vehicle_licence(seed=230_054, level="normal")

    assert read(reader, photo, VEHICLE_LICENCE).fields["owner"].value == truth["owner"]


def test_a_licence_without_colours_is_read(reader):
    photo, truth = draw_vehicle_licence(seed=27)

    reading = read(reader, as_jpeg(opened(photo).convert("L")), VEHICLE_LICENCE)

    deciding = VEHICLE_LICENCE.deciding
    assert values(reading, deciding) == {name: truth[name] for name in deciding}


@pytest.mark.parametrize("name", ["李𬍛", "王㛃", "张䶮"])
def test_a_rare_character_is_never_wrong_and_certain(reader, name):
    photo, _ = draw_identity_card(seed=28, name=name)

    field = read(reader, photo, IDENTITY_CARD).fields["name"]

    assert field.value == name or field.doubtful


def test_a_photo_of_twelve_megapixels_is_read(reader):
    photo, truth = draw_identity_card(seed=29)
    large = opened(photo)
    large = large.resize((4000, 4000 * large.height // large.width))

    reading = read(reader, as_jpeg(large), IDENTITY_CARD)

    assert values(reading, truth) == truth


def test_a_scan_with_white_margins_is_read(reader):
    photo, truth = draw_vehicle_licence(seed=30)
    page = Image.new("RGB", (2480, 3508), (253, 253, 253))
    page.paste(opened(photo).resize((1040, 710)), (300, 500))

    reading = read(reader, as_jpeg(page), VEHICLE_LICENCE)

    deciding = VEHICLE_LICENCE.deciding
    assert values(reading, deciding) == {name: truth[name] for name in deciding}


def on_a_printed_page(card, random, *, tilt, size=1.0):
    """Lay a card on a page that is full of print, as on a contract or a newspaper."""
    page = Image.new("RGB", (2000, 1500), (238, 238, 234))
    draw = ImageDraw.Draw(page)
    words = "甲方应当按照本合同约定的时间和地点向乙方交付货物并承担运输途中发生的一切费用"
    for row in range(20, page.height, 64):
        line = "".join(random.choice(words) for _ in range(60))
        draw.text((20, row), line, font=font("serif", 36), fill=(60, 60, 60))
    card = card.resize((round(card.width * size), round(card.height * size)))
    cover = Image.new("L", card.size, 255)
    turned, cover = (one.rotate(tilt, Image.Resampling.BICUBIC, True) for one in (card, cover))
    page.paste(turned, (330, 220), cover)
    return as_jpeg(page.filter(ImageFilter.GaussianBlur(0.8)))


PRINTED = {
    IDENTITY_CARD: (31, a_person, print_identity_card),
    VEHICLE_LICENCE: (32, a_car, print_vehicle_licence),
}


@pytest.mark.parametrize(
    ("kind", "tilt", "size"),
    [
        (IDENTITY_CARD, 0, 1.0),
        (IDENTITY_CARD, 9, 1.0),
        (IDENTITY_CARD, 17, 0.6),
        (VEHICLE_LICENCE, 0, 1.0),
        (VEHICLE_LICENCE, -6, 1.0),
        (VEHICLE_LICENCE, 14, 0.75),
    ],
    ids=str,
)
def test_a_card_on_a_printed_page_is_read_without_that_print(reader, kind, tilt, size):
    seed, invented, printed = PRINTED[kind]
    random = Random(seed)
    truth = invented(random)
    photo = on_a_printed_page(printed(truth, random), random, tilt=tilt, size=size)

    reading = read(reader, photo, kind)

    assert values(reading, truth) == truth


def test_a_card_whose_labels_the_quick_network_cannot_read_is_read(reader):
    photo, truth = draw_identity_card(seed=50050, level="hard")

    reading = read(reader, photo, IDENTITY_CARD)

    deciding = IDENTITY_CARD.deciding
    assert values(reading, deciding) == {name: truth[name] for name in deciding}


@pytest.mark.parametrize(
    ("kind", "seed"),
    [(IDENTITY_CARD, 60_013), (IDENTITY_CARD, 60_019), (VEHICLE_LICENCE, 60_000)],
    ids=str,
)
def test_a_small_tilted_card_among_papers_at_dusk_is_read(reader, kind, seed):
    photo, truth = DRAW[kind](seed=seed, level="dusk")

    reading = read(reader, photo, kind)

    deciding = kind.deciding
    assert values(reading, deciding) == {name: truth[name] for name in deciding}


def a_reading(**changes):
    sure = Field("京A12345", 0.97, False)
    fields = dict.fromkeys(VEHICLE_LICENCE.field_names, sure) | changes
    return Reading(VEHICLE_LICENCE, fields)


UNSURE = Field("京A12345", 0.6, True)


@pytest.mark.parametrize(
    ("changes", "needs"),
    [
        ({}, False),
        ({"model": UNSURE}, False),
        ({"model": Field("", 0.0, True)}, True),
        ({"plate": UNSURE}, True),
        ({"plate": Field("京A1D340", 0.59, True, corrected=True)}, False),  # a 0 that may be a D
        ({"plate": Field("京A1D340", 0.4, True, corrected=True)}, True),
        ({"plate": Field("京A1D345", 0.59, True, corrected=True)}, True),
    ],
)
def test_another_look_is_for_what_it_may_settle(changes, needs):
    assert needs_another_look(a_reading(**changes)) is needs


@pytest.mark.parametrize(
    ("changes", "clear", "owners"),
    [
        ({"engine_number": Field("3D6ZW5", 0.4, True)}, False, True),
        ({"engine_number": Field("", 0.0, True)}, False, False),
        ({"plate": UNSURE}, False, False),
        ({"plate": UNSURE}, True, True),
    ],
)
def test_after_two_looks_a_doubt_is_left_to_the_owner(changes, clear, owners):
    assert is_the_owners(a_reading(**changes), clear=clear) is owners


def test_what_cannot_be_read_is_never_left_to_the_owner():
    unreadable = replace(a_reading(), problems=(Problem("field_unreadable", field="vin"),))

    assert not is_the_owners(unreadable, clear=True)
