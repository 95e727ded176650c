"""What people type into a form: fields whose wrong entries are refused by refusals of our own."""

from collections.abc import Iterator
from datetime import date
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseForm, BaseFormSet

from voltbay.core.errors import Invalid, Refusal
from voltbay.core.local_time import sensible_day
from voltbay.sentences.for_staff import for_staff

Entries: TypeAlias = "BaseForm | BaseFormSet[Any]"
F = TypeVar("F", bound=Entries)
ISO = "%Y-%m-%d"


class Refused(ValidationError):
    """What is wrong with an entry, in a refusal's words; the refusal gives the page its status."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(for_staff(refusal.code, refusal.data), code=refusal.code)
        self.refusal = refusal


def checked(form: F) -> F:
    """Return a form, or several, with all that was entered cleaned.

    Raises the refusal of the first wrong entry that has one, otherwise Invalid: what is wrong then
    stands beside each entry.
    """
    if form.is_valid():
        return form
    for wrong in _errors_of(form):
        if isinstance(wrong, Refused):
            raise wrong.refusal
    raise Invalid


def as_id(text: str) -> UUID | None:
    """Return the id that a text is, as it was written by us; None if it is none."""
    try:
        found = UUID(text)
    except ValueError:
        return None
    return found if str(found) == text else None


def _errors_of(entries: Entries) -> Iterator[ValidationError]:
    if isinstance(entries, BaseFormSet):
        for form in entries.forms:
            yield from _errors_of(form)
        yield from entries.non_form_errors().as_data()
        return
    for errors in entries.errors.as_data().values():
        yield from errors


class EntryForm(forms.Form):
    """A form in a page that has several: its entries have no ids, as their labels enclose them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": False, **kwargs})


class SeenForm(EntryForm):
    """Something that changes only what was seen: `seen` is the version that the page showed."""

    seen = forms.CharField(required=False)

    def entered(self) -> dict[str, Any]:
        """Return what else was entered, by the names that the verb takes it by."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class RefusedBy(forms.Field):
    """A field whose wrong entries are all refused by one refusal of ours."""

    def __init__(self, *args: Any, refusal: type[Refusal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refusal = refusal

    def clean(self, value: Any, *args: Any) -> Any:
        """Read the entry; an entry that Django refuses is refused by our refusal."""
        try:
            return super().clean(value, *args)
        except ValidationError as wrong:
            raise Refused(self.refusal()) from wrong


class VerbDecides:
    """What is offered are choices; whether another is allowed is the verb's to say."""

    def valid_value(self, value: Any) -> bool:  # noqa: ARG002
        """Take any."""
        return True


class OneOf(RefusedBy, forms.TypedChoiceField):
    """One of a list."""


class SomeOf(RefusedBy, forms.MultipleChoiceField):
    """Some of a list, or none."""

    widget = forms.CheckboxSelectMultiple


class OneNumber(RefusedBy, forms.IntegerField):
    """The number of something that exists."""


class OneId(RefusedBy, forms.UUIDField):
    """The id of something; the verb knows whether it exists."""


class SomeIds(RefusedBy, forms.TypedMultipleChoiceField):
    """The ids of things; the verb knows which exist."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=UUID, required=False, **kwargs)

    def validate(self, value: Any) -> None:
        """Leave it to the verb what may be chosen."""


class OneFile(RefusedBy, forms.FileField):
    """A file; the verb judges what is in it."""


class Day(forms.DateField):
    """A day as browsers send it, of a year that somebody may mean."""

    widget = forms.DateInput({"type": "date"}, format=ISO)
    input_formats = (ISO,)

    def to_python(self, value: Any) -> date | None:
        """Read the day. Raises ValidationError."""
        found: date | None = super().to_python(value)
        try:
            return found and sensible_day(found)
        except ValueError as wrong:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from wrong


class Words(forms.CharField):
    """A text without the blanks around it, cut to `most` characters; the verb says if it is due."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.most = most
        self.widget.attrs["maxlength"] = most

    def to_python(self, value: Any) -> str:
        """Cut the text rather than refuse it: browsers stop at the limit by themselves."""
        return (super().to_python(value) or "")[: self.most]
