"""What one version of an agreement says otherwise than another."""

import pytest

from tests.places import NOW
from voltbay.accounts.agreements.compare import compare
from voltbay.accounts.agreements.consents import history
from voltbay.accounts.agreements.errors import AgreementUnknown
from voltbay.accounts.models import Agreement

pytestmark = pytest.mark.django_db


def version(number, zh, *, kind="terms", days=0):
    return Agreement.objects.create(
        kind=kind,
        version=number,
        title_zh="服务条款",
        title_en="Terms",
        html_zh=f"<p>{zh}</p>",
        html_en="<p>Same.</p>",
        effective_at=NOW.replace(day=7 + days),
    )


def test_both_languages_are_compared_and_every_version_is_named():
    old, new = version("1", "保存 30 天"), version("2", "保存 60 天", days=1)

    found = compare(old.pk, new.pk)

    changed = [(part.kind, part.text) for part in found.zh[1] if part.kind != "same"]
    assert changed == [("removed", "30"), ("added", "60")]
    assert {part.kind for paragraph in found.en for part in paragraph} == {"same"}
    assert list(found.versions) == [new, old]


def test_versions_of_two_kinds_or_none_are_not_compared():
    terms, privacy = version("1", "甲"), version("1", "乙", kind="privacy")

    for pair in ((terms.pk, privacy.pk), (terms.pk, 0), (0, terms.pk)):
        with pytest.raises(AgreementUnknown):
            compare(*pair)


def test_the_history_leads_from_each_version_to_the_one_before_of_its_kind():
    old, new = version("1", "甲"), version("2", "乙", days=1)
    only = version("1", "丙", kind="privacy")

    assert {each.version: each.before for each in history()} == {new: old, old: None, only: None}


def test_without_versions_there_is_no_history():
    Agreement.objects.all().delete()

    assert history() == []
