"""Moving one's own appointment; `owner/alternatives` and the API have the rest."""

import pytest

from tests.places import NOW
from voltbay.bookings.fit import DoesNotFitWithOffers
from voltbay.bookings.models import Booking
from voltbay.bookings.owner.reschedule import reschedule
from voltbay.directory.models import Service


def test_a_service_that_takes_less_by_now_is_swapped_rather_than_moved(
    confirmed, service, slots, by_alice
):
    Service.objects.create(outlet=service.outlet, name="乘用车拆卸")
    Service.objects.filter(pk=service.pk).update(vehicle_classes=["bus"])
    booking = Booking.objects.get()

    with pytest.raises(DoesNotFitWithOffers) as refused:
        reschedule(booking, slot_id=slots[1].pk, by=by_alice, now=NOW)

    assert [offer.service.name for offer in refused.value.offers] == ["乘用车拆卸"]


def test_where_nothing_fits_any_more_the_outlets_word_stands(confirmed, service, slots, by_alice):
    Service.objects.filter(pk=service.pk).update(vehicle_classes=["bus"])
    booking = Booking.objects.get()

    reschedule(booking, slot_id=slots[1].pk, by=by_alice, now=NOW)

    assert booking.starts_at == slots[1].starts_at
