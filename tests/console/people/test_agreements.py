"""Agreements in the console: what changed, and who agreed to what."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.people import ALICE_PHONE, BOB_PHONE, owner_with
from tests.staff import let_in, staff_with
from voltbay.accounts.agreements.give_consent import record_consents, withdraw_consent
from voltbay.accounts.agreements.publish import publish_agreement
from voltbay.accounts.models import Agreement, Role
from voltbay.audit.models import View

CONSENTS = reverse("console:consents")


def version(number, *, zh, en, ago, kind="documents"):
    now = timezone.now()
    draft = Agreement.objects.create(
        kind=kind,
        version=number,
        title_zh="证件信息处理同意书",
        title_en="Consent",
        html_zh=zh,
        html_en=en,
        effective_at=now - timedelta(days=ago),
    )
    return publish_agreement(draft, now=now)


@pytest.fixture
def old(db):
    return version("2026-04-01", zh="<p>保存 30 天。</p>", en="<p>Kept 30 days.</p>", ago=9)


@pytest.fixture
def new(old):
    zh = "<p>保存 60 天。</p><p>可以<b>撤回</b>。</p>"
    return version("2026-05-01", zh=zh, en="<p>Kept 60 days.</p>", ago=1)


@pytest.fixture
def office(db):
    return let_in(Client(), staff_with(Role.OPERATOR, name="eve"))


@pytest.fixture
def auditor(db):
    return let_in(Client(), staff_with(Role.AUDITOR, name="audrey"))


@pytest.fixture
def given(old, new):
    """Alice agrees to both and takes it back; Bob agrees to the old one."""
    now = timezone.now()
    alice, bob = owner_with(ALICE_PHONE), owner_with(BOB_PHONE)
    alice.name = "王小燕"
    alice.save()
    record_consents([old], owner=bob, client="H5", now=now - timedelta(days=5))
    record_consents([old], owner=alice, client="H5", now=now - timedelta(days=5))
    record_consents([new], owner=alice, client="WeChat", now=now)
    withdraw_consent(owner=alice, kind="documents", client="H5", now=now)
    return alice


def test_a_new_version_shows_what_it_changed_in_both_languages(auditor, old, new):
    page = auditor.get(reverse("console:agreement-diff"), {"old": old.pk, "new": new.pk})

    text = page.content.decode()
    assert "<del>30</del><ins>60</ins>" in text
    assert "<ins>可以撤回。</ins>" in text
    assert "Kept <del>30</del><ins>60</ins> days." in text


def test_the_list_leads_from_each_version_to_what_it_changed(auditor, old, new, given):
    page = auditor.get(reverse("console:agreements"))

    by_version = {row["version"].version: row for row in page.context["rows"]}
    assert by_version["2026-05-01"]["before"] == old
    assert by_version["2026-04-01"]["before"] is None
    assert [by_version[each]["version"].given for each in ("2026-04-01", "2026-05-01")] == [2, 1]
    assert f"?old={old.pk}&amp;new={new.pk}" in page.content.decode()


@pytest.mark.parametrize(
    "asked", [{}, {"old": "x", "new": "1"}, {"old": "99", "new": "99999999999"}]
)
def test_versions_that_do_not_exist_are_not_found(auditor, old, asked):
    assert auditor.get(reverse("console:agreement-diff"), asked).status_code == 404


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 4),
        ({"phone": ALICE_PHONE[-4:]}, 3),
        ({"phone": ALICE_PHONE}, 3),
        ({"phone": "138 0013 8000"}, 3),
        ({"phone": "13700137000"}, 0),
        ({"version": "2026-05-01"}, 2),
        ({"kind": "terms"}, 0),
        ({"phone": BOB_PHONE[-4:], "version": "2026-04-01"}, 1),
    ],
)
def test_consents_are_found_by_phone_and_version(auditor, given, asked, count):
    assert len(auditor.get(CONSENTS, asked).context["rows"]) == count


def test_consents_are_found_by_day(auditor, given):
    day = (timezone.now() - timedelta(days=2)).date().isoformat()

    assert len(auditor.get(CONSENTS, {"since": day}).context["rows"]) == 2
    assert len(auditor.get(CONSENTS, {"until": day}).context["rows"]) == 2


def test_they_are_masked_and_an_auditor_is_not_offered_more(auditor, given):
    page = auditor.get(CONSENTS).content.decode()

    assert "138****8000" in page
    assert "王**" in page
    assert ALICE_PHONE not in page
    assert "reveal" not in page
    reveal = reverse("console:consent-reveal", kwargs={"owner_id": given.pk})
    assert reveal not in page
    assert auditor.post(reveal, {"why": "审计"}).status_code == 403


def test_each_look_at_a_full_number_is_in_the_view_log(office, given):
    reveal = reverse("console:consent-reveal", kwargs={"owner_id": given.pk})

    page = office.post(reveal, {"why": "车主来电核实"}).content.decode()

    assert ALICE_PHONE in page
    assert "王小燕" in page
    look = View.objects.get()
    assert (look.owner_id, look.why, look.staff.username) == (given.pk, "车主来电核实", "eve")
    assert str(given.pk) in office.get(reverse("console:views")).content.decode()


def test_without_a_reason_nothing_is_shown(office, given):
    reveal = reverse("console:consent-reveal", kwargs={"owner_id": given.pk})

    answer = office.post(reveal, {"why": " "})

    assert answer.status_code == 422
    assert ALICE_PHONE not in answer.content.decode()
    assert not View.objects.exists()


def test_a_changed_phone_is_found_by_its_new_end(auditor, given):
    given.phone = "13600136666"
    given.save(update_fields=["phone"])

    assert len(auditor.get(CONSENTS, {"phone": "6666"}).context["rows"]) == 3
    assert auditor.get(CONSENTS, {"phone": "8000"}).context["rows"] == []


def test_the_pages_take_a_fixed_number_of_statements(auditor, given, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        auditor.get(CONSENTS)
    with django_assert_max_num_queries(5):
        auditor.get(reverse("console:agreements"))
