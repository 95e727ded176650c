"""A booking's receipts: the paper, and putting right what one says wrongly."""

from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from voltbay.accounts.models import StaffUser
from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.scope import find_booking
from voltbay.console.form_page import FormPage
from voltbay.console.removals.forms import ReissueForm
from voltbay.core import clock
from voltbay.removals.errors import ReceiptUnknown
from voltbay.removals.models import Receipt, Removal
from voltbay.removals.queries import find_removal
from voltbay.removals.receipts.queries import receipts_for
from voltbay.removals.receipts.receipt_pdf import receipt_pdf
from voltbay.removals.receipts.reissue import reissue as reissue_receipt


@require_safe
def receipt(request: StaffRequest, code: str) -> HttpResponse:
    """Send a receipt as PDF, to print for the owner: the one that counts, or the one asked for."""
    made = _receipts(_removal(request, code))
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
    asked = FormPage(request, "removals/reissue.html", partial(_shown, code))
    if request.method != "POST":
        return asked.show()
    current, now = _removal(request, code), clock.now()
    form = ReissueForm(current, request.POST)
    do = partial(_reissue, current, staff=request.staff, now=now)
    said = _("A new receipt is issued and the owner is told; the old one is void.")
    return asked.answer_once(form, do, said=said, now=now)


def _reissue(current: Removal, form: ReissueForm, *, staff: StaffUser, now: datetime) -> str:
    reissue_receipt(form.cleaned_data["serial"], form.correction(), staff=staff, now=now)
    return reverse("console:removal", kwargs={"code": current.booking.code})


def _shown(code: str, asked: FormPage) -> dict[str, Any]:
    current = _removal(asked.request, code)
    return {
        "outlet": current.booking.outlet,
        "booking": current.booking,
        "serial": _receipts(current)[0].serial,
        "form": asked.form(partial(ReissueForm, current)),
    }


def _removal(request: StaffRequest, code: str) -> Removal:
    booking = find_booking(request.staff, code)
    return find_removal(booking.code, [booking.outlet_id])


def _receipts(current: Removal) -> list[Receipt]:
    made = receipts_for(current.pk)
    if not made:
        raise ReceiptUnknown
    return made
