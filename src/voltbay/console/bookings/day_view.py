"""How somebody looks at a day: as lanes or as a list, remembered on the screen where it was chosen.

A cookie and not the person's account: the tablet at the bays and the desk's computer differ.
"""

from datetime import timedelta
from enum import StrEnum

from django.http import HttpRequest, HttpResponse

COOKIE = "voltbay_day_view"
KEPT = timedelta(days=400)  # as long as browsers keep any


class DayView(StrEnum):
    """The ways to look at a day."""

    LANES = "lanes"
    LIST = "list"
    WALL = "wall"  # a screen on the wall: plates only, nothing to press


CHOICES = (DayView.LANES, DayView.LIST)


def view_of(request: HttpRequest) -> DayView:
    """Return the view that the address asks for, else the one chosen last."""
    asked = request.GET.get("view", "")
    if asked in list(DayView):
        return DayView(asked)
    kept = request.COOKIES.get(COOKIE, "")
    return DayView(kept) if kept in CHOICES else DayView.LANES


def remember(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Keep the view that the address asks for."""
    asked = request.GET.get("view", "")
    if asked in CHOICES:
        answer.set_cookie(
            COOKIE,
            asked,
            max_age=KEPT,
            path="/console/",
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return answer
