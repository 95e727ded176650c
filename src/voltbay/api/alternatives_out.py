"""How a full time and a full outlet are refused: with what is free instead."""

from django.http import HttpRequest, HttpResponse

from voltbay.api.directory_out import OutletSummary, nearby_out
from voltbay.api.language import language_of
from voltbay.api.problems import refuse
from voltbay.api.slots import start_out
from voltbay.bookings.errors import OutletFull
from voltbay.bookings.owner.alternatives import FullWithOutlets, FullWithStarts
from voltbay.slots.errors import SlotFull


def refuse_full_slot(request: HttpRequest, full: FullWithStarts) -> HttpResponse:
    """Translate a full slot, with the next free starts as `alternatives`."""
    return refuse(request, SlotFull(alternatives=[start_out(start) for start in full.starts]))


def refuse_full_outlet(request: HttpRequest, full: FullWithOutlets) -> HttpResponse:
    """Translate a full outlet, with the nearest that have a free time as `outlets`."""
    near = nearby_out(list(full.outlets), language=language_of(request))
    listed = [OutletSummary.model_validate(each).model_dump(mode="json") for each in near]
    return refuse(request, OutletFull(phone=full.data["phone"], outlets=listed))
