"""What an editor types about a company: the page as a whole, its rows, a picture; a sign-up."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from voltbay.company_pages.content import (
    LONGEST_NAME,
    LONGEST_OFFER,
    MOST_CERTIFICATES,
    MOST_OFFERS,
    MOST_PICTURES,
    Certificate,
    Content,
    Offer,
    Shown,
)
from voltbay.company_pages.decide import LONGEST_REASON
from voltbay.company_pages.models import Picture
from voltbay.console.access.forms import SHORTEST
from voltbay.console.entries import Day, EntryForm, Words
from voltbay.core.errors import Invalid
from voltbay.directory.introduction import MAX_CHARACTERS
from voltbay.directory.models import FIRST_YEAR, LAST_YEAR
from voltbay.identifiers.telephone import parse_telephone
from voltbay.sentences.for_staff import accepted

SPARE = 2  # empty rows for what is new
NO_PICTURE = ("", "–")


class RowForm(forms.Form):
    """A row of which nothing counts until something is typed; ticked, it goes."""

    use_required_attribute = False
    drop = forms.BooleanField(label=_("Remove"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["drop"] = self.fields.pop("drop")  # behind what a row says


class CertificateForm(RowForm):
    """A permit or certificate."""

    name = forms.CharField(label=_("Certificate"), max_length=LONGEST_NAME)
    number = forms.CharField(label=_("Its number"), max_length=80, required=False)
    valid_until = Day(label=_("Valid until"), required=False)
    scan = forms.ChoiceField(label=_("Scan"), required=False)

    def __init__(self, *args: Any, pictures: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scan"].choices = [NO_PICTURE, *pictures]  # type: ignore[attr-defined]


class OfferForm(RowForm):
    """Something that the company does."""

    name = forms.CharField(label=_("What it is called"), max_length=60)
    text = forms.CharField(
        label=_("In a sentence or two"),
        max_length=LONGEST_OFFER,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, pictures: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        del pictures  # every row is given them
        super().__init__(*args, **kwargs)


class ShownForm(RowForm):
    """A picture on the page, in the order of the rows."""

    picture = forms.ChoiceField(label=_("Picture"))
    alt = forms.CharField(
        label=_("What it shows, for those who do not see it"), max_length=LONGEST_NAME
    )

    def __init__(self, *args: Any, pictures: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picture"].choices = [NO_PICTURE, *pictures]  # type: ignore[attr-defined]


class Rows(BaseFormSet):  # type: ignore[type-arg]  # generic only in the stubs
    """Rows of which those count that hold something and are not to be removed."""

    def meant(self) -> list[dict[str, Any]]:
        """Return what stands in the rows that count."""
        rows = (form.cleaned_data for form in self.forms if form.has_changed() or form.initial)
        return [row for row in rows if row and not row.pop("drop", False)]


def _table(form: type[RowForm], most: int) -> Callable[..., Rows]:
    kind = formset_factory(form, formset=Rows, extra=SPARE, max_num=most, validate_max=True)
    return cast("Callable[..., Rows]", kind)


TABLES = {
    "certificates": _table(CertificateForm, MOST_CERTIFICATES),
    "offers": _table(OfferForm, MOST_OFFERS),
    "pictures": _table(ShownForm, MOST_PICTURES),
}


class PageForm(forms.Form):
    """A company's page, with its rows."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    phone = forms.CharField(label=_("Telephone"), max_length=20)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    since_year = forms.IntegerField(
        label=_("Recycles batteries since (year)"),
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
    )
    name_en = forms.CharField(label=_("Name in English"), max_length=LONGEST_NAME, required=False)
    introduction_html = forms.CharField(
        label=_("Introduction (text, or HTML with inline CSS)"),
        required=False,
        max_length=MAX_CHARACTERS,
        widget=forms.Textarea({"rows": 14, "spellcheck": "false"}),
    )

    def __init__(
        self, typed: Any = None, *, content: Content, seen: str, pictures: Iterable[Picture]
    ) -> None:
        choices = [(str(each.pk), f"{each.alt} #{str(each.pk)[-6:]}") for each in pictures]
        start = content.model_dump()
        super().__init__(typed, initial={**start, "seen": seen})
        self.certificates, self.offers, self.pictures = (
            kind(typed, initial=start[name], prefix=name, form_kwargs={"pictures": choices})
            for name, kind in TABLES.items()
        )

    def clean_phone(self) -> str:
        """Check the telephone."""
        return accepted(lambda: parse_telephone(self.cleaned_data["phone"]))

    def clean(self) -> dict[str, Any]:
        """Check the rows too."""
        if not all(rows.is_valid() for rows in self.tables):
            raise ValidationError(_("A row cannot be kept as it is: look at the marked entries."))
        return self.cleaned_data

    @property
    def tables(self) -> tuple[Rows, Rows, Rows]:
        """The three tables of rows."""
        return self.certificates, self.offers, self.pictures

    def content(self) -> Content:
        """Return what was written."""
        plain = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        certificates = [
            Certificate(**{**row, "scan": row["scan"] or None}) for row in self.certificates.meant()
        ]
        return Content(
            **plain,
            certificates=tuple(certificates),
            offers=tuple(Offer(**row) for row in self.offers.meant()),
            pictures=tuple(
                Shown(picture=UUID(row["picture"]), alt=row["alt"]) for row in self.pictures.meant()
            ),
        )


class PictureForm(forms.Form):
    """A picture for the page, or the scan of a certificate."""

    photo = forms.FileField(
        label=_("Picture or scan"), widget=forms.FileInput({"accept": "image/*"})
    )
    alt = forms.CharField(
        label=_("What it shows, for those who do not see it"), max_length=LONGEST_NAME
    )


class VerdictForm(EntryForm):
    """What the platform decides, and why."""

    reason = Words(most=LONGEST_REASON, widget=forms.Textarea({"rows": 2}))
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


class SignUpForm(forms.Form):
    """A company that asks to be listed."""

    name = forms.CharField(label=_("Company"), max_length=LONGEST_NAME)
    credit_code = forms.CharField(label=_("Unified social credit code"), max_length=40)
    city = forms.CharField(label=_("City"), max_length=40)
    phone = forms.CharField(label=_("Telephone that owners may call"), max_length=20)
    contact_name = forms.CharField(label=_("Who we may ask for"), max_length=60)
    contact_phone = forms.CharField(
        label=_("Mobile number of that person"),
        max_length=30,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    password = forms.CharField(
        label=_("A password for signing in later"),
        strip=False,
        min_length=SHORTEST,
        max_length=128,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    licence = forms.FileField(
        label=_("Photo of the business licence"), widget=forms.FileInput({"accept": "image/*"})
    )

    def add_refusal(self, refusal: Invalid, said: str) -> None:
        """Put a refusal beside its entry, if it names one."""
        for name in refusal.fields or ():
            if name in self.fields:
                self.add_error(name, said)
