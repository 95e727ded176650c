"""A company signs up, is looked at, and is let in or not."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate

from tests.fleets.papers import letter
from tests.people import ALICE_PHONE
from tests.places import NOW
from voltbay.accounts.models import Role
from voltbay.accounts.staff.errors import PasswordTooWeak
from voltbay.company_pages.errors import (
    SignUpDecided,
    SignUpKnown,
    SignUpReasonMissing,
    SignUpsTooMany,
)
from voltbay.company_pages.models import SignUp
from voltbay.company_pages.sign_up import (
    Applicant,
    forget_contact,
    let_in,
    licence_of,
    sign_up,
    turn_down,
)
from voltbay.identifiers.credit_code import CreditCodeCheckWrong
from voltbay.notifications.models import Notice
from voltbay.recognition.errors import PhotoGone

CODE, OTHER_CODE = "91440304MA5DEM004C", "91310115MA1TEKT19B"
WORDS = "lithium-goes-round-2026"
APPLICANT = Applicant(
    name="深圳新循环材料有限公司",
    credit_code=CODE,
    city="深圳",
    phone="0755-26001234",
    contact_name="陈晓",
    contact_phone=ALICE_PHONE,
    password=WORDS,
)


def asked_by(network="203.0.113.7", **changes):
    return sign_up(replace(APPLICANT, **changes), letter(), network=network, now=NOW)


def test_it_is_let_in_with_a_manager_of_its_own(db, eve):
    asked = asked_by()

    let_in(asked, staff=eve, now=NOW)

    manager = authenticate(username=CODE, password=WORDS)
    assert (manager.role, manager.company.name) == (Role.COMPANY_MANAGER, APPLICANT.name)
    assert not manager.company.is_listed
    assert Notice.objects.get().template == "company_let_in"
    asked.refresh_from_db()
    assert (asked.state, asked.password) == ("approved", "")


def test_whoever_is_not_let_in_is_told_and_may_try_again(db, eve):
    asked = asked_by()
    with pytest.raises(SignUpReasonMissing):
        turn_down(asked, reason="", staff=eve, now=NOW)

    turn_down(asked, reason="营业执照看不清", staff=eve, now=NOW)

    notice = Notice.objects.get()
    assert notice.template == "company_not_let_in"
    assert notice.params["link"].endswith(f"/console/sign-up/{asked.pk}/")
    assert asked_by().state == "asked"


def test_a_decision_is_made_once(db, eve):
    asked = asked_by()
    let_in(asked, staff=eve, now=NOW)

    with pytest.raises(SignUpDecided):
        turn_down(asked, reason="太晚", staff=eve, now=NOW)


def test_a_code_is_checked_and_known_once(company):
    with pytest.raises(CreditCodeCheckWrong) as wrong:
        asked_by(credit_code="91440304MA5DEM004X")
    assert wrong.value.fields == {"credit_code": "credit_code_check"}
    with pytest.raises(SignUpKnown):
        asked_by(credit_code=OTHER_CODE)
    asked_by()
    with pytest.raises(SignUpKnown):
        asked_by()


def test_a_name_that_another_company_bears_is_told_apart(company, eve):
    manager = let_in(asked_by(name=company.name), staff=eve, now=NOW)

    assert manager.company.name == f"{company.name} {CODE}"


def test_a_weak_password_is_refused_at_its_entry(db):
    with pytest.raises(PasswordTooWeak) as weak:
        asked_by(password="1234567890")
    assert weak.value.fields == {"password": "password_too_weak"}


def test_one_network_signs_up_only_so_many(db, monkeypatch):
    monkeypatch.setattr("voltbay.company_pages.sign_up.is_known", lambda _code: False)
    monkeypatch.setattr("voltbay.company_pages.sign_up.take_in", _no_picture)
    for _ in range(5):
        with pytest.raises(_Stopped):
            asked_by()

    with pytest.raises(SignUpsTooMany):
        asked_by()
    with pytest.raises(_Stopped):
        asked_by(network="198.51.100.9")


class _Stopped(Exception):
    """Nothing was taken in: what is counted was counted before."""


def _no_picture(*_args, **_named):
    raise _Stopped


def test_contact_and_licence_are_erased(db, eve, django_capture_on_commit_callbacks):
    asked = asked_by()
    assert licence_of(asked)
    turn_down(asked, reason="重复", staff=eve, now=NOW + timedelta(days=1))
    asked.refresh_from_db()

    with django_capture_on_commit_callbacks(execute=True):
        forget_contact(asked)

    with pytest.raises(PhotoGone):
        licence_of(asked)
    asked = SignUp.objects.get()
    assert (asked.contact_name, asked.contact_phone, asked.reason) == (None, None, "")
