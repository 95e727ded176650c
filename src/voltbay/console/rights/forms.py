"""What is typed about corrections, and about what somebody asks in an owner's place."""

from typing import Any

from django import forms

from voltbay.console.access.scope import find_booking
from voltbay.console.entries import EntryForm, OneNumber, OneOf, Words
from voltbay.console.errors import ActionUnknown
from voltbay.rights.answer_request import LONGEST_ANSWER
from voltbay.rights.ask_correction import LONGEST_WHY
from voltbay.rights.correct import Right
from voltbay.rights.errors import CorrectionUnknown
from voltbay.rights.models import Field, Paper, RightsRequest
from voltbay.rights.take_request import LONGEST_WORDS, NUMBER_END, Told
from voltbay.rights.words import ASKS, FIELDS, PAPERS, RELATIONS

LONGEST = 100  # characters of a name or a number, as it is typed
TYPED = {"required": True, "autocomplete": "off"}


def _paper() -> OneOf:
    """Which original was looked at; the verb says whether one is needed."""
    return OneOf(
        choices=[("", "–"), *PAPERS.items()],
        coerce=Paper,
        empty_value=None,
        required=False,
        refusal=ActionUnknown,
    )


class CorrectForm(EntryForm):
    """What of a booking is wrong, what is right, and which paper says so."""

    field = OneOf(choices=list(FIELDS.items()), coerce=Field, refusal=ActionUnknown)
    value = Words(most=LONGEST, widget=forms.TextInput(TYPED))
    why = Words(most=LONGEST_WHY, widget=forms.TextInput({"required": True}))
    paper = _paper()

    def right(self) -> Right:
        """Return what was entered as the verb takes it."""
        typed = self.cleaned_data
        return Right(typed["field"], typed["value"], typed["why"], typed["paper"])


class AnswerForm(EntryForm):
    """What an owner asked for is put right, after a look at a paper."""

    correction = OneNumber(refusal=CorrectionUnknown)
    paper = _paper()


class RefuseForm(EntryForm):
    """What an owner asked for stays as it is; why, for the owner to read."""

    correction = OneNumber(refusal=CorrectionUnknown)
    reason = Words(most=LONGEST_WHY, widget=forms.TextInput({"required": True}))


class RequestForm(EntryForm):
    """What somebody asks in an owner's place."""

    relation = OneOf(
        choices=list(RELATIONS.items()), coerce=RightsRequest.Relation, refusal=ActionUnknown
    )
    asks = OneOf(choices=list(ASKS.items()), coerce=RightsRequest.Asks, refusal=ActionUnknown)
    asker = Words(most=LONGEST, widget=forms.TextInput(TYPED))
    phone = Words(most=LONGEST, widget=forms.TextInput(TYPED))
    subject = Words(most=LONGEST, widget=forms.TextInput(TYPED))
    booking = Words(most=LONGEST, widget=forms.TextInput({"autocomplete": "off"}))
    words = Words(most=LONGEST_WORDS, widget=forms.Textarea({"rows": 3, "required": True}))

    def told(self, staff: Any) -> Told:
        """Return what was entered; the booking is one in sight. Raises BookingUnknown."""
        typed = self.cleaned_data
        code = typed["booking"]
        return Told(
            relation=typed["relation"],
            asks=typed["asks"],
            asker=typed["asker"],
            phone=typed["phone"],
            subject=typed["subject"],
            words=typed["words"],
            booking=find_booking(staff, code) if code else None,
        )


class PaperForm(EntryForm):
    """Which original was seen, and how its number ends."""

    paper = _paper()
    number_end = Words(
        most=NUMBER_END, widget=forms.TextInput({"size": NUMBER_END, "autocomplete": "off"})
    )


class DecideForm(EntryForm):
    """What is told to who asked."""

    answer = Words(most=LONGEST_ANSWER, widget=forms.Textarea({"rows": 2, "required": True}))
