"""A third kind of document is one description: nothing else in the pipeline has to know of it."""

from dataclasses import replace
from datetime import date
from importlib import import_module
from random import Random

import pytest

from tests.recognition.engines.cloud import running_cloud
from tools.cards import draw_identity_card
from tools.cards.camera import LEVELS, photograph
from tools.cards.paper import Sheet
from voltbay.recognition.documents.check import check
from voltbay.recognition.engines.aliyun import Account, AliyunEngine
from voltbay.recognition.engines.combined import CombinedEngine
from voltbay.recognition.engines.merging import merged
from voltbay.recognition.reading.document_kind import (
    CloudRequest,
    DocumentKind,
    FieldKind,
    Unwanted,
)
from voltbay.recognition.reading.findings import Field, Problem
from voltbay.recognition.reading.kinds.identity_card import IDENTITY_CARD
from voltbay.recognition.reading.photo.intake import intake
from voltbay.recognition.reading.reader import Reader
from voltbay.recognition.reading.registry import KINDS, kinds_in
from voltbay.recognition.reading.result import Reading
from voltbay.recognition.reading.values.checks import old_enough
from voltbay.recognition.reading.values.codes import as_code, as_date
from voltbay.recognition.reading.values.rules import is_date, real_date
from voltbay.recognition.reading.values.text import as_name
from voltbay.recognition.reading.words.characters import DIGITS, LETTERS

TRAVEL_PASS = DocumentKind(
    name="travel_pass",
    words=("通行证", "持证人", "通行证号码", "生于"),
    absent="not_a_travel_pass",
    other_side=Unwanted("travel_pass_back", ("签注次数", "签注机关")),
    wide=1.586,
    fields=(
        FieldKind(
            "holder",
            labels=("持证人",),
            place=(0.08, 0.3, 0.15),
            decode=as_name,
            open_ended=True,
            aliyun="holderName",
        ),
        FieldKind(
            "birth_date",
            labels=("生于",),
            place=(0.08, 0.5, 0.1),
            decode=as_date,
            fits=is_date,
            judge=real_date,
            aliyun="birthDate",
        ),
        FieldKind(
            "pass_number",
            labels=("通行证号码",),
            place=(0.08, 0.7, 0.25),
            decode=as_code(LETTERS + DIGITS),
            is_code=True,
            blame=lambda _: Problem("pass_number_unreadable", field="pass_number"),
            proves=lambda text: text.startswith("C"),
            aliyun="passNumber",
        ),
    ),
    deciding=("holder", "pass_number"),
    checks=(old_enough("birth_date"),),
    refuses_copies=True,
    cloud=CloudRequest("RecognizePassport"),
)
TRUTH = {"holder": "张文栋", "birth_date": "1986-05-04", "pass_number": "C12345678"}


@pytest.fixture(autouse=True)
def registered(monkeypatch):
    monkeypatch.setitem(KINDS, TRAVEL_PASS.name, TRAVEL_PASS)


@pytest.fixture(scope="module")
def reader():
    return Reader.load()


@pytest.fixture
def cloud():
    with running_cloud() as server:
        yield server


def a_photo() -> bytes:
    """Draw a pass and take its photo."""
    sheet, random = Sheet(1284, 810), Random("travel pass")
    sheet.wash((230, 244, 208), (228, 212, 246))
    sheet.write((0.36, 0.13), "样本地区通行证", size=0.075, bold=1)
    rows = (("holder", 0.3), ("birth_date", 0.5), ("pass_number", 0.7))
    for name, row in rows:
        label = TRAVEL_PASS.field_kind(name).labels[0]
        sheet.write((0.05, row), label, size=0.05)
        sheet.write((0.3, row), TRUTH[name], size=0.055)
    return intake(photograph(sheet.image, random, LEVELS["easy"])).jpeg


def test_a_photo_of_it_is_read(reader):
    reading = reader.read(a_photo(), TRAVEL_PASS)

    assert reading.problems == ()
    assert {name: one.value for name, one in reading.fields.items()} == TRUTH
    assert not reading.is_doubtful
    assert Reading.from_json(reading.as_json()).kind is TRAVEL_PASS


def test_it_is_no_identity_card_and_an_identity_card_is_none(reader):
    card = intake(draw_identity_card(seed=11)[0]).jpeg

    assert codes(reader.read(a_photo(), IDENTITY_CARD)) == ["not_an_identity_card"]
    assert codes(reader.read(card, TRAVEL_PASS)) == ["not_a_travel_pass"]


def test_a_copy_without_colours_is_refused(reader, cloud):
    cloud.sees({"holderName": "张文栋"}, ftype=1)

    assert "black_and_white_copy" in codes(cloud_engine(cloud).read(b"photo", TRAVEL_PASS))


def test_the_cloud_reads_it(cloud):
    cloud.sees({"holderName": "张文栋", "birthDate": "1986年5月4日", "passNumber": "C12345678"})

    reading = cloud_engine(cloud).read(b"photo", TRAVEL_PASS)

    assert cloud.asked[0][0] == "RecognizePassport"
    assert {name: one.value for name, one in reading.fields.items()} == TRUTH
    assert reading.is_recognised


def test_its_other_side_is_told(cloud):
    cloud.sees({"visas": "样本"}, side="back")

    assert codes(cloud_engine(cloud).read(b"photo", TRAVEL_PASS)) == ["travel_pass_back"]


def test_what_the_cloud_cannot_match_is_not_one(cloud):
    cloud.refuses("unmatchedImageType", 400)

    assert codes(cloud_engine(cloud).read(b"photo", TRAVEL_PASS)) == ["not_a_travel_pass"]


def test_a_deciding_field_that_cannot_be_read_is_blamed_in_its_own_words(cloud):
    cloud.sees({"holderName": "张文栋", "birthDate": "1986年5月4日"})

    assert codes(cloud_engine(cloud).read(b"photo", TRAVEL_PASS)) == ["pass_number_unreadable"]


def test_of_two_readings_the_one_that_proves_itself_wins():
    here = Reading(TRAVEL_PASS, {"pass_number": Field("G12345678", 0.99)})
    there = Reading(TRAVEL_PASS, {"pass_number": Field("C12345678", 0.95)})

    assert merged(here, there).fields["pass_number"] == Field("C12345678", 0.95)


class Fixed:
    name = "fixed"

    def __init__(self, reading: Reading):
        self.reading = reading

    def read(self, picture_jpeg: bytes, kind: DocumentKind) -> Reading:
        return self.reading

    ask = read


def test_what_this_machine_cannot_make_out_gets_another_look():
    there = Reading(TRAVEL_PASS, {name: Field(value, 0.98) for name, value in TRUTH.items()})
    lost = Problem("pass_number_unreadable", field="pass_number")
    here = replace(there, fields={"holder": there.fields["holder"]}, problems=(lost,))

    reading = CombinedEngine(local=Fixed(here), cloud=Fixed(there)).read(b"photo", TRAVEL_PASS)

    assert reading.is_recognised
    assert reading.fields["pass_number"].value == TRUTH["pass_number"]


def test_its_fields_are_checked_against_today():
    reading = Reading(TRAVEL_PASS, {"birth_date": Field("2020-05-04", 0.99)})

    assert codes(check(reading, today=date(2026, 4, 7))) == ["under_fourteen"]


def test_a_file_beside_the_others_is_all_that_the_registry_needs(tmp_path, monkeypatch):
    folder = tmp_path / "some_kinds"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "travel_pass.py").write_text(f"from {__name__} import TRAVEL_PASS\n")
    monkeypatch.syspath_prepend(tmp_path)

    found = kinds_in(import_module("some_kinds"))

    assert found == {"travel_pass": TRAVEL_PASS}


def cloud_engine(cloud) -> AliyunEngine:
    return AliyunEngine(Account("key-id", "key-secret", cloud.endpoint, "http"))


def codes(reading: Reading) -> list[str]:
    return [one.code for one in reading.problems]
