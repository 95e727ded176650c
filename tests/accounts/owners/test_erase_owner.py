import pytest
from django.db import IntegrityError, transaction

from tests.people import ALICE_PHONE, owner_with
from tests.places import NOW
from voltbay.accounts.agreements.give_consent import give_consent
from voltbay.accounts.agreements.seed import VERSION
from voltbay.accounts.models import Consent, Owner, Session, SignInCode
from voltbay.accounts.owners.erase_owner import erase_owner
from voltbay.accounts.owners.sessions import open_session, owner_of
from voltbay.core.errors import Unauthenticated
from voltbay.notifications.deliver import deliver
from voltbay.notifications.models import Notice, ScreenMessage


def test_a_closed_account_names_nobody(alice, send):
    Owner.objects.update(name="王小燕")
    send()

    erase_owner(owner=alice, now=NOW)

    owner = Owner.objects.get()
    assert (owner.phone, owner.phone_fingerprint, owner.name) == (None, None, None)
    assert owner.closed_at == NOW
    assert not SignInCode.objects.exists()


def test_closing_signs_out_everywhere(alice):
    token, _ = open_session(alice, client="a phone", now=NOW)

    erase_owner(owner=alice, now=NOW)

    with pytest.raises(Unauthenticated):
        owner_of(token=token, now=NOW)
    assert not Session.objects.exists()


def test_consents_stay_as_evidence(texts, alice):
    give_consent(owner=alice, kind="terms", version=VERSION, client="", now=NOW)

    erase_owner(owner=alice, now=NOW)

    assert Consent.objects.filter(owner=alice).count() == 1


def test_what_was_told_is_forgotten(alice, send):
    send()
    deliver(notice_id=Notice.objects.get().pk, now=NOW)

    erase_owner(owner=alice, now=NOW)

    assert not Notice.objects.exists()
    assert not ScreenMessage.objects.exists()


def test_the_phone_is_free_for_a_new_account(alice):
    erase_owner(owner=alice, now=NOW)

    assert owner_with(ALICE_PHONE) != alice


def test_closing_twice_is_fine(alice):
    erase_owner(owner=alice, now=NOW)
    erase_owner(owner=alice, now=NOW)

    assert Owner.objects.get().closed_at == NOW


@pytest.mark.parametrize("leftover", ["phone", "name", "phone_fingerprint"])
def test_the_database_lets_no_closed_account_keep_a_name(alice, leftover):
    value = b"x" if leftover == "phone_fingerprint" else "x"
    erase_owner(owner=alice, now=NOW)

    with pytest.raises(IntegrityError, match="owner_is_known_until_closed"), transaction.atomic():
        Owner.objects.update(**{leftover: value})
