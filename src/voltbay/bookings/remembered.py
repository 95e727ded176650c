"""What an owner's account, bookings and documents know of the person.

A desk enters whatever a caller says. What it entered since the phone was last proven may be of a
new holder, who would prove the old owner's account with a plate of his own: that does not count.
"""

from collections.abc import Iterable

from django.db.models import Q

from voltbay.accounts.models import Owner, Vehicle
from voltbay.accounts.phones.remembered import Remembered
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.recognition.documents.queries import recognised_fields
from voltbay.recognition.models import Document


def remembered(owner: Owner) -> Remembered:
    """Return names, plates and identity numbers; nothing where there is nothing to protect.

    A lapsed hold names nobody, and neither does a place in a line.
    """
    return _known([owner.name]) | _of_vehicles(owner) | _of_bookings(owner) | _of_documents(owner)


def _of_vehicles(owner: Owner) -> Remembered:
    return _known([], [vehicle.plate for vehicle in Vehicle.objects.filter(owner=owner)])


def _of_bookings(owner: Owner) -> Remembered:
    by_desk = Q(events__from_state="", events__actor=BookingEvent.Actor.STAFF)
    since = Q(created_at__gt=owner.phone_proven_at or owner.created_at)
    # A company's cars in a block, and its contact, say nothing of who booked them.
    known = Booking.objects.filter(owner=owner, block=None).exclude(by_desk & since)
    return _known(
        [booking.name for booking in known],
        [
            each
            for booking in known
            for each in (booking.plate or booking.vin, booking.identity_number)
        ],
    )


def _of_documents(owner: Owner) -> Remembered:
    read = Document.objects.filter(owner=owner, state=Document.State.RECOGNISED)
    fields = [recognised_fields(document) for document in read]
    numbers = [each.get(key) for each in fields for key in ("number", "plate")]
    return _known([each.get("name") for each in fields], numbers)


def _known(names: Iterable[str | None], numbers: Iterable[str | None] = ()) -> Remembered:
    return Remembered(frozenset(filter(None, names)), frozenset(filter(None, numbers)))
