"""A booking's receipts: the paper, and putting right what one says wrongly."""

from datetime import datetime
from functools import partial
from uuid import uuid4

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from voltbay.bookings.models import Booking
from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.idempotency import answer_once
from voltbay.console.access.scope import find_booking
from voltbay.console.decimals import number
from voltbay.console.pages import page
from voltbay.console.sentences import sentence
from voltbay.console.words import CAR_AFTER
from voltbay.core.errors import Refusal
from voltbay.removals.ending import Ending
from voltbay.removals.errors import ReceiptUnknown
from voltbay.removals.models import Receipt, Removal
from voltbay.removals.queries import find_removal
from voltbay.removals.receipts.queries import receipts_for
from voltbay.removals.receipts.receipt_pdf import receipt_pdf
from voltbay.removals.receipts.reissue import Corrected, Correction
from voltbay.removals.receipts.reissue import reissue as reissue_receipt
from voltbay.sentences.statuses import status_of


@require_safe
def receipt(request: StaffRequest, code: str) -> HttpResponse:
    """Send a receipt as PDF, to print for the owner: the one that counts, or the one asked for."""
    made = _receipts(find_removal(code, [find_booking(request.staff, code).outlet_id]))
    asked = request.GET.get("serial", made[0].serial)
    found = next((each for each in made if each.serial == asked), None)
    if found is None:
        raise ReceiptUnknown
    answer = HttpResponse(receipt_pdf(found), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{found.serial}.pdf"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@require_http_methods(["GET", "POST"])
def reissue(request: StaffRequest, code: str) -> HttpResponse:
    """Show what a receipt says, and replace it by a corrected one; once."""
    booking, now = find_booking(request.staff, code), timezone.now()
    current = find_removal(booking.code, [booking.outlet_id])
    if request.method != "POST":
        return _page(request, booking, current)
    do = partial(_reissue, request, current, now=now)

    def again(refusal: Refusal) -> HttpResponse:
        return _page(request, booking, current, refusal=refusal)

    said = _("A new receipt is issued and the owner is told; the old one is void.")
    return answer_once(request, do, said=said, again=again, now=now)


def _reissue(request: StaffRequest, current: Removal, *, now: datetime) -> str:
    price = request.POST.get("price", "").strip()
    ending = Ending(request.POST.get("car_after", ""), number(price) if price else None)
    packs = {
        pack.code: Corrected(
            request.POST.get(f"code:{pack.code}", pack.code),
            number(request.POST.get(f"mass:{pack.code}", str(pack.mass_kg))),
        )
        for pack in current.packs.all()
    }
    correction = Correction(request.POST.get("why", ""), ending, packs)
    serial = request.POST.get("serial", "")
    reissue_receipt(serial, correction, staff=request.staff, now=now)
    return reverse("console:removal", kwargs={"code": current.booking.code})


def _receipts(current: Removal) -> list[Receipt]:
    made = receipts_for(current.pk)
    if not made:
        raise ReceiptUnknown
    return made


def _page(
    request: StaffRequest, booking: Booking, current: Removal, *, refusal: Refusal | None = None
) -> HttpResponse:
    typed = request.POST if refusal else {}
    packs = [
        {
            "code": pack.code,
            "typed_code": typed.get(f"code:{pack.code}", pack.code),
            "typed_mass": typed.get(f"mass:{pack.code}", pack.mass_kg),
            "is_fixed": bool(pack.left_at or pack.reported_in_at),
        }
        for pack in current.packs.all()
    ]
    price = "" if current.price_yuan is None else current.price_yuan
    shown = {
        "booking": booking,
        "serial": _receipts(current)[0].serial,
        "packs": packs,
        "car_after": CAR_AFTER.items(),
        "chosen_car": typed.get("car_after", current.car_after),
        "price": typed.get("price", price),
        "why": typed.get("why", ""),
        "key": uuid4(),
        "refusal": sentence(refusal.code, refusal.data) if refusal else "",
    }
    status = status_of(refusal) if refusal else 200
    return page(request, "removals/reissue.html", shown, outlet=booking.outlet, status=status)
