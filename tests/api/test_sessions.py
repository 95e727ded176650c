"""Where an owner is signed in, and signing out everywhere else."""

import pytest

from tests.api.session import signed_in
from tests.people import ALICE_PHONE, BOB_PHONE, owner_with

pytestmark = pytest.mark.django_db
URL = "/api/v1/me/sessions"


def test_an_owner_ends_every_other_session_and_nobody_elses():
    alice = owner_with(ALICE_PHONE)
    here, there = signed_in(alice), signed_in(alice)
    bob = signed_in(owner_with(BOB_PHONE))

    before = here.get(URL).json()["items"]
    after = here.post(f"{URL}/end-others", {}).json()["items"]

    assert sorted(each["is_here"] for each in before) == [False, True]
    assert [(each["client"], each["is_here"]) for each in after] == [("tests", True)]
    assert there.get(URL).status_code == 401
    assert len(bob.get(URL).json()["items"]) == 1
