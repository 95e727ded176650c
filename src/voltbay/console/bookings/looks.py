"""Papers at the desk: what is to be looked at, what was found, and what a manager lets pass."""

from typing import Any

from voltbay.accounts.models import StaffUser
from voltbay.bookings.desk.looks import looks_at, needed_for
from voltbay.bookings.desk.receive import EXPECTED
from voltbay.bookings.models import Booking, OriginalLook
from voltbay.bookings.originals import in_the_way, will_be_incomplete
from voltbay.bookings.words import VERDICTS, paper_name
from voltbay.console.access.permissions import may
from voltbay.console.bookings.forms import FINDINGS, LetPassForm, LooksForm
from voltbay.console.form_page import FormPage
from voltbay.core.local_time import local


def looks_shown(booking: Booking, asked: FormPage) -> dict[str, Any]:
    """Return the looks at a booking's papers, oldest first, and what has still to be looked at."""
    looks = looks_at(booking)
    due = in_the_way(needed_for(booking), {look.paper: look.verdict for look in looks})
    is_expected = booking.state in EXPECTED
    form = asked.form(LooksForm)
    return {
        "looks": _looks(booking, looks),
        "papers": [_paper(booking, paper.value, form) for paper in due] if is_expected else [],
        "receives": is_expected,
        "stopped": is_expected and bool(looks) and bool(due),
        "may_let_pass": may(asked.request.staff.role, "let-pass"),
        "let_pass": asked.form(LetPassForm),
        "fit_why": form["fit_why"],
        "incomplete": will_be_incomplete(booking.car_after, booking.no_plate),
    }


def _looks(booking: Booking, looks: list[OriginalLook]) -> list[dict[str, str]]:
    ids = {int(look.staff_id) for look in looks if look.staff_id.isdigit()}
    people = StaffUser.objects.in_bulk(ids)
    names = {str(pk): staff.first_name or staff.username for pk, staff in people.items()}
    return [
        {
            "at": f"{local(look.at):%Y-%m-%d %H:%M}",
            "by": names.get(look.staff_id, ""),
            "paper": paper_name(look.paper, booking.identity_kind),
            "verdict": look.verdict,
            "found": str(VERDICTS[look.verdict]),
            "note": look.note or "",
        }
        for look in looks
    ]


def _paper(booking: Booking, paper: str, form: LooksForm) -> dict[str, Any]:
    return {
        "name": paper_name(paper, booking.identity_kind),
        "entry": f"paper_{paper}",
        "findings": [(each.value, str(VERDICTS[each])) for each in FINDINGS],
        "found": form[f"paper_{paper}"].value() or "",
        "note": form[f"note_{paper}"],
    }
