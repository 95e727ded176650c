"""Agreements in the console: their versions, and what each changed."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.console.agreed import agreed, newer, older
from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role


@pytest.fixture
def old(db):
    return older()


@pytest.fixture
def new(old):
    return newer()


@pytest.fixture
def auditor(db):
    return let_in(Client(), staff_with(Role.AUDITOR, name="audrey"))


@pytest.fixture
def given(old, new):
    return agreed(old, new)


def test_a_new_version_shows_what_it_changed_in_both_languages(auditor, old, new):
    page = auditor.get(reverse("console:agreement-diff"), {"old": old.pk, "new": new.pk})

    text = page.content.decode()
    assert "<del>30</del><ins>60</ins>" in text
    assert "<ins>可以撤回。</ins>" in text
    assert "Kept <del>30</del><ins>60</ins> days." in text


def test_the_list_leads_from_each_version_to_what_it_changed(auditor, old, new, given):
    page = auditor.get(reverse("console:agreements"))

    by_version = {row.version.version: row for row in page.context["rows"]}
    assert by_version["2026-05-01"].before == old
    assert by_version["2026-04-01"].before is None
    assert [by_version[each].version.given for each in ("2026-04-01", "2026-05-01")] == [2, 1]
    assert f"?old={old.pk}&amp;new={new.pk}" in page.content.decode()


@pytest.mark.parametrize(
    "asked", [{}, {"old": "x", "new": "1"}, {"old": "99", "new": "99999999999"}]
)
def test_versions_that_do_not_exist_are_not_found(auditor, old, asked):
    assert auditor.get(reverse("console:agreement-diff"), asked).status_code == 404


def test_the_list_takes_a_fixed_number_of_statements(auditor, given, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        auditor.get(reverse("console:agreements"))
