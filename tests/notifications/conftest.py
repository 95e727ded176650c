"""Messages to Alice, and a vendor who takes them."""

from datetime import timedelta

import pytest

from tests.notifications.aliyun_server import set_up
from tests.people import ALICE_PHONE
from tests.places import NOW
from voltbay.notifications.tell import tell
from voltbay.notifications.templates import TEMPLATES

TOMORROW = timedelta(days=1)
LINK = "https://voltbay.test/b/K7QM2P"
BOOKED = {"code": "K7QM2P", "time": "04-08 09:00", "outlet": "浦东回收服务网点", "link": LINK}
CODE = {"code": "123456", "minutes": "5"}


@pytest.fixture
def tell_alice(db):
    """Tell Alice something and return the notice."""

    def _tell(template="booking_confirmed", params=BOOKED, *, now=NOW, phone=ALICE_PHONE, **rest):
        if TEMPLATES[template].of_appointment:
            rest.setdefault("appointment", now + TOMORROW)
        return tell(phone=phone, template=template, params=params, now=now, **rest)

    return _tell


@pytest.fixture
def vendor(settings):
    """Run Aliyun's double and send through it."""
    with set_up(settings) as running:
        yield running
