"""The platform lets a version be seen or refuses it; both once, and of what was looked at."""

import pytest

from tests.company_pages.written import PERMIT, sent
from tests.places import NOW
from voltbay.audit.models import AuditEntry
from voltbay.audit.record import recorded
from voltbay.company_pages.decide import changes, publish, refuse
from voltbay.company_pages.errors import VersionChanged, VersionDecided, VersionReasonMissing
from voltbay.company_pages.models import PageVersion
from voltbay.company_pages.queries import in_force, refused_last
from voltbay.company_pages.write import mark, take_back
from voltbay.directory.models import Company


def let_through(version, staff):
    publish(version, seen=version.edits, staff=staff, now=NOW)


def test_owners_see_what_was_let_through(company, carol, eve):
    version = sent(company, by=carol, since_year=1998, website="https://lvhuan.example")

    let_through(version, eve)

    company.refresh_from_db()
    assert (company.since_year, company.website) == (1998, "https://lvhuan.example")
    assert company.introduction_summary == "一九九八年起回收电池。"
    assert company.offers == [{"name": "上门拖车", "text": "三十公里内免费"}]
    assert [each.number for each in company.qualifications.all()] == [PERMIT.number]


def test_a_company_that_signed_up_is_listed_with_its_first_page(company, carol, eve):
    Company.objects.update(is_listed=False)

    let_through(sent(company, by=carol), eve)

    company.refresh_from_db()
    assert company.is_listed


def test_one_that_the_platform_took_off_the_list_stays_off(company, carol, eve):
    let_through(sent(company, by=carol), eve)
    Company.objects.update(is_listed=False)

    let_through(sent(company, by=carol, since_year=2001), eve)

    company.refresh_from_db()
    assert not company.is_listed


def test_versions_are_kept(company, carol, eve):
    for year in (1998, 1999):
        let_through(sent(company, by=carol, since_year=year), eve)

    states = dict(PageVersion.objects.values_list("number", "state"))
    assert states == {1: "replaced", 2: "published"}


def test_the_reason_is_owed_and_kept(company, carol, eve):
    version = sent(company, by=carol)
    with pytest.raises(VersionReasonMissing):
        refuse(version, reason=" ", seen=version.edits, staff=eve, now=NOW)

    refuse(version, reason="许可证照片不清", seen=version.edits, staff=eve, now=NOW)

    assert refused_last(company).reason == "许可证照片不清"
    assert in_force(company).certificates == ()


def test_only_what_was_looked_at_is_decided(company, carol, eve):
    version = sent(company, by=carol)
    take_back(company, seen=mark(version))
    with pytest.raises(VersionDecided):
        let_through(version, eve)

    again = sent(company, by=carol, since_year=2001)
    with pytest.raises(VersionChanged):
        publish(again, seen=version.edits, staff=eve, now=NOW)


def test_nothing_is_decided_twice(company, carol, eve):
    version = sent(company, by=carol)
    let_through(version, eve)

    with pytest.raises(VersionDecided):
        refuse(version, reason="太晚", seen=version.edits, staff=eve, now=NOW)


def test_what_it_changes_is_named_part_by_part(company, carol):
    version = sent(company, by=carol, phone="021-50009999")

    found = {name: (before, after) for name, before, after in changes(version)}

    assert found["phone"] == ("021-50001234", "021-50009999")
    assert found["certificates"] == ("", "危险废物经营许可证 沪环危 001 2027-03-31")
    assert "website" not in found


def test_the_audit_log_has_who_let_it_through(company, carol, eve):
    version = sent(company, by=carol)
    with recorded(by=eve, address="203.0.113.7"):
        let_through(version, eve)

    what = set(AuditEntry.objects.values_list("what", flat=True))
    assert {"company_pages_pageversion.update", "directory_company.update"} <= what
