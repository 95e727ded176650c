from tests.people import ALICE_PHONE, BOB_PHONE
from tests.places import NOW
from voltbay.accounts.agreements.give_consent import give_consent
from voltbay.accounts.agreements.seed import VERSION
from voltbay.accounts.owners.devices import remember_device
from voltbay.accounts.owners.export_data import export_account
from voltbay.accounts.owners.sessions import open_session


def test_an_owner_gets_everything_that_accounts_hold(texts, alice, send):
    give_consent(owner=alice, kind="terms", version=VERSION, client="a phone", now=NOW)
    open_session(alice, client="a phone", now=NOW)
    remember_device(alice, token="", client="a tablet", now=NOW)
    send(ALICE_PHONE)
    send(BOB_PHONE)

    export = export_account(alice)

    assert export["account"]["phone"] == ALICE_PHONE
    assert [each["kind"] for each in export["consents"]] == ["terms"]
    assert [each["client"] for each in export["sessions"]] == ["a phone"]
    assert [each["client"] for each in export["devices"]] == ["a tablet"]
    assert [each["template"] for each in export["messages"]] == ["sign_in_code"]
