"""What is typed about reports: which file, why it is taken back, what a record lacks."""

from typing import Any

from django import forms

from voltbay.console.entries import EntryForm, OneFile, OneId, OneOf, Words
from voltbay.directory.errors import CompanyUnknown
from voltbay.removals.stock.hand_over import Receiver
from voltbay.traceability.complete import LONGEST_MAKER
from voltbay.traceability.errors import ProfileUnknown, ReportUnknown
from voltbay.traceability.models import LONGEST_WHY, Report
from voltbay.traceability.queries import State
from voltbay.traceability.report_profile import LISTS

LISTED = [(name, name) for name in LISTS]


class WriteForm(EntryForm):
    """Which file is wanted: whose, of which profile and list, for which car maker."""

    company = OneId(refusal=ReportUnknown)
    profile = Words(most=20)
    list_name = OneOf(choices=LISTED, refusal=ProfileUnknown)
    car_maker = Words(most=LONGEST_MAKER)
    state = OneOf(
        choices=[(State.OWED, State.OWED), (State.CORRECTION, State.CORRECTION)],
        coerce=State,
        refusal=ProfileUnknown,
    )
    form = OneOf(choices=Report.Form.choices, coerce=Report.Form, refusal=ProfileUnknown)


class WithdrawForm(EntryForm):
    """Why a report is taken back."""

    why = Words(most=LONGEST_WHY, widget=forms.TextInput({"required": True}))


class CarMakerForm(EntryForm):
    """Whose make the car is."""

    car_maker = Words(
        most=LONGEST_MAKER, widget=forms.TextInput({"required": True, "list": "car-makers"})
    )


class ReceiverForm(EntryForm):
    """Who really took the battery, and why that was entered otherwise."""

    name = Words(most=120, widget=forms.TextInput({"required": True}))
    credit_code = Words(most=30, widget=forms.TextInput({"required": True}))
    override_reason = Words(most=LONGEST_WHY)
    why = Words(most=LONGEST_WHY, widget=forms.TextInput({"required": True}))

    def receiver(self) -> Receiver:
        """Return who was entered as the verb takes it."""
        typed = self.cleaned_data
        return Receiver(typed["name"], typed["credit_code"], typed["override_reason"])


class FormerCodeForm(EntryForm):
    """A code from before the battery's second life."""

    code = Words(
        most=40,
        widget=forms.TextInput({"required": True, "class": "code", "autocapitalize": "characters"}),
    )


class ArchiveForm(EntryForm):
    """Whose year is written out, and which."""

    company = OneId(refusal=CompanyUnknown)
    year = forms.IntegerField(min_value=2018, max_value=2999)


class VerifyForm(EntryForm):
    """An archive that somebody wants to prove."""

    file = OneFile(refusal=ReportUnknown)


FORMS: dict[str, Any] = {
    "car_maker": CarMakerForm,
    "receiver": ReceiverForm,
    "former_code": FormerCodeForm,
}
