"""What staff type about a booking: for who walks in or calls, to change it, to look at it."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from voltbay.audit.view import LONGEST_REASON
from voltbay.bookings.desk.book import TELEPHONE, WALK_IN, DeskForm
from voltbay.bookings.desk.change import Why
from voltbay.bookings.desk.looks import Finding
from voltbay.bookings.desk.swap_service import DeskSwap
from voltbay.bookings.errors import ServiceUnknown
from voltbay.bookings.originals import WITHOUT_NUMBER, NoPlate, Original, Verdict
from voltbay.bookings.words import (
    CAR_AFTER,
    DRIVES,
    FIT_WHYS,
    IDENTITY_KINDS,
    NO_PLATES,
    RELATIONS,
    VEHICLE_CLASSES,
    VERDICTS,
    WHYS,
)
from voltbay.callouts.models import CallOut
from voltbay.console.entries import EntryForm, OneNumber, OneOf, SeenForm, SomeOf, Words
from voltbay.console.errors import ActionUnknown
from voltbay.core.errors import Invalid
from voltbay.identifiers.certificate_number import parse_certificate_number
from voltbay.identifiers.name import parse_name
from voltbay.identifiers.phone import parse_phone
from voltbay.identifiers.plate import normalise_plate, parse_plate
from voltbay.identifiers.temporary_plate import parse_temporary_plate
from voltbay.identifiers.text import MOST_PASTED
from voltbay.identifiers.vin import normalise_vin, parse_vin
from voltbay.recognition.reading.registry import may_be_typed
from voltbay.sentences.for_staff import for_staff
from voltbay.slots.errors import SlotUnknown

BAD_CHECK = "vin_check"
READ_BY_OWNER = {"rows": 2, "required": True}
FINDINGS = (Verdict.AGREES, Verdict.DIFFERS, Verdict.MISSING)


def _fit_why() -> OneOf:
    """Why a car stands that its service does not take; asked only of such."""
    choices = [("", "–"), *FIT_WHYS.items()]
    return OneOf(choices=choices, required=False, empty_value="", refusal=ActionUnknown)


class CodeForm(EntryForm):
    """A booking's code, scanned or typed."""

    code = forms.CharField(
        required=False,
        widget=forms.TextInput(
            {
                "id": "code",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "placeholder": "VB…",
                "required": True,
                "autofocus": True,
            }
        ),
    )


class WhyForm(SeenForm):
    """Why an outlet changes an appointment."""

    why = OneOf(choices=list(WHYS.items()), coerce=Why, refusal=ActionUnknown)


class CancelForm(WhyForm):
    """Why an outlet calls an appointment off, and what the owner reads."""

    reason = Words(most=LONGEST_REASON, widget=forms.Textarea(READ_BY_OWNER))


class LooksForm(SeenForm):
    """What somebody found on each paper at the desk; in what it differs, in words."""

    fit_why = _fit_why()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for paper in Original:
            self.fields[f"paper_{paper}"] = OneOf(
                choices=[(each.value, VERDICTS[each]) for each in FINDINGS],
                coerce=Verdict,
                empty_value=None,
                required=False,
                refusal=ActionUnknown,
            )
            self.fields[f"note_{paper}"] = Words(most=LONGEST_REASON)

    def entered(self) -> dict[str, Any]:
        """Return the findings as the verb takes them."""
        typed = self.cleaned_data
        found = {paper: typed[f"paper_{paper}"] for paper in Original if typed[f"paper_{paper}"]}
        return {
            "looks": {
                paper: Finding(verdict, typed[f"note_{paper}"]) for paper, verdict in found.items()
            },
            "fit_why": typed["fit_why"],
        }


class LetPassForm(SeenForm):
    """Why a car is taken though its papers differ or are missing."""

    reason = Words(most=LONGEST_REASON, widget=forms.Textarea({"rows": 2, "required": True}))
    fit_why = _fit_why()


class MoveForm(WhyForm):
    """To which time an appointment goes, and why; perhaps for another service."""

    slot = OneNumber(refusal=SlotUnknown)
    service = OneNumber(refusal=ServiceUnknown, required=False)  # none: as it is
    fit_why = _fit_why()

    def entered(self) -> dict[str, Any]:
        """Return what is wanted as the verb takes it."""
        typed = self.cleaned_data
        wanted = DeskSwap(typed["service"], typed["slot"], typed["why"], typed["fit_why"])
        return {"wanted": wanted}


class AcceptForm(SeenForm):
    """That a booking in review stands, and which typed fields were compared with the photo."""

    compared = SomeOf(
        choices=[(one, one) for one in may_be_typed()], required=False, refusal=ActionUnknown
    )
    fit_why = _fit_why()


class RefuseForm(SeenForm):
    """Why a booking in review is refused, as the owner reads it."""

    reason = Words(most=LONGEST_REASON, widget=forms.Textarea(READ_BY_OWNER))


class DeskBookingForm(forms.Form):
    """A booking as it is typed at the desk; the time is chosen from what is free."""

    channel = forms.ChoiceField(
        label=_("How"), choices=[(WALK_IN, _("walk-in")), (TELEPHONE, _("by telephone"))]
    )
    slot = forms.TypedChoiceField(label=_("Time"), coerce=int)
    name = forms.CharField(label=_("Name"), max_length=MOST_PASTED)
    phone = forms.CharField(label=_("Mobile number"), max_length=MOST_PASTED)
    identity_kind = forms.ChoiceField(
        label=_("Paper of identity"), choices=list(IDENTITY_KINDS.items()), required=False
    )
    no_plate = forms.ChoiceField(
        label=_("Plate on the car"),
        choices=[("", _("ordinary plate")), *NO_PLATES.items()],
        required=False,
    )
    plate = forms.CharField(label=_("Plate"), max_length=MOST_PASTED, required=False)
    certificate_number = forms.CharField(
        label=_("Number of the registration or deregistration certificate"),
        max_length=40,
        required=False,
    )
    vin = forms.CharField(label=_("VIN"), max_length=MOST_PASTED)
    vin_sure = forms.BooleanField(label=_("The VIN stands so on the licence"), required=False)
    vehicle_model = forms.CharField(label=_("Model"), max_length=80, required=False)
    vehicle_class = forms.ChoiceField(
        label=_("Kind of vehicle"), choices=[("", "–"), *VEHICLE_CLASSES.items()], required=False
    )
    fuel = forms.ChoiceField(
        label=_("What drives it, if the plate does not tell"),
        choices=[("", "–"), *DRIVES.items()],
        required=False,
    )
    mass_kg = forms.IntegerField(
        label=_("Total mass, kg (lorries and buses)"),
        min_value=500,
        max_value=100_000,
        required=False,
    )
    fit_why = forms.ChoiceField(
        label=_("If the service does not take it: why it stands"),
        choices=[("", "–"), *FIT_WHYS.items()],
        required=False,
    )
    relation = forms.ChoiceField(label=_("Whose car"), choices=list(RELATIONS.items()))
    car_after = forms.ChoiceField(
        label=_("The car afterwards"), choices=[("", "–"), *CAR_AFTER.items()], required=False
    )
    incomplete_told = forms.BooleanField(
        label=_("The owner was told that the car will count as incomplete when scrapped"),
        required=False,
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, times: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slot"].choices = times  # type: ignore[attr-defined]
        attributes = {"phone": "tel", "plate": "text", "vin": "text", "certificate_number": "text"}
        for name, mode in attributes.items():
            self.fields[name].widget.attrs |= {"inputmode": mode, "autocomplete": "off"}
        self.fields["name"].widget.attrs["autocomplete"] = "off"

    def clean_name(self) -> str:
        """Check the name."""
        return str(_judged(lambda: parse_name(self.cleaned_data["name"])))

    def clean_phone(self) -> str:
        """Check the mobile number."""
        return str(_judged(lambda: parse_phone(self.cleaned_data["phone"])))

    def clean(self) -> dict[str, Any]:
        """Check what the car is known by; a VIN's check digit may be wrong if a person insists."""
        cleaned = super().clean() or self.cleaned_data
        why = cleaned.get("no_plate", "")
        cleaned["plate"] = "" if why in WITHOUT_NUMBER else self._plate(cleaned, why)
        cleaned["certificate_number"] = self._certificate(cleaned) if why in WITHOUT_NUMBER else ""
        if text := cleaned.get("vin"):
            cleaned["vin"] = normalise_vin(text)
            self._check_vin(text, is_sure=bool(cleaned.get("vin_sure")))
        return cleaned

    def _plate(self, cleaned: dict[str, Any], why: str) -> str:
        text = cleaned.get("plate", "")
        rule = parse_temporary_plate if why == NoPlate.TEMPORARY else parse_plate
        return normalise_plate(text) if self._fits("plate", rule, text) else ""

    def _certificate(self, cleaned: dict[str, Any]) -> str:
        text = cleaned.get("certificate_number", "")
        fits = self._fits("certificate_number", parse_certificate_number, text)
        return parse_certificate_number(text) if fits else ""

    def _check_vin(self, text: str, *, is_sure: bool) -> None:
        try:
            parse_vin(text)
        except Invalid as refused:
            if refused.code != BAD_CHECK or not is_sure:
                self.add_error("vin", _beside(refused))

    def _fits(self, name: str, rule: Callable[[str], Any], text: str) -> bool:
        try:
            rule(text)
        except Invalid as refused:
            self.add_error(name, _beside(refused))
            return False
        return True

    def entry(self, *, service_id: int, key: str, call_out: CallOut | None = None) -> DeskForm:
        """Return what was typed as the verb takes it."""
        typed = {name: self.cleaned_data[name] for name in self.fields if name not in _NOT_TAKEN}
        slot_id = self.cleaned_data["slot"]
        return DeskForm(
            slot_id=slot_id,
            service_id=service_id,
            call_out=call_out,
            idempotency_key=key,
            **typed,
        )


_NOT_TAKEN = ("slot", "vin_sure")


def _judged(rule: Callable[[], Any]) -> Any:
    try:
        return rule()
    except Invalid as refused:
        raise _beside(refused) from refused


def _beside(refused: Invalid) -> ValidationError:
    """Return what stands beside an entry: the page says only that some are wrong."""
    return ValidationError(for_staff(refused.code), code=refused.code)
