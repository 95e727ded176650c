import pytest
from django.db import OperationalError

from tests.accounts.inbox import another
from tests.api.signing_in import BROWSER
from tests.people import ALICE_PHONE
from tests.places import NOW
from voltbay.accounts.agreements.errors import AgreementMissing, AgreementOutdated, AgreementUnknown
from voltbay.accounts.agreements.seed import VERSION
from voltbay.accounts.models import Consent, Owner, Session, SignInCode
from voltbay.accounts.owners.errors import CodeExpired, CodeWrong
from voltbay.accounts.owners.sign_in import sign_in

pytestmark = pytest.mark.django_db
BOTH = {"terms": VERSION, "privacy": VERSION}


def enter(code, *, agreements=BOTH, phone=ALICE_PHONE):
    return sign_in(phone=phone, code=code, agreements=agreements, client=BROWSER, now=NOW)


def test_the_first_sign_in_makes_the_owner(texts, send):
    opened = enter(send())

    assert opened.owner == Owner.objects.get()
    assert opened.owner.phone == ALICE_PHONE
    assert opened.session.owner == opened.owner


def test_the_second_sign_in_finds_the_owner(texts, alice, send):
    assert enter(send()).owner == alice


def test_signing_in_notes_when_the_phone_was_proven(texts, alice, send):
    assert enter(send()).owner.phone_proven_at == NOW
    assert Owner.objects.get().phone_proven_at == NOW


def test_a_prefix_makes_no_second_owner(texts, alice, send):
    assert enter(send(), phone="+86 138-0013-8000").owner == alice


def test_consent_is_written_with_version_hash_time_and_client(texts, send):
    owner = enter(send()).owner

    consent = Consent.objects.get(owner=owner, kind="terms")
    assert consent.version == VERSION
    assert consent.sha256 == texts["terms"].sha256
    assert consent.at == NOW
    assert consent.client == BROWSER


def test_signing_in_again_does_not_repeat_the_consent(texts, send):
    for phone_again in ("13800000001", "13800000001"):
        SignInCode.objects.all().delete()
        enter(send(phone_again), phone=phone_again)

    assert Consent.objects.count() == 2
    assert Session.objects.count() == 2


@pytest.mark.parametrize("agreements", [{}, {"terms": VERSION}, {"privacy": VERSION}])
def test_without_both_agreements_nobody_comes_in(texts, send, agreements):
    code = send()

    with pytest.raises(AgreementMissing):
        enter(code, agreements=agreements)
    assert not Owner.objects.exists()


def test_an_old_version_is_refused_and_does_not_cost_the_code(texts, send):
    code = send()

    with pytest.raises(AgreementOutdated) as refusal:
        enter(code, agreements={**BOTH, "terms": "2020-01-01"})
    assert refusal.value.data == {"kind": "terms", "version": VERSION}
    assert enter(code)


def test_a_database_that_goes_away_behind_the_code_does_not_cost_it(texts, send, monkeypatch):
    code = send()
    with monkeypatch.context() as away:
        away.setattr("voltbay.accounts.owners.sign_in.open_session", _goes_away)
        with pytest.raises(OperationalError):
            enter(code)
    assert not Owner.objects.exists()

    assert enter(code)
    with pytest.raises(CodeExpired):
        enter(code)


def _goes_away(*_, **__):
    raise OperationalError("server closed the connection unexpectedly")


def test_an_agreement_that_does_not_exist_is_refused(texts, send):
    with pytest.raises(AgreementUnknown):
        enter(send(), agreements={**BOTH, "marketing": "1"})


def test_the_consent_to_documents_may_come_along(texts, send):
    owner = enter(send(), agreements={**BOTH, "documents": VERSION}).owner

    assert Consent.objects.filter(owner=owner, kind="documents").exists()


def test_a_wrong_code_makes_nobody(texts, send):
    with pytest.raises(CodeWrong):
        enter(another(send()))
    assert not Owner.objects.exists()
    assert not Session.objects.exists()


def test_before_the_texts_are_published_nobody_comes_in(send):
    with pytest.raises(AgreementMissing):
        enter(send(), agreements={})
    with pytest.raises(AgreementUnknown):
        enter(send("13900139000"), phone="13900139000")
