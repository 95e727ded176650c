"""A draft is written by several, loses nothing, and shows nothing to owners by itself."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.company_pages.written import page_of, sent
from tests.places import NOW
from voltbay.company_pages.content import Content, Shown
from voltbay.company_pages.decide import refuse
from voltbay.company_pages.errors import (
    PictureUnknown,
    VersionChanged,
    VersionUnchanged,
    VersionWaits,
)
from voltbay.company_pages.models import PageVersion
from voltbay.company_pages.queries import in_force, open_version, to_write
from voltbay.company_pages.write import discard, mark, save, send, take_back


def kept(company, by, seen="", **changes):
    return save(company, page_of(company, **changes), seen=seen, staff=by, now=NOW)


def test_a_draft_is_kept_and_owners_see_what_they_saw(company, carol):
    before = in_force(company)

    version = kept(company, carol)
    again = kept(company, carol, seen=mark(version), website="https://lvhuan.example")

    company.refresh_from_db()
    assert in_force(company) == before
    assert (again.pk, again.number, again.edits) == (version.pk, 1, 2)
    assert to_write(company).website == "https://lvhuan.example"


def test_html_is_cleaned_when_it_is_kept(company, carol):
    version = kept(
        company, carol, introduction_html="<p onclick='x()'>回收<script>y()</script></p>"
    )

    assert version.content["introduction_html"] == "<p>回收</p>"


def test_nobody_saves_over_what_they_have_not_seen(company, carol):
    kept(company, carol)

    with pytest.raises(VersionChanged):
        kept(company, carol, seen="")


def test_a_picture_of_another_company_is_refused(company, carol):
    shown = (Shown(picture=uuid4(), alt="厂房"),)

    with pytest.raises(PictureUnknown):
        kept(company, carol, pictures=shown)


def test_what_says_nothing_new_is_not_sent(company, carol):
    version = save(company, in_force(company), seen="", staff=carol, now=NOW)

    with pytest.raises(VersionUnchanged):
        send(company, seen=mark(version), now=NOW)


def test_what_waits_is_changed_only_after_it_was_taken_back(company, carol):
    version = sent(company, by=carol)
    seen = mark(version)

    with pytest.raises(VersionWaits):
        kept(company, carol, seen=seen)
    with pytest.raises(VersionWaits):
        discard(company, seen=seen)
    take_back(company, seen=seen)

    assert open_version(company).state == PageVersion.State.DRAFT
    with pytest.raises(VersionChanged):
        take_back(company, seen=seen)


def test_a_draft_is_thrown_away(company, carol):
    version = kept(company, carol)

    discard(company, seen=mark(version))

    assert not PageVersion.objects.exists()


def test_after_a_refusal_one_goes_on_with_what_was_written(company, carol, eve):
    version = sent(company, by=carol, website="https://lvhuan.example")
    refuse(version, reason="网站打不开", seen=version.edits, staff=eve, now=NOW)

    assert to_write(company).website == "https://lvhuan.example"
    again = kept(company, carol, website="")
    assert (again.number, Content.model_validate(again.content).website) == (2, "")


def test_the_database_lets_only_one_version_be_on_the_way(company, carol):
    kept(company, carol)

    with pytest.raises(IntegrityError), transaction.atomic():
        PageVersion.objects.create(
            company=company, number=7, content={}, made_by=carol, made_at=NOW
        )
