"""Demo bookings of people and cars whose papers differ from the usual.

A foreigner, a resident of Hong Kong, somebody with a passport under review, a car without plate,
and one that was checked in, its originals seen.
"""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

from PIL import Image, ImageDraw

from voltbay.accounts.models import Owner, StaffUser
from voltbay.bookings.desk.book import WALK_IN, DeskForm, book_at_desk, find_or_make_owner
from voltbay.bookings.desk.looks import Finding, all_agree
from voltbay.bookings.desk.receive import receive, receive_all_the_same
from voltbay.bookings.desk.times import times_at_desk
from voltbay.bookings.models import Booking
from voltbay.bookings.move import by
from voltbay.bookings.originals import NoPlate, Original, Verdict
from voltbay.bookings.owner.confirm import Form, confirm
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.core.local_time import local_date
from voltbay.directory.models import Service
from voltbay.recognition import photos
from voltbay.recognition.models import Document
from voltbay.recognition.reading.typed_kinds import PASSPORT

# Numbers that nobody was given: the birth dates and checks are right, the rest is made up.
HANS = {"name": "MUELLER, HANS", "number": "932682198501010017", "birth_date": "1985-01-01"}
HEUNG = {"name": "陈大文", "number": "810000199510216947", "birth_date": "1995-10-21"}
ANN = {"name": "LEE ANN", "birth_date": "1990-03-09", "number": "C01X00T47"}
# owner's phone, kind of document, what stands on it, the licence
BOOKED = (
    ("13700000801", "foreigner_card", HANS, ("沪AD80101", "LGXCE6DB7J0080101", "MUELLERHANS")),
    ("13700000802", "identity_card", HEUNG, ("粤BD80202", "LGXCE6DB3J0080202", "陈大文")),
    ("13700000803", "passport", ANN, ("沪AD80303", "LGXCE6DBXJ0080303", "LEE ANN")),
)
MARK = BOOKED[0][0]
NO_PLATE = ("13700000804", "周建国", "LGXCE6DB6J0080404")
SEEN = ("13700000805", "吴敏", "沪AD80505", "LGXCE6DB2J0080505")
LET_IN = ("13700000806", "郑强", "沪AD80606", "LGXCE6DB9J0080606")


def load(*, now: datetime) -> None:
    """Add what the demo lacks, at its first outlet that has times left."""
    service = (
        Service.objects.filter(is_offered=True).select_related("outlet").order_by("pk").first()
    )
    manager = StaffUser.objects.filter(username="manager").first()
    if service is None or manager is None or find_or_make_owner(MARK, now=now).bookings.exists():
        return
    for phone, kind, read, car in BOOKED:
        if (slot := _start(service, now=now)) is not None:
            _book(slot, service, find_or_make_owner(phone, now=now), (kind, read, car), now=now)
    if (slot := _start(service, now=now)) is not None:
        phone, name, vin = NO_PLATE
        entry = _entry(slot, service, phone=phone, name=name, vin=vin) | _without_plate()
        book_at_desk(DeskForm(**entry), by=by(manager), now=now)
    _today(service, manager, now=now)


def _today(service: Service, manager: StaffUser, *, now: datetime) -> None:
    """Check two cars in, if the outlet has times left today; one though its licence differs."""
    differs = {Original.VEHICLE_LICENCE: Finding(Verdict.DIFFERS, "行驶证所有人为其配偶")}
    for (phone, name, plate, vin), found in ((SEEN, {}), (LET_IN, differs)):
        if (slot := _start(service, now=now, first=0, days=1)) is None:
            return
        entry = _entry(slot, service, phone=phone, name=name, vin=vin) | {"plate": plate}
        booking = book_at_desk(DeskForm(**entry), by=by(manager), now=now)
        receive(booking, looks=all_agree(booking) | found, by=by(manager), now=now)
        if found:
            why = "已核对结婚证，双方同意"
            receive_all_the_same(booking, reason=why, by=by(manager), now=now)


def _start(service: Service, *, now: datetime, first: int = 1, days: int = 14) -> int | None:
    """Return the next slot in which the service can begin, from so many days ahead on."""
    for ahead in range(first, first + days):
        day = local_date(now) + timedelta(days=ahead)
        for start in times_at_desk(service, day, now=now):
            return start.slot_id
    return None


def _entry(slot_id: int, service: Service, **who: str) -> dict[str, Any]:
    return {
        "slot_id": slot_id,
        "service_id": service.pk,
        "channel": WALK_IN,
        "vehicle_model": "比亚迪牌BYD7006",
        "plate": "",
        **who,
    }


def _without_plate() -> dict[str, Any]:
    return {
        "no_plate": NoPlate.TO_BE_SCRAPPED.value,
        "certificate_number": "310012345678",
        "car_after": Booking.CarAfter.TO_BE_SCRAPPED.value,
        "incomplete_told": True,
    }


def _book(
    slot_id: int, service: Service, owner: Owner, papers: tuple[str, Any, Any], *, now: datetime
) -> None:
    kind, read, (plate, vin, licence_owner) = papers
    booking = hold(Wish(slot_id, service.pk), owner=owner, now=now)
    typed = kind == PASSPORT.name
    card = _document(owner, kind, read, is_typed=typed, now=now)
    car = {"plate": plate, "vin": vin, "owner": licence_owner, "model": "比亚迪牌BYD7006"}
    licence = _document(owner, "vehicle_licence", car, is_typed=False, now=now)
    form = Form(read["name"], owner.phone or "", card.pk, licence.pk, relation="self")
    confirm(booking, form, now=now)


def _document(
    owner: Owner, kind: str, read: dict[str, str], *, is_typed: bool, now: datetime
) -> Document:
    """Make a document as reading or typing leaves it, with a photo that shows nobody."""
    document_id = uuid4()
    photo = photos.key_of(document_id, now=now)
    photos.put(photo, _nobody(read))
    return Document.objects.create(
        id=document_id,
        owner=owner,
        photo=photo,
        kind=kind,
        state=Document.State.BY_HAND if is_typed else Document.State.RECOGNISED,
        fields={
            name: {
                "value": value,
                "confidence": 0.0 if is_typed else 0.99,
                "doubtful": is_typed,
                "corrected": False,
            }
            for name, value in read.items()
        },
        created_at=now,
        read_at=now,
        erase_at=now + timedelta(days=1),
    )


def _nobody(read: dict[str, str]) -> bytes:
    """Draw a card that is marked as a sample, with the letters and digits that stand on it."""
    card = Image.new("RGB", (640, 400), "lightgray")
    words = ["SAMPLE", *(value for value in read.values() if value.isascii())]
    ImageDraw.Draw(card).multiline_text((40, 60), "\n".join(words), fill="black", font_size=36)
    drawn = BytesIO()
    card.save(drawn, "JPEG")
    return drawn.getvalue()
