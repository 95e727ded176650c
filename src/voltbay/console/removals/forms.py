"""What staff type about a removal, its batteries, its receipt and the store."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from voltbay.bookings.words import CAR_AFTER
from voltbay.console.decimals import DecimalAsTyped
from voltbay.console.entries import EntryForm, OneFile, OneOf, SomeIds, SomeOf, Words
from voltbay.console.errors import ActionUnknown
from voltbay.console.words import CHEMISTRIES, HAZARDS, NO_CODE, PRODUCTS, STEPS
from voltbay.removals.ending import Ending
from voltbay.removals.errors import (
    HazardUnknown,
    NoCodeReasonUnknown,
    PackUnknown,
)
from voltbay.removals.models import BatteryPack, Removal
from voltbay.removals.packs.record import PackEntry
from voltbay.removals.packs.record_uncoded import UncodedEntry
from voltbay.removals.receipts.reissue import Corrected, Correction
from voltbay.removals.rules import Step
from voltbay.removals.stock.hand_over import Receiver

LONGEST = 200  # characters of a remark, a condition, a reason
OF_CODE = {
    "autocomplete": "off",
    "autocapitalize": "characters",
    "spellcheck": "false",
    "required": True,
}


class RemarkForm(EntryForm):
    """What is to be said about a step."""

    remark = Words(
        most=LONGEST, widget=forms.TextInput({"id": "remark", "placeholder": _("Remark")})
    )


class RecordForm(EntryForm):
    """A battery as it comes out of the car."""

    code = forms.CharField(required=False, widget=forms.TextInput(OF_CODE | {"id": "code"}))
    mass = DecimalAsTyped(widget=forms.TextInput({"id": "pack-mass"}))
    hazard = SomeOf(choices=list(HAZARDS.items()), required=False, refusal=HazardUnknown)
    condition = Words(most=LONGEST)

    def entry(self) -> PackEntry:
        """Return what was entered as the verb takes it."""
        typed = self.cleaned_data
        return PackEntry(typed["code"], typed["mass"], typed["hazard"], typed["condition"])


class UncodedForm(EntryForm):
    """A battery whose code nobody can read, and what is known of it."""

    reason = OneOf(
        choices=[("", "–"), *NO_CODE.items()],
        refusal=NoCodeReasonUnknown,
        widget=forms.Select({"required": True}),
    )
    product = OneOf(choices=list(PRODUCTS.items()), refusal=NoCodeReasonUnknown)
    maker = Words(most=60)
    chemistry = OneOf(
        choices=list(CHEMISTRIES.items()), refusal=NoCodeReasonUnknown, required=False
    )
    energy = DecimalAsTyped()
    printed_serial = Words(most=40)
    mass = DecimalAsTyped()
    hazard = SomeOf(choices=list(HAZARDS.items()), required=False, refusal=HazardUnknown)
    condition = Words(most=LONGEST)

    def entry(self) -> UncodedEntry:
        """Return what was entered as the verb takes it."""
        typed = self.cleaned_data
        return UncodedEntry(
            reason=typed["reason"],
            product=typed["product"],
            maker=typed["maker"],
            chemistry=typed["chemistry"],
            energy_kwh=typed["energy"],
            printed_serial=typed["printed_serial"],
            mass_kg=typed["mass"],
            hazards=typed["hazard"],
            condition=typed["condition"],
        )


class PackForm(EntryForm):
    """Something about one of the batteries."""

    pack = forms.CharField(required=False, widget=forms.HiddenInput)


class WeighForm(PackForm):
    """A battery's mass."""

    mass = DecimalAsTyped(needed=True)


class ContainForm(PackForm):
    """Where an unsafe battery lies safely."""

    where = Words(most=LONGEST, widget=forms.TextInput({"required": True}))


class GiveCodeForm(PackForm):
    """The code that was found on a battery after all."""

    code = forms.CharField(required=False, widget=forms.TextInput(OF_CODE | {"class": "code"}))


class ChangeForm(PackForm):
    """What is seen of a battery, or why it is struck out."""

    hazard = SomeOf(choices=list(HAZARDS.items()), required=False, refusal=HazardUnknown)
    why = Words(most=LONGEST)


class PhotoForm(EntryForm):
    """A photo of a step."""

    step = OneOf(
        choices=[(step.value, STEPS[step]) for step in Step], coerce=Step, refusal=ActionUnknown
    )
    photo = OneFile(
        allow_empty_file=True,
        refusal=ActionUnknown,
        widget=forms.FileInput({"accept": "image/*", "capture": "environment", "required": True}),
    )


class PackPhotoForm(PhotoForm):
    """A photo of one of the batteries."""

    pack = forms.CharField(required=False, widget=forms.HiddenInput)


class AbandonForm(EntryForm):
    """Why a battery stays in its car, as the owner reads it."""

    reason = Words(most=LONGEST, widget=forms.Textarea({"rows": 2, "required": True}))


class EndingForm(EntryForm):
    """What becomes of the car."""

    car_after = forms.CharField(
        required=False, widget=forms.Select({"required": True}, choices=list(CAR_AFTER.items()))
    )

    def ending(self) -> Ending:
        """Return what was entered as the verbs take it."""
        return Ending(self.cleaned_data["car_after"])


class FinishForm(EndingForm):
    """How a removal ends; what becomes of the car has to be chosen."""

    car_after = forms.CharField(
        required=False,
        widget=forms.Select({"required": True}, choices=[("", "–"), *CAR_AFTER.items()]),
    )


class ReissueForm(EndingForm):
    """What a receipt should have said; a battery's entries bear the code that it has now."""

    serial = forms.CharField(required=False)
    why = Words(most=LONGEST, widget=forms.Textarea({"rows": 2, "required": True}))

    def __init__(self, removal: Removal, *args: Any, **kwargs: Any) -> None:
        says = {"car_after": removal.car_after}
        super().__init__(*args, **{**kwargs, "initial": says})
        self.packs = list(removal.packs.all())
        for pack in self.packs:
            code, mass = f"code:{pack.code}", f"mass:{pack.code}"
            if not self.is_bound or code in self.data:
                self.fields[code] = forms.CharField(
                    required=False,
                    initial=pack.code,
                    widget=forms.TextInput(OF_CODE | {"class": "code"}),
                )
                self.fields[mass] = DecimalAsTyped(needed=True, initial=pack.mass_kg)

    def batteries(self) -> list[dict[str, Any]]:
        """Return the batteries, each with its entries if they were sent."""
        return [{"pack": pack, **self._entries(pack)} for pack in self.packs]

    def _entries(self, pack: BatteryPack) -> dict[str, Any]:
        if f"code:{pack.code}" not in self.fields:
            return {}
        return {"code": self[f"code:{pack.code}"], "mass": self[f"mass:{pack.code}"]}

    def correction(self) -> Correction:
        """Return what was entered as the verb takes it; a battery without entries stays."""
        typed = self.cleaned_data
        packs = {
            pack.code: Corrected(
                typed[f"code:{pack.code}"],
                typed.get(f"mass:{pack.code}", pack.mass_kg or Decimal(0)),
            )
            for pack in self.packs
            if f"code:{pack.code}" in typed
        }
        return Correction(typed["why"], self.ending(), packs)


class HandOverForm(EntryForm):
    """Which batteries leave, and who takes them."""

    pack = SomeIds(refusal=PackUnknown)
    name = Words(most=120, widget=forms.TextInput({"id": "name", "required": True}))
    credit_code = Words(most=30, widget=forms.TextInput({"id": "credit_code", "required": True}))
    override_reason = Words(most=LONGEST, widget=forms.TextInput({"id": "override_reason"}))
    note = Words(most=LONGEST, widget=forms.TextInput({"id": "note"}))

    def receiver(self, *, key: str) -> Receiver:
        """Return who takes them as the verb takes it."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "pack"}
        return Receiver(**typed, idempotency_key=key)
