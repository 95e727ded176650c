"""Letting a booking stand whose service does not take its car: staff say why, by a code."""

from typing import Any

from voltbay.bookings.errors import FitWhyMissing
from voltbay.directory.fits import Misfit


def let_stand(found: list[Misfit], fit_why: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what a move writes and tells of a car that does not fit; both empty if it fits.

    Raises FitWhyMissing.
    """
    if not found:
        return {}, {}
    if not fit_why:
        raise FitWhyMissing(fields={"fit_why": FitWhyMissing.code})
    told = {"misfits": [one.value for one in found], "fit_why": fit_why}
    return {"fit_why": fit_why}, told
