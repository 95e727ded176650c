"""The page that the owner is handed on a tablet: what is offered, and where to sign.

It leads nowhere else: whoever holds the tablet then is not staff. Once it is shown the session
reaches nothing but this page until staff take it back.
"""

from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voltbay.bookings.models import Booking
from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.hand_over import hand_over
from voltbay.console.access.scope import find_booking
from voltbay.console.form_page import FormPage
from voltbay.console.money.forms import SignForm
from voltbay.console.money.quote_shown import line_shown
from voltbay.core import clock
from voltbay.removals.errors import QuoteUnknown
from voltbay.removals.models import Quote
from voltbay.removals.quotes.answer import Signed, accept
from voltbay.removals.quotes.queries import find_quote, quotes_of_booking
from voltbay.removals.quotes.signature import HEIGHT, WIDTH


@require_http_methods(["GET", "POST"])
def sign(request: StaffRequest, code: str) -> HttpResponse:
    """Show the quote that waits, and accept it with the signature that was drawn, once.

    Afterwards the page only says thank you: the owner still holds the tablet.
    """
    asked = FormPage(request, "money/sign.html", partial(_shown, code))
    if request.method != "POST":
        answer = asked.show()
        hand_over(request)  # only now: a page that is refused is shown to staff
        return answer
    booking, now = find_booking(request.staff, code), clock.now()
    do = partial(_accept, request, booking, now=now)
    said = _("Accepted and signed.")
    return asked.answer_once(SignForm(request.POST), do, said=said, now=now)


def _accept(request: StaffRequest, booking: Booking, form: SignForm, *, now: datetime) -> str:
    typed = form.cleaned_data
    found = find_quote(booking.pk, typed["number"])
    by = Signed(typed["signer"], typed["strokes"], request.staff)
    accept(found, by=by, total_yuan=typed["total"], to=form.destination(), now=now)
    return reverse("console:sign", kwargs={"code": booking.code})


def _shown(code: str, asked: FormPage) -> dict[str, Any]:
    booking = find_booking(asked.request.staff, code)
    quote = next(iter(quotes_of_booking(booking.pk)), None)
    if quote is None or quote.state not in (Quote.State.WAITING, Quote.State.ACCEPTED):
        raise QuoteUnknown
    says = {"number": quote.number, "total": quote.total_yuan, "signer": booking.name or ""}
    return {
        "outlet": booking.outlet,
        "booking": booking,
        "quote": quote,
        "is_waiting": quote.state == Quote.State.WAITING,
        "lines": [line_shown(line) for line in quote.lines.all()],
        "form": asked.form(SignForm, says),
        "width": WIDTH,
        "height": HEIGHT,
    }
