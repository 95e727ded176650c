"""The back office's sentences for refusals of what is entered about companies and outlets."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from voltbay.core.errors import Invalid

T = TypeVar("T")

SENTENCES = {
    "credit_code_malformed": _(
        "A unified social credit code has 18 characters: digits and capitals without I, O, S, V, Z."
    ),
    "credit_code_needs_reason": _(
        "The check character does not fit. Compare the code with the licence; "
        "if it was really issued like this, say so below as the reason."
    ),
    "telephone_malformed": _(
        "Enter a number that owners can call, such as 021-50001234, 400-820-8888 or 13800138000."
    ),
    "coordinates_malformed": _("Enter longitude and latitude, such as 121.478190,31.228583."),
    "coordinates_swapped": _("Longitude and latitude are swapped: exchange the two numbers."),
    "coordinates_outside_china": _("This position is not in China: pick it again on the map."),
    "hours_overlap": _("Two stretches of one weekday overlap: change when they open or close."),
}


def accepted(check: Callable[[], T]) -> T:
    """Return what a rule returns; its refusal becomes an error of the form."""
    try:
        return check()
    except Invalid as refused:
        raise ValidationError(SENTENCES[refused.code], code=refused.code) from refused
