"""Whether bookings fit their services, and which services of an outlet fit a car."""

from dataclasses import dataclass
from datetime import datetime

from voltbay.bookings.errors import ServiceDoesNotFit
from voltbay.bookings.models import Booking
from voltbay.directory.fits import Misfit, is_certain, misfits
from voltbay.directory.models import Service
from voltbay.identifiers.vehicle import Traits
from voltbay.slots.models import Slot
from voltbay.slots.queries import Start, has_room_to_swap, next_free_starts, stretch_from


@dataclass(frozen=True)
class Offer:
    """A service that fits: `kept` begins when the booking does, `starts` are the next free ones."""

    service: Service
    kept: Start | None
    starts: list[Start]


class DoesNotFitWithOffers(ServiceDoesNotFit):
    """The service does not take the car; `offers` are those of the outlet that do."""

    def __init__(self, booking: Booking, offers: list[Offer]) -> None:
        super().__init__(
            service=booking.service.name,
            fitting="、".join(offer.service.name for offer in offers),
            phone=booking.outlet.phone,
        )
        self.service, self.offers = booking.service, offers


def misfits_of(booking: Booking) -> list[Misfit]:
    """Return why the service does not take the car; nothing once somebody let it stand."""
    return [] if booking.fit_why else misfits_with(booking, booking.service)


def misfits_with(booking: Booking, service: Service) -> list[Misfit]:
    """Return why a service does not take a booking's car; nothing before its class is known."""
    traits = booking.traits
    return misfits(service.takes, traits) if traits is not None else []


def check_fit(booking: Booking, traits: Traits, *, now: datetime) -> list[Misfit]:
    """Return what a person must look at, if no service of the outlet is sure to fit.

    Raises DoesNotFitWithOffers if the booking's own surely does not, and others may.
    """
    found = misfits(booking.service.takes, traits)
    if is_certain(found):
        offers = offers_for(booking, traits, now=now)
        if offers:
            raise DoesNotFitWithOffers(booking, offers)
    return found


def offers_for(booking: Booking, traits: Traits, *, now: datetime) -> list[Offer]:
    """Return the outlet's other services that may take a car, with times. Three statements each."""
    others = Service.objects.filter(outlet=booking.outlet_id, is_offered=True).order_by("id")
    return [
        _offer(booking, service, now=now)
        for service in others.exclude(pk=booking.service_id).select_related("outlet")
        if not is_certain(misfits(service.takes, traits))
    ]


def _offer(booking: Booking, service: Service, *, now: datetime) -> Offer:
    kept = kept_start(booking, service)
    starts = next_free_starts(service, after=booking.starts_at, now=now)
    return Offer(service, kept, [one for one in starts if one.starts_at != booking.starts_at])


def kept_start(booking: Booking, service: Service) -> Start | None:
    """Return the booking's own start, if another service would have room from there on."""
    slot = Slot.objects.filter(outlet=booking.outlet_id, starts_at=booking.starts_at).first()
    if slot is None:
        return None
    stretch = stretch_from(slot, service)
    if not has_room_to_swap(stretch, claimant=booking.pk):
        return None
    return Start(slot.pk, stretch.starts_at, stretch.ends_at, 1)
