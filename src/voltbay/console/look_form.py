"""Why somebody looks at names and numbers in full: asked wherever they are shown."""

from typing import Any, TypedDict

from django import forms
from django.utils.translation import gettext_lazy as _

from voltbay.audit.models import Purpose
from voltbay.audit.view import LONGEST_REASON
from voltbay.console.entries import EntryForm, OneOf, Refused, Words
from voltbay.console.errors import ActionUnknown, ReasonNeeded

UNASKED = (Purpose.SEARCH, Purpose.OTHER)  # one has a page of its own, the other is in words
CHOSEN = [(each.value, each.label) for each in Purpose if each not in UNASKED]


class Reason(TypedDict):
    """Why, from the closed list, and in words where the list has no word for it."""

    purpose: Purpose
    why: str


class ReasonForm(EntryForm):
    """Why somebody looks, in words, where the page itself says what for."""

    why = Words(most=LONGEST_REASON, widget=forms.TextInput({"required": True}))

    def clean_why(self) -> str:
        """Check that there is a reason, which is kept."""
        if why := self.cleaned_data["why"]:
            return str(why)
        raise Refused(ReasonNeeded())


class LookForm(EntryForm):
    """Why somebody looks at names and numbers in full: one of a list, or in words."""

    purpose = OneOf(
        label=_("Purpose"),
        choices=[("", _("another reason, in words:")), *CHOSEN],
        coerce=Purpose,
        empty_value=Purpose.OTHER,
        required=False,
        refusal=ActionUnknown,
    )
    why = Words(most=LONGEST_REASON)

    def clean(self) -> dict[str, Any]:
        """Check that there are words where nothing of the list was chosen."""
        typed = self.cleaned_data
        if typed.get("purpose") == Purpose.OTHER and not typed.get("why"):
            raise Refused(ReasonNeeded())
        return typed

    def reason(self) -> Reason:
        """Return what is kept of the reason, as the verbs that look take it."""
        return Reason(purpose=self.cleaned_data["purpose"], why=self.cleaned_data["why"])
