"""Consents in the console: who agreed to what, and who looks at it in full."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.console.agreed import agreed, newer, older
from tests.people import ALICE_PHONE, BOB_PHONE
from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role
from voltbay.audit.models import View

CONSENTS = reverse("console:consents")


@pytest.fixture
def office(db):
    return let_in(Client(), staff_with(Role.OPERATOR, name="eve"))


@pytest.fixture
def auditor(db):
    return let_in(Client(), staff_with(Role.AUDITOR, name="audrey"))


@pytest.fixture
def given(db):
    return agreed(older(), newer())


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

    listed = office.get(CONSENTS).content.decode()
    page = office.post(reveal, {"why": "车主来电核实"}).content.decode()

    assert 'name="purpose"' in listed
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


def test_an_owner_who_does_not_exist_is_not_found(office, given):
    reveal = reverse("console:consent-reveal", kwargs={"owner_id": uuid4()})

    assert office.post(reveal, {"why": "核实"}).status_code == 404


def test_the_list_takes_a_fixed_number_of_statements(auditor, given, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        auditor.get(CONSENTS)
