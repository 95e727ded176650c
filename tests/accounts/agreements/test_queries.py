from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.places import NOW
from voltbay.accounts.agreements.errors import AgreementOutdated, AgreementUnknown, ConsentNeeded
from voltbay.accounts.agreements.give_consent import give_consent, withdraw_consent
from voltbay.accounts.agreements.publish import publish_agreement
from voltbay.accounts.agreements.queries import (
    current_agreement,
    current_agreements,
    has_consented,
    standing_consents,
)
from voltbay.accounts.agreements.seed import VERSION
from voltbay.accounts.models import Agreement, Consent

DAY = timedelta(days=1)


def publish(version, *, effective_at, kind="documents"):
    draft = Agreement(
        kind=kind,
        version=version,
        title_zh="标题",
        title_en="Title",
        html_zh="<p>新</p>",
        html_en="<p>New</p>",
        effective_at=effective_at,
    )
    return publish_agreement(draft, now=effective_at)


def agree(owner, *, kind="documents", version=VERSION):
    return give_consent(owner=owner, kind=kind, version=version, client="a phone", now=NOW)


def withdraw(owner, kind="documents"):
    return withdraw_consent(owner=owner, kind=kind, client="a phone", now=NOW)


def test_each_kind_has_one_version_in_force(texts):
    assert current_agreements(now=NOW) == texts


def test_a_new_version_is_in_force_from_its_day_on(texts):
    new = publish("2027-01-01", effective_at=NOW + DAY)

    assert current_agreement("documents", now=NOW) == texts["documents"]
    assert current_agreement("documents", now=NOW + DAY) == new


@pytest.mark.django_db
def test_a_draft_is_not_in_force():
    Agreement.objects.create(kind="terms", version="1", effective_at=NOW)

    with pytest.raises(AgreementUnknown):
        current_agreement("terms", now=NOW)


def test_an_owner_consents_once(texts, alice):
    assert agree(alice) is not None
    assert agree(alice) is None
    assert has_consented(alice, "documents")
    assert not has_consented(alice, "terms")


def test_an_owner_cannot_consent_to_an_old_version(texts, alice):
    with pytest.raises(AgreementOutdated):
        agree(alice, version="2020-01-01")
    assert not has_consented(alice, "documents")


def test_a_new_version_needs_a_new_consent(texts, alice):
    agree(alice)
    publish("2026-02-01", effective_at=texts["documents"].effective_at + DAY)

    assert not has_consented(alice, "documents")


def test_a_consent_can_be_taken_back_and_given_again(texts, alice):
    agree(alice)

    withdraw(alice)
    assert not has_consented(alice, "documents")
    assert withdraw(alice) is None

    agree(alice)
    assert has_consented(alice, "documents")
    assert [c.action for c in Consent.objects.order_by("id")] == ["given", "withdrawn", "given"]


@pytest.mark.parametrize("kind", ["terms", "privacy"])
def test_what_the_account_needs_cannot_be_taken_back(texts, alice, kind):
    agree(alice, kind=kind)

    with pytest.raises(ConsentNeeded):
        withdraw(alice, kind)


def test_the_standing_consents_are_the_last_words(texts, alice):
    for kind in ("documents", "privacy", "terms"):
        agree(alice, kind=kind)
    withdraw(alice)

    assert [consent.kind for consent in standing_consents(alice)] == ["privacy", "terms"]


@pytest.mark.parametrize(
    "change", ["UPDATE accounts_consent SET version = 'x'", "DELETE FROM accounts_consent"]
)
def test_no_writer_changes_a_consent(texts, alice, change):
    agree(alice)

    with pytest.raises(IntegrityError, match="evidence"), transaction.atomic():
        connection.cursor().execute(change)


@pytest.mark.parametrize(
    "change", ["UPDATE accounts_agreement SET html_zh = 'x'", "DELETE FROM accounts_agreement"]
)
def test_no_writer_changes_a_published_agreement(texts, change):
    with pytest.raises(IntegrityError, match="published"), transaction.atomic():
        connection.cursor().execute(change)


@pytest.mark.django_db
def test_a_draft_may_change_and_go():
    draft = Agreement.objects.create(kind="terms", version="1", effective_at=NOW)
    draft.html_zh = "<p>另一个</p>"
    draft.save()
    draft.delete()

    assert not Agreement.objects.exists()
