"""What a benchmark needs in the database: outlets, slots, a long past, and owners who book."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from voltbay.accounts.models import Owner
from voltbay.bookings.models import Booking
from voltbay.core.keys import fingerprint
from voltbay.directory.models import Company, Outlet, Service
from voltbay.recognition.models import Document

OUTLETS = 24
# The first begins within a day, and what lies more than thirty days ahead may not be booked yet.
DAYS_AHEAD = 28
SLOTS_A_DAY = 20
PHOTO = bytes(20_000)  # erasing one takes as long whatever is on it
PAST_DAYS = 209  # 24 outlets x 20 slots x 209 days: a little over 100,000 bookings

SLOTS = """
INSERT INTO slots_slot (outlet_id, starts_at, ends_at, capacity, taken)
SELECT outlet.id, day + step * interval '30 minutes', day + (step + 1) * interval '30 minutes',
       %(capacity)s, %(taken)s
FROM directory_outlet AS outlet,
     generate_series(%(first)s::timestamptz, %(last)s::timestamptz, interval '1 day') AS day,
     generate_series(0, %(steps)s - 1) AS step
"""
BOOKINGS = """
INSERT INTO bookings_booking (id, code, owner_id, outlet_id, service_id, starts_at, ends_at, state,
                              created_at, relation, car_after, vehicle_model)
SELECT gen_random_uuid(), 'VB' || slot.id, %(owner)s, slot.outlet_id, service.id, slot.starts_at,
       slot.ends_at, 'completed', slot.starts_at - interval '3 days', 'self', 'kept', ''
FROM slots_slot AS slot JOIN directory_service AS service ON service.outlet_id = slot.outlet_id
WHERE slot.starts_at < %(now)s
"""
EVENTS = """
INSERT INTO bookings_bookingevent (booking_id, at, actor, actor_id, from_state, to_state)
SELECT id, created_at, 'owner', owner_id::text, '', 'held' FROM bookings_booking
WHERE state = 'completed'
"""
CLAIMS = """
INSERT INTO slots_claim (slot_id, claimant, places)
SELECT slot.id, booking.id, 1 FROM slots_slot AS slot
JOIN bookings_booking AS booking USING (outlet_id, starts_at)
"""


@dataclass(frozen=True)
class Booker:
    """An owner with a session and two recognised documents."""

    token: str
    card: str
    licence: str
    name: str
    phone: str


def build_outlets() -> list[Service]:
    """Make outlets with one half-hour service each."""
    company = Company.objects.create(
        name="基准回收有限公司", credit_code="91310115MA1TEKT19B", city="上海", phone="021-50001234"
    )
    outlets = Outlet.objects.bulk_create(
        Outlet(
            company=company,
            name=f"网点 {n}",
            city_code="310100",
            city="上海",
            address=f"上海市浦东新区 {n} 号",
            phone="021-50001234",
            longitude=121.5,
            latitude=31.2,
        )
        for n in range(OUTLETS)
    )
    return Service.objects.bulk_create(
        Service(outlet=outlet, name="动力电池拆卸", slots_needed=1) for outlet in outlets
    )


def publish(*, midnight: datetime, capacity: int) -> None:
    """Make the slots of the coming days."""
    last = midnight + timedelta(days=DAYS_AHEAD - 1)
    _run(SLOTS, first=midnight, last=last, steps=SLOTS_A_DAY, capacity=capacity, taken=0)


def remember(owner: Owner, *, midnight: datetime, days: int = PAST_DAYS) -> int:
    """Fill the past with completed bookings and return how many there are."""
    with connection.cursor() as cursor:  # the triggers would do the same, minutes slower
        cursor.execute("SET session_replication_role = replica")
    first = midnight - timedelta(days=days)
    last = midnight - timedelta(days=1)
    _run(SLOTS, first=first, last=last, steps=SLOTS_A_DAY, capacity=1, taken=1)
    _run(BOOKINGS, owner=owner.pk, now=midnight)
    _run(CLAIMS)
    _run(EVENTS)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")
    return Booking.objects.count()


def settle(bookers: int, *, now: datetime) -> list[Booker]:
    """Make owners who have signed in and whose documents were recognised, with their photos."""
    from voltbay.accounts.owners.sessions import open_session
    from voltbay.recognition import photos

    name = "王小燕"
    phones = [f"139{n:08d}" for n in range(bookers)]
    marks = [(phone, fingerprint(phone, purpose="phone")) for phone in phones]
    owners = Owner.objects.bulk_create(
        [Owner(phone=phone, phone_fingerprint=mark, created_at=now) for phone, mark in marks],
        batch_size=1_000,
    )
    papers = [documents_of(owner, name=name, number=n, now=now) for n, owner in enumerate(owners)]
    documents = [each for pair in papers for each in pair]
    for document in documents:
        document.photo = photos.key_of(document.pk, now=now)
        photos.put(document.photo, PHOTO)
    Document.objects.bulk_create(documents, batch_size=1_000)
    tokens = [open_session(owner=owner, now=now, client="bench")[0] for owner in owners]
    return [
        Booker(token, str(card.pk), str(licence.pk), name, phone)
        for token, (card, licence), phone in zip(tokens, papers, phones, strict=True)
    ]


def documents_of(owner: Owner, *, name: str, number: int, now: datetime) -> list[Document]:
    """Return an owner's two documents, read without a doubt; they are not saved."""
    read = {"identity_card": {"name": name, "number": f"{number:018d}"}}
    read["vehicle_licence"] = {
        "owner": name,
        "plate": f"沪AD{number:05d}",
        "vin": f"{number:017d}",
        "vehicle_type": "小型轿车",  # or it would go to review
    }
    return [
        Document(
            owner=owner,
            kind=kind,
            state="recognised",
            fields={
                entry: {"value": value, "confidence": 1.0, "doubtful": False, "corrected": False}
                for entry, value in fields.items()
            },
            created_at=now,
            read_at=now,
            erase_at=now + timedelta(days=1),
        )
        for kind, fields in read.items()
    ]


def _run(sql: str, **parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
