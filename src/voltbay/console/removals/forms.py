"""What staff type about a removal, its batteries, its receipt and the store."""

from typing import Any

from django import forms

from voltbay.bookings.words import CAR_AFTER
from voltbay.console.decimals import DecimalAsTyped
from voltbay.console.entries import EntryForm, Words
from voltbay.removals.ending import Ending
from voltbay.removals.models import Removal
from voltbay.removals.receipts.reissue import Corrected, Correction

LONGEST = 200  # characters of a remark, a condition, a reason
OF_CODE = {
    "class": "code",
    "autocomplete": "off",
    "autocapitalize": "characters",
    "spellcheck": "false",
    "required": True,
}


class EndingForm(EntryForm):
    """What becomes of the car, and what its owner is paid."""

    car_after = forms.CharField(
        required=False, widget=forms.Select({"required": True}, choices=list(CAR_AFTER.items()))
    )
    price = DecimalAsTyped()

    def ending(self) -> Ending:
        """Return what was entered as the verbs take it."""
        return Ending(self.cleaned_data["car_after"], self.cleaned_data["price"])


class ReissueForm(EndingForm):
    """What a receipt should have said; a battery's entries bear the code that it has now."""

    serial = forms.CharField(required=False)
    why = Words(most=LONGEST, widget=forms.Textarea({"rows": 2, "required": True}))

    def __init__(self, removal: Removal, *args: Any, **kwargs: Any) -> None:
        says = {"car_after": removal.car_after, "price": removal.price_yuan}
        super().__init__(*args, **{**kwargs, "initial": says})
        self.packs = list(removal.packs.all())
        for pack in self.packs:
            code, mass = f"code:{pack.code}", f"mass:{pack.code}"
            if not self.is_bound or code in self.data:
                self.fields[code] = forms.CharField(
                    required=False, initial=pack.code, widget=forms.TextInput(OF_CODE)
                )
                self.fields[mass] = DecimalAsTyped(needed=True, initial=pack.mass_kg)

    def batteries(self) -> list[dict[str, Any]]:
        """Return the batteries, each with its entries unless its record has to stay."""
        return [
            {"pack": pack, "code": self[f"code:{pack.code}"], "mass": self[f"mass:{pack.code}"]}
            if f"code:{pack.code}" in self.fields and not (pack.left_at or pack.reported_in_at)
            else {"pack": pack}
            for pack in self.packs
        ]

    def correction(self) -> Correction:
        """Return what was entered as the verb takes it; a battery without entries stays."""
        typed = self.cleaned_data
        packs = {
            pack.code: Corrected(typed[f"code:{pack.code}"], typed[f"mass:{pack.code}"])
            for pack in self.packs
            if f"code:{pack.code}" in typed
        }
        return Correction(typed["why"], self.ending(), packs)
