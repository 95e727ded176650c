"""Numbers as people type them: with a Chinese comma or point, full-width, with a unit behind."""

import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from voltbay.console.entries import Refused
from voltbay.core.errors import Invalid

UNITS = ("kg", "公斤", "千克", "kwh", "千瓦时", "度", "元")


class NumberMalformed(Invalid):
    """What was typed is no number."""

    code = "number_malformed"


class DecimalAsTyped(forms.Field):
    """A number as people type it; None for nothing, unless it is `needed`."""

    def __init__(self, *, needed: bool = False, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.needed = needed
        self.widget.attrs |= {"inputmode": "decimal"} | ({"required": True} if needed else {})

    def clean(self, value: Any) -> Decimal | None:
        """Read the number, or refuse it by its code."""
        text = (value or "").strip()
        if not text and not self.needed:
            return None
        try:
            return number(text)
        except NumberMalformed as malformed:
            raise Refused(malformed) from malformed


def number(text: str) -> Decimal:
    """Return what was typed as a number. Raises NumberMalformed.

    >>> number("４１２，5 kg"), number("1 200")
    (Decimal('412.5'), Decimal('1200'))
    """
    plain = unicodedata.normalize("NFKC", text).lower().replace("。", ".")
    for unit in UNITS:
        plain = plain.strip().removesuffix(unit)
    try:
        found = Decimal(plain.replace(" ", "").replace(",", "."))
    except InvalidOperation as malformed:
        raise NumberMalformed from malformed
    if not found.is_finite():
        raise NumberMalformed
    return found
