"""Pictures are kept in a few widths, and shown to all only with a page that was let through."""

from io import BytesIO

import pytest
from PIL import Image

from tests.company_pages.written import sent
from tests.places import NOW
from voltbay.company_pages import pictures
from voltbay.company_pages.content import Shown
from voltbay.company_pages.decide import publish
from voltbay.company_pages.errors import PictureNeedsWords, PicturesTooMany, PictureUnknown
from voltbay.company_pages.pictures import add_picture, picture_in, public_picture


def a_photo(width=2000, height=1500):
    out = BytesIO()
    Image.new("RGB", (width, height), "green").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def yard(company, carol):
    return add_picture(company, a_photo(), alt="厂房正门", staff=carol, now=NOW)


def width_of(jpeg):
    return Image.open(BytesIO(jpeg)).width


def test_it_comes_in_the_width_that_is_asked_for(yard):
    widths = [width_of(picture_in(yard, width=asked)) for asked in (100, 500, 720, 9000)]

    assert widths == [360, 720, 720, 1440]


def test_a_small_picture_is_not_blown_up(company, carol):
    stamp = add_picture(company, a_photo(640, 400), alt="公章", staff=carol, now=NOW)

    assert width_of(picture_in(stamp, width=1440)) == 640


def test_words_are_asked_for(company, carol):
    with pytest.raises(PictureNeedsWords):
        add_picture(company, a_photo(), alt=" ", staff=carol, now=NOW)


def test_a_company_keeps_so_many(company, carol, yard, monkeypatch):
    monkeypatch.setattr(pictures, "MOST", 1)

    with pytest.raises(PicturesTooMany):
        add_picture(company, a_photo(), alt="厂房", staff=carol, now=NOW)


def test_nobody_outside_sees_it_before_the_platform_did(company, carol, eve, yard):
    with pytest.raises(PictureUnknown):
        public_picture(company.pk, yard.pk)

    version = sent(company, by=carol, pictures=(Shown(picture=yard.pk, alt="厂房正门"),))
    publish(version, seen=version.edits, staff=eve, now=NOW)
    assert public_picture(company.pk, yard.pk) == yard

    without = sent(company, by=carol, pictures=())
    publish(without, seen=without.edits, staff=eve, now=NOW)
    with pytest.raises(PictureUnknown):
        public_picture(company.pk, yard.pk)


def test_what_only_earlier_versions_show_does_not_count(company, carol, eve, yard, monkeypatch):
    monkeypatch.setattr(pictures, "MOST", 1)
    for shown in ((Shown(picture=yard.pk, alt="厂房正门"),), ()):
        version = sent(company, by=carol, pictures=shown)
        publish(version, seen=version.edits, staff=eve, now=NOW)

    add_picture(company, a_photo(), alt="大门", staff=carol, now=NOW)

    assert company.pictures.count() == 2
