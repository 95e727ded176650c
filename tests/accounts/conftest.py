"""The texts in force, Alice, and the codes that she is sent."""

import pytest

from tests.accounts.inbox import last_code
from tests.api.signing_in import seed
from tests.people import ALICE_PHONE, owner_with
from tests.places import NOW
from voltbay.accounts.owners.issue_code import issue_code

ADDRESS = "203.0.113.7"


@pytest.fixture
def texts(db):
    return {agreement.kind: agreement for agreement in seed()}


@pytest.fixture
def alice(db):
    return owner_with(ALICE_PHONE)


@pytest.fixture
def send(db):
    """Send a code and return its six digits."""

    def _send(phone=ALICE_PHONE, *, now=NOW, address=ADDRESS):
        issue_code(phone=phone, address=address, now=now)
        return last_code(phone)

    return _send
