"""The owner of the pictures: one booking at the form with both papers read, one confirmed."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext

from voltbay.accounts.agreements.give_consent import record_consents
from voltbay.accounts.agreements.queries import offered_agreements
from voltbay.accounts.owners.sessions import open_session
from voltbay.bookings.desk.book import find_or_make_owner
from voltbay.bookings.move import Actor
from voltbay.bookings.owner.cancel import cancel
from voltbay.bookings.owner.confirm import Form, confirm
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.directory.models import Service
from voltbay.server.demo.cars import document
from voltbay.server.demo.money import OUTLET
from voltbay.slots.queries import next_free_starts

PHONE, NAME, NUMBER = "13800009001", "林晓梅", "310101199003070027"
CARS = (("沪AD90011", "LGXCE6DB2J0900111"), ("沪AD90022", "LGXCE6DB0J0900222"))
CITY = "310100"


@dataclass(frozen=True)
class Shown:
    """Whose pages are shown: the session, the two bookings, the papers of the first."""

    token: str
    reading: str
    booked: str
    papers: dict[str, str]
    at: datetime

    def sign_in(self, screen: BrowserContext, url: str) -> None:
        """Give a browser the session, the city, and what was photographed so far."""
        screen.add_cookies(
            [
                {"name": "voltbay_session", "value": self.token, "url": url, "httpOnly": True},
                {"name": "csrftoken", "value": "c" * 32, "url": url},
            ]
        )
        kept = {
            "voltbay.signed-in": {"type": "boolean", "data": True},
            "voltbay.city": {"type": "string", "data": CITY},
            f"voltbay.draft.{self.reading}": {
                "type": "object",
                "data": {"at": int(self.at.timestamp() * 1000), "draft": self.papers},
            },
        }
        lines = "".join(
            f"localStorage.setItem({json.dumps(name)}, {json.dumps(json.dumps(value))});"
            for name, value in kept.items()
        )
        screen.add_init_script(f"if (location.host === '{urlsplit(url).netloc}') {{{lines}}}")


def prepare(*, now: datetime) -> Shown:
    """Hold two times; photograph for one of them, and confirm the other."""
    owner = find_or_make_owner(PHONE, now=now)
    for old in owner.bookings.filter(state__in=("held", "confirmed")):  # of an earlier run
        cancel(old, by=Actor("owner", str(owner.pk)), reason="", now=now)
    service = Service.objects.filter(outlet__name=OUTLET, is_offered=True).order_by("pk")[0]
    held = []
    for _each in CARS:
        start = next_free_starts(service, after=now + timedelta(days=1), now=now)[0]
        held.append(hold(Wish(start.slot_id, service.pk), owner=owner, now=now))
    made = []
    for booking, (plate, vin) in zip(held, CARS, strict=True):
        card = document(owner, "identity_card", {"name": NAME, "number": NUMBER}, now=now)
        car = {"plate": plate, "vin": vin, "owner": NAME, "model": "比亚迪牌BYD7006BEV"}
        car |= {"vehicle_type": "小型轿车", "use_character": "非营运"}
        licence = document(owner, "vehicle_licence", car, now=now)
        made.append((booking, card, licence))
    (reading, card, licence), (booked, *papers) = made
    form = Form(NAME, PHONE, papers[0].pk, papers[1].pk, relation="self")
    confirm(booked, form, now=now)
    record_consents(offered_agreements(now=now).values(), owner=owner, client="pictures", now=now)
    token, _session = open_session(owner, client="pictures", now=now)
    drafted = {"identityCard": str(card.pk), "vehicleLicence": str(licence.pk), "relation": "self"}
    return Shown(token, reading.code, booked.code, drafted, now)
